/** What `autogen-bot notify` says: pure functions from facts to text. */
import type {
  deadNotifications,
  NotifierStatus,
  NotifierTest,
} from '../../app/service/operate/notifications.ts'
import { printable } from '../../domain/text/printable.ts'
import { ago } from './render-queue.ts'

type Dead = Awaited<ReturnType<typeof deadNotifications>>

export function renderNotifiers(list: readonly NotifierStatus[], now: number): string {
  if (list.length === 0)
    return 'Nobody is told of anything: list a notifier in the settings, see docs/notifiers.md.\n'
  return list
    .map((one) => {
      const reaches = one.reaches.length === 0 ? 'nobody by name' : one.reaches.join(', ')
      const facts = [
        `${one.name} (${one.kind}${one.isChannel ? ', channel' : ''})`,
        `  reaches  ${printable(reaches)}`,
        `  waiting  ${one.waiting}`,
        `  state    ${stateOf(one, now)}`,
      ]
      return `${facts.join('\n')}\n`
    })
    .join('')
}

function stateOf({ name, health }: NotifierStatus, now: number): string {
  if (health === null) return `never tried; "autogen-bot notify test --notifier ${name}" tries it`
  if (health.isUp) return `well, ${ago(health.succeededAt ?? now, now)} ago`
  return `FAILING since its last try ${ago(health.failedAt ?? now, now)} ago: ${printable(health.failure ?? '')}`
}

export function renderTests(results: readonly NotifierTest[]): string {
  if (results.length === 0) return 'There is no notifier to test, see docs/notifiers.md.\n'
  return results
    .map(
      ({ name, ok, words }) =>
        `${ok ? 'sent  ' : 'FAILED'}  ${name}${words === null ? '' : `  ${printable(words)}`}\n`,
    )
    .join('')
}

export function renderDead(dead: Dead, now: number): string {
  if (dead.length === 0) return 'No message was given up.\n'
  const lines = dead.map(({ id, notifier, notification, finishedAt, failure }) => {
    const when = `${ago(finishedAt ?? now, now)} ago`
    return `${String(id).padStart(8)}  ${notifier}  ${when}  ${printable(notification.title)}: ${printable(failure ?? '')}`
  })
  return `${lines.join('\n')}\n\n"autogen-bot notify retry --all" sends them again.\n`
}
