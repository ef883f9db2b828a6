/** What `autogen-bot alerts` says: pure functions from facts to text. */
import type { AlertOverview, AlertStanding, StandingInstance } from '../../app/service/operate/alerts.ts'
import { printable } from '../../domain/text/printable.ts'
import { ago } from './render-queue.ts'

/** Evaluations come every ten seconds. */
const lateMs = 60_000

export function renderAlerts({ evaluatedAt, alerts }: AlertOverview, now: number): string {
  const firing = alerts.filter(({ state }) => state === 'firing')
  const pending = alerts.filter(({ state }) => state === 'pending')
  const urgent = firing.filter(({ severity }) => severity !== 'none').length
  const lines = [
    evaluatedLine(evaluatedAt, now),
    `${urgent === 0 ? 'Nothing fires' : `${urgent} ${urgent === 1 ? 'alert fires' : 'alerts fire'}`}, ${pending.length} pending.`,
    '',
    ...[...firing, ...pending].flatMap((standing) => activeLines(standing, now)),
    ...alerts.filter(({ state }) => state === 'inactive').map(headLine),
  ]
  return `${lines.join('\n')}\n`
}

function evaluatedLine(evaluatedAt: number | null, now: number): string {
  if (evaluatedAt === null) {
    return 'NOT WATCHED: no process has evaluated the alerts yet. Start one with the role leader or all.'
  }
  const age = ago(evaluatedAt, now)
  return now - evaluatedAt > lateMs
    ? `STALE: the alerts were evaluated last ${age} ago. Does a process lead? "autogen-bot doctor" knows.`
    : `Evaluated ${age} ago.`
}

function headLine({ state, severity, alert, page }: AlertStanding): string {
  const word = state === 'firing' && severity !== 'none' ? 'FIRING' : state
  return `${word.padEnd(9)} ${(severity === 'none' ? '-' : severity).padEnd(3)} ${alert.padEnd(22)} ${page}`
}

function activeLines(standing: AlertStanding, now: number): readonly string[] {
  return [headLine(standing), ...standing.instances.map((instance) => instanceLine(instance, now))]
}

function instanceLine(instance: StandingInstance, now: number): string {
  const { state, summary, activeAt, firingAt, inhibitedBy, labels } = instance
  const since =
    firingAt === null
      ? `pending for ${ago(activeAt, now)}`
      : `fires for ${ago(firingAt, now)}, began ${ago(activeAt, now)} ago`
  const names = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  const because =
    inhibitedBy.length > 0 && state === 'firing' ? `; follows from ${inhibitedBy.join(', ')}` : ''
  return `          ${printable(summary)} [${printable([...names, since].join(', '))}${because}]`
}
