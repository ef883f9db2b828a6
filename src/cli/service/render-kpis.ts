/** What `autogen-bot kpi` says. */
import type { KpiLine, KpiStatus } from '../../app/service/operate/kpi.ts'
import { printable } from '../../domain/text/printable.ts'

const verdicts: Readonly<Record<KpiLine['verdict'], string>> = {
  met: 'met',
  missed: 'MISSED',
  'no-target': '-',
  'no-data': 'no data',
}
/** Of the parts of one indicator. */
const partsShown = 6

export function renderKpis({ from, to, observedFrom, kpis }: KpiStatus, window: string): string {
  const rows = [['indicator', 'value', 'target', 'verdict'], ...kpis.flatMap(rowsOf)]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const silent = kpis.filter(({ verdict }) => verdict === 'no-data')
  const why = silent.map(({ title, text }) => `${title}: ${text}`)
  const missed = kpis.filter(({ verdict }) => verdict === 'missed').length
  const judged = kpis.filter(({ verdict }) => verdict === 'met' || verdict === 'missed').length
  return [
    `${window} until ${timeOf(to)}${observedFrom !== null && observedFrom > from ? `, recorded since ${timeOf(observedFrom)}` : ''}`,
    '',
    ...table,
    '',
    missed === 0
      ? `All ${judged} targets that can be judged are met.`
      : `${missed} of ${judged} targets are missed.`,
    ...(why.length === 0 ? [] : ['', 'Without a value:', ...why.map((line) => `  ${line}`)]),
    '',
  ].join('\n')
}

function rowsOf({ title, text, target, verdict, parts }: KpiLine): readonly (readonly string[])[] {
  const own = [title, verdict === 'no-data' ? '' : text, target ?? '', verdicts[verdict]]
  if (parts.length < 2 && parts.every(({ labels }) => Object.keys(labels).length < 2)) return [own]
  const shown = parts
    .slice(0, partsShown)
    .map((part) => [`  ${printable(Object.values(part.labels).join(' '))}`, part.text])
  const rest = parts.length > partsShown ? [[`  and ${parts.length - partsShown} more`]] : []
  return [own, ...shown, ...rest]
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
