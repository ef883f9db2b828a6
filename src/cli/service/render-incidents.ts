/** What `autogen-bot incident` and `audit` say: pure functions from facts to text. */
import type { ChainVerdict, IncidentView, RecoveryTimes } from '../../app/service/operate/incidents.ts'
import { describeEntry } from '../../domain/incident/describe-entry.ts'
import { describeEvidence } from '../../domain/incident/describe-evidence.ts'
import { firingAlerts, type Incident, isOver } from '../../domain/incident/incident.ts'
import { nextSteps } from '../../domain/incident/next-steps.ts'
import { phaseClock } from '../../domain/incident/phase-clocks.ts'
import type { JournalEntry } from '../../domain/journal/journal-entry.ts'
import { printable } from '../../domain/text/printable.ts'
import { ago } from './render-queue.ts'

export function renderIncidentList(incidents: readonly Incident[], now: number): string {
  if (incidents.length === 0) return 'No incident.\n'
  const lines = incidents.map((incident) => {
    const { id, severity, state, title, onsetAt, ackedBy } = incident
    const who = ackedBy === null || isOver(incident) ? '' : `  ${ackedBy}`
    return `${String(id).padStart(5)}  ${severity}  ${state.padEnd(13)} ${ago(onsetAt, now).padStart(7)}  ${printable(title)}${printable(who)}`
  })
  return `${lines.join('\n')}\n`
}

export function renderIncident({ incident, timeline, evidence }: IncidentView, now: number): string {
  const { id, severity, state, title, onsetAt } = incident
  const firing = firingAlerts(incident)
  const sections = [
    [
      `Incident ${id} (${severity}): ${printable(title)}`,
      `${state}, since ${ago(onsetAt, now)} (${timeText(onsetAt)})${
        incident.ackedBy === null ? '; nobody has it' : `; ${printable(incident.ackedBy)} has it`
      }`,
    ],
    section(
      'Do next',
      nextSteps(incident).map(({ command, about }) => `  ${command}   (${about})`),
    ),
    section(
      firing.length > 0 ? 'Firing' : 'Alerts, all ended',
      (firing.length > 0 ? firing : incident.alerts).map(
        ({ alert, severity: of, summary, activeAt }) =>
          `  ${alert} (${of}), for ${ago(activeAt, now)}: ${printable(summary)}`,
      ),
    ),
    section('Hypothesis', incident.hypothesis === null ? [] : [`  ${printable(incident.hypothesis)}`]),
    section(
      'Clocks',
      isOver(incident) ? [] : incident.clocks.map((clock) => clockLine(incident, clock, now)),
    ),
    section(
      'Seen when it began',
      evidence.slice(0, 1).flatMap(({ probes }) => describeEvidence(probes).map((line) => `  ${line}`)),
    ),
    section(
      'Follow-ups',
      incident.followUps.map(
        ({ number, text, owner, due, doneAt }) =>
          `  ${doneAt === null ? ' ' : 'x'} ${number}. ${printable(text)}${owner === null ? '' : ` (${printable(owner)})`}${
            due === null ? '' : `, due ${printable(due)}`
          }`,
      ),
    ),
    section('Timeline', timeline.map(entryLine)),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

export function renderIncidentChanged(incident: Incident): string {
  const [next] = nextSteps(incident)
  const then = next === undefined ? '' : ` Next: ${next.command} (${next.about}).`
  return `Incident ${incident.id} is ${incident.state} (${incident.severity}).${then}\n`
}

export function renderRecoveryTimes({ windows }: RecoveryTimes): string {
  const seconds = (value: number | null) => (value === null ? '-' : ago(0, value * 1000))
  const lines = windows.flatMap(
    ({ days, incidents, onsetToAck, onsetToMitigated, onsetToResolved, betweenFailures }) => [
      `last ${days} days: ${incidents} incidents`,
      ...(
        [
          ['until acknowledged', onsetToAck],
          ['until mitigated', onsetToMitigated],
          ['until resolved', onsetToResolved],
        ] as const
      ).map(([name, { mean, p90 }]) => `  ${name.padEnd(20)} mean ${seconds(mean)}, p90 ${seconds(p90)}`),
      `  between failures     P1 ${seconds(betweenFailures.P1)}, P2 ${seconds(betweenFailures.P2)}`,
    ],
  )
  return `${lines.join('\n')}\n`
}

export function renderAudit(entries: readonly JournalEntry[]): string {
  if (entries.length === 0) return 'The journal is empty.\n'
  return `${entries
    .map((entry) => `${String(entry.sequence).padStart(6)} ${entryLine(entry).trim()}`)
    .join('\n')}\n`
}

export function renderVerdict({ checked, place, broken }: ChainVerdict): string {
  if (broken === null && checked === 0) return 'The journal holds: it is empty.\n'
  if (broken === null)
    return `The journal holds: ${checked} entries, the last is ${place.sequence} with hash ${place.hash}.\n`
  return [
    `The journal is broken at entry ${broken.sequence}: ${printable(broken.reason)}`,
    `It holds up to entry ${place.sequence}. Somebody has changed it in the database; see docs/incidents.md.`,
    '',
  ].join('\n')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines]
}

function clockLine({ severity }: Incident, clock: Incident['clocks'][number], now: number): string {
  const about = phaseClock(severity, clock.name)?.about ?? clock.name
  const { dueAt, metAt, breachedAt } = clock
  const standing =
    metAt !== null
      ? 'met'
      : breachedAt !== null || dueAt < now
        ? `late for ${ago(dueAt, now)}`
        : `in ${ago(now, dueAt)}`
  return `  ${standing.padEnd(14)} ${about}`
}

function entryLine(entry: JournalEntry): string {
  return `  ${timeText(entry.at)}  ${printable(entry.actor.name)}: ${describeEntry(entry)}`
}

function timeText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
