/** The post-incident report (R44), Markdown, made from the timeline: nobody has to remember anything. */
import { describeEntry } from '../../domain/incident/describe-entry.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { phaseClock } from '../../domain/incident/phase-clocks.ts'
import type { JournalEntry } from '../../domain/journal/journal-entry.ts'
import { escapeMarkdown } from '../../domain/markdown/escape-markdown.ts'
import { printable } from '../../domain/text/printable.ts'
import type { EvidenceBundle } from '../../ports/store/incidents.ts'

/** One figure of what users felt. */
export interface Impact {
  readonly name: string
  /** As it was while the incident lasted. */
  readonly during: string
  readonly target: string | null
}

export interface ReportFacts {
  readonly incident: Incident
  readonly timeline: readonly JournalEntry[]
  readonly evidence: readonly EvidenceBundle[]
  /** Null: the series are not there any more, or cannot be read. */
  readonly impact: readonly Impact[] | null
  readonly writtenAt: number
}

export function renderReport({ incident, timeline, evidence, impact, writtenAt }: ReportFacts): string {
  const { id, severity, title, state } = incident
  const sections = [
    `# Incident ${id} (${severity}): ${words(title)}`,
    `State ${state}. Written ${timeText(writtenAt)}.`,
    section('Impact', impactLines(incident, impact)),
    section('Times', timeLines(incident)),
    section('Cause', [words(incident.cause ?? incident.hypothesis ?? 'Not written down.')]),
    section('Alerts', alertLines(incident)),
    section('Actions', actionLines(incident, timeline)),
    section('Clocks that ran out', breachLines(incident)),
    section('Evidence', evidence.map(evidenceLine)),
    section('Follow-ups', followUpLines(incident)),
    section(
      'Timeline',
      timeline.map((entry) => {
        const by = entry.actor.via === 'itself' ? '' : ` **${words(entry.actor.name)}**`
        return `- ${timeText(entry.at)}${by} ${words(describeEntry(entry))}`
      }),
    ),
  ]
  return `${sections.join('\n\n')}\n`
}

function section(title: string, lines: readonly string[]): string {
  return `## ${title}\n\n${lines.length > 0 ? lines.join('\n') : 'None.'}`
}

function impactLines(
  { assessment, onsetAt, mitigatedAt }: Incident,
  impact: readonly Impact[] | null,
): readonly string[] {
  const lasted =
    mitigatedAt === null
      ? `Since ${timeText(onsetAt)}, not over.`
      : `For ${durationText(mitigatedAt - onsetAt)}, from ${timeText(onsetAt)} to ${timeText(mitigatedAt)}.`
  const figures =
    impact === null
      ? ['The figures of that time could not be read.']
      : impact.length === 0
        ? []
        : [
            '',
            '| what | while it lasted | target |',
            '|---|---|---|',
            ...impact.map(
              ({ name, during, target }) => `| ${words(name)} | ${words(during)} | ${words(target ?? '')} |`,
            ),
          ]
  const assessed = assessment === null ? [] : ['', `As people saw it: ${words(assessment.impact)}`]
  return [lasted, ...assessed, ...figures]
}

function timeLines(incident: Incident): readonly string[] {
  const { onsetAt, openedAt, ackedAt, ackedBy, investigatingAt, mitigatingAt, mitigatedAt, resolvedAt } =
    incident
  const rows: readonly (readonly [string, number | null])[] = [
    ['began', onsetAt],
    ['opened', openedAt],
    [ackedBy === null ? 'acknowledged' : `acknowledged by ${ackedBy}`, ackedAt],
    ['investigation', investigatingAt],
    ['first mitigation', mitigatingAt],
    ['mitigated', mitigatedAt],
    ['resolved', resolvedAt],
    ['reviewed', incident.reviewedAt],
  ]
  const reopened = incident.reopenings > 0 ? ['', `Reopened ${incident.reopenings} times.`] : []
  return [
    '| step | when | after it began |',
    '|---|---|---|',
    ...rows.map(([name, at]) =>
      at === null
        ? `| ${words(name)} | - | - |`
        : `| ${words(name)} | ${timeText(at)} | ${durationText(at - onsetAt)} |`,
    ),
    ...reopened,
  ]
}

function alertLines({ alerts }: Incident): readonly string[] {
  return alerts.map(({ alert, severity, summary, activeAt, resolvedAt, firings }) => {
    const times = firings > 1 ? `, ${firings} times` : ''
    const end = resolvedAt === null ? 'still firing' : `ended ${timeText(resolvedAt)}`
    return `- ${words(alert)} (${severity}${times}), from ${timeText(activeAt)}, ${end}: ${words(summary)}`
  })
}

/** What was done and how it is taken back, whichever part of the service was asked. */
function actionLines({ mitigations }: Incident, timeline: readonly JournalEntry[]): readonly string[] {
  const own = mitigations.map(({ at, by, action, undo }) => ({ at, by, action, undo }))
  const others = timeline.filter(isAction).map((entry) => ({
    at: entry.at,
    by: entry.actor.name,
    action: describeEntry(entry),
    undo: undoOf(entry),
  }))
  return [...own, ...others]
    .sort((one, other) => one.at - other.at)
    .map(({ at, by, action, undo }) => {
      const back = undo === null ? '' : ` (undo: ${words(undo)})`
      return `- ${timeText(at)} ${words(by)}: ${words(action)}${back}`
    })
}

function isAction({ action, detail }: JournalEntry): boolean {
  if (action === 'runbook.ran') return detail.kind !== 'read'
  return action.startsWith('mitigation.') && !action.endsWith('.done')
}

function undoOf({ detail }: JournalEntry): string | null {
  if (detail.undo === undefined || detail.undo === null) return null
  return typeof detail.undo === 'string' ? detail.undo : JSON.stringify(detail.undo)
}

function breachLines({ severity, clocks }: Incident): readonly string[] {
  return clocks
    .filter(({ breachedAt }) => breachedAt !== null)
    .map(({ name, dueAt, metAt }) => {
      const clock = phaseClock(severity, name)
      const late = metAt === null ? 'never met' : `met ${durationText(metAt - dueAt)} late`
      return `- ${name} (${clock?.lines.join(', ') ?? 'of another severity'}), due ${timeText(dueAt)}, ${late}`
    })
}

function evidenceLine({ collectedAt, digest, probes }: EvidenceBundle): string {
  const said = probes.map(({ name, result }) => (result === 'answered' ? name : `${name} (${result})`))
  return `- ${timeText(collectedAt)}: ${said.join(', ')}; sha256 \`${digest}\``
}

function followUpLines({ followUps }: Incident): readonly string[] {
  return followUps.map(({ number, text, owner, due, doneAt }) => {
    const facts = [owner, due === null ? null : `due ${due}`].filter((fact) => fact !== null)
    const said = facts.length === 0 ? '' : ` (${words(facts.join(', '))})`
    return `- [${doneAt === null ? ' ' : 'x'}] ${number}. ${words(text)}${said}`
  })
}

function words(text: string): string {
  return escapeMarkdown(printable(text))
}

export function timeText(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace('T', ' ')
}

export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
