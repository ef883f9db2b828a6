/** An entry of the journal as a sentence for the timeline. Entries of other parts are shown by their name and facts. */
import type { JournalEntry } from '../journal/journal-entry.ts'
import { printable } from '../text/printable.ts'

type Detail = Readonly<Record<string, unknown>>

const sentences: Readonly<Record<string, (detail: Detail) => string>> = {
  'incident.opened': ({ severity, title }) => `opened as ${severity}: ${title}`,
  'incident.alert-joined': ({ alert, severity }) => `${alert} (${severity}) joined`,
  'incident.alert-ended': ({ alert }) => `${alert} ended`,
  'incident.alert-returned': ({ alert, firings, isFlapping }) =>
    `${alert} came back (${firings} times now${isFlapping === true ? '; it flaps' : ''})`,
  'incident.acknowledged': () => 'acknowledged',
  'incident.assessed': ({ impact, plan }) => `assessed. Impact: ${impact} Plan: ${plan}`,
  'incident.investigating': () => 'investigates',
  'incident.hypothesis': ({ text }) => `hypothesis: ${text}`,
  'incident.mitigation': ({ action, undo }) =>
    `mitigation: ${action}${typeof undo === 'string' ? ` (undo: ${undo})` : ''}`,
  'incident.monitoring': () => 'mitigated; watches',
  'incident.resolved': ({ how, text, reason, checks }) => {
    if (how === 'by itself') return `resolved by itself. ${text}`
    if (how === 'despite') return `resolved without verification: ${reason}`
    const missed = Array.isArray(checks) ? checks.flatMap(missedWords) : []
    return `resolved; the verification held${missed.length > 0 ? `, without ${missed.join(', ')}` : ''}`
  },
  'incident.reopened': ({ reason }) => `reopened: ${reason}`,
  'incident.severity': ({ from, to, reason }) => `severity ${from} to ${to}: ${reason}`,
  'incident.note': ({ text }) => `note: ${text}`,
  'incident.status': ({ text }) => `status: ${text}`,
  'incident.called': ({ level, why, times }) =>
    `called level ${level}${why === 'unanswered' ? ` again (${times} times now)` : ''}${
      why === 'unresolved' ? ', because it lasts' : ''
    }`,
  'incident.engaged': ({ level, reason }) => `called level ${level}: ${reason}`,
  'incident.assigned': ({ person }) => `${person} works on it`,
  'incident.follow-up': ({ number, text }) => `follow-up ${number}: ${text}`,
  'incident.follow-up-done': ({ number }) => `follow-up ${number} is done`,
  'incident.reviewed': ({ cause }) => `reviewed. Cause: ${cause}`,
  'incident.clock-breached': ({ clock, lines }) =>
    `time ran out: ${clock}${Array.isArray(lines) ? ` (${lines.join(', ')})` : ''}`,
  'incident.evidence': ({ probes, digest }) =>
    `evidence: ${Array.isArray(probes) ? probes.map(probeWords).join(', ') : ''} (sha256 ${String(digest).slice(0, 12)})`,
  'runbook.ran': ({ page, step, about, verdict, reason }) =>
    `ran ${page}/${step} (${about}): ${verdict}${typeof reason === 'string' ? `. ${reason}` : ''}`,
  'runbook.diagnosed': ({ page, steps }) => `ran ${steps} looks of the page ${page}`,
}

const charactersMax = 1_000

export function describeEntry({ action, subject, detail }: JournalEntry): string {
  const sentence = sentences[action]?.(detail) ?? otherWords(action, subject, detail)
  const text = printable(sentence)
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1)}…`
}

function otherWords(action: string, subject: string, detail: Detail): string {
  const why = detail.reason ?? detail.note ?? detail.message
  return `${action} ${subject}${typeof why === 'string' ? `: ${why}` : ''}`
}

function probeWords(probe: unknown): string {
  if (typeof probe !== 'object' || probe === null || !('name' in probe) || !('result' in probe)) return ''
  return probe.result === 'answered' ? String(probe.name) : `${probe.name} (${probe.result})`
}

/** A check that could not be looked at. */
function missedWords(check: unknown): readonly string[] {
  if (typeof check !== 'object' || check === null || !('name' in check) || !('holds' in check)) return []
  return check.holds === null ? [String(check.name)] : []
}
