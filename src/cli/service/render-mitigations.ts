/** What `autogen-bot mitigate` says: pure functions from facts to text. */
import type { ListedMitigations, MitigationResult } from '../../app/service/operate/mitigations.ts'
import { marksOf } from '../../domain/operations/switches.ts'
import { printable } from '../../domain/text/printable.ts'
import { ago } from './render-queue.ts'

export function renderMitigations({ switches, causes, entries }: ListedMitigations, now: number): string {
  const marks = marksOf(switches)
  const rows = marks.map((mark) => {
    const cause = causes[mark]
    const value = valueWords(mark, switches, now)
    const who =
      cause === undefined
        ? ''
        : `  ${cause.by}, ${ago(cause.at, now)} ago${cause.incident === null ? '' : `, incident ${cause.incident}`}: ${cause.reason}   undo ${cause.entry}`
    return printable(`${mark.padEnd(28)} ${value.padEnd(18)}${who}`)
  })
  const done = entries.map((entry) =>
    printable(
      `${String(entry.sequence).padStart(8)}  ${ago(entry.at, now).padStart(7)} ago  ${entry.actor.name.padEnd(12)} ${entry.action.replace('mitigation.', '').padEnd(20)} ${entry.subject}`,
    ),
  )
  const lines = [
    marks.length === 0 ? 'Everything is as configured.' : 'Switched:',
    ...rows,
    ...(done.length === 0 ? [] : ['', 'Done lately:', ...done]),
  ]
  return `${lines.join('\n')}\n`
}

function valueWords(mark: string, switches: ListedMitigations['switches'], now: number): string {
  if (mark === 'intake') return 'PAUSED'
  if (mark === 'concurrency') return `${switches.concurrency} at a time`
  if (mark === 'log-level' && switches.logLevel !== null)
    return `${switches.logLevel.level}, ${ago(now, switches.logLevel.until)} more`
  if (mark === 'analysers-only') return 'on'
  return mark.startsWith('lane/') ? 'shed' : 'paused'
}

export function renderMitigationDone({ entry, undo, note }: MitigationResult): string {
  const back = undo === null || entry === null ? '' : ` Undo it with "autogen-bot mitigate undo ${entry}".`
  return `${printable(note)}${back}\n`
}
