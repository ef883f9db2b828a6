/** What `autogen-bot cost` says. */
import type { CostReport, CostRow } from '../../app/service/operate/cost.ts'
import { dollars } from '../../domain/agents/dollars.ts'
import { printable } from '../../domain/text/printable.ts'
import { escapeMarkdown } from '../render/escape-markdown.ts'

const columns = ['calls', 'input', 'cached', 'output', 'dollars'] as const

export function renderCost(report: CostReport, since: string): string {
  const rows = [[report.by, ...columns], ...report.rows.map(cellsOf), totalCells(report)].map((row) =>
    row.map((cell) => printable(cell)),
  )
  const widths = [report.by, ...columns].map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const table = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  return [title(report, since), '', ...table, '', ...notes(report), ''].join('\n')
}

export function renderCostMarkdown(report: CostReport, since: string): string {
  const rows = [...report.rows.map(cellsOf), totalCells(report)].map(
    (row) => `| ${row.map(escapeMarkdown).join(' | ')} |`,
  )
  return [
    `## ${escapeMarkdown(title(report, since))}`,
    '',
    `| ${[report.by, ...columns].join(' | ')} |`,
    `|---|${columns.map(() => '---:|').join('')}`,
    ...rows,
    '',
    ...notes(report),
    '',
  ].join('\n')
}

function title({ repository, to }: CostReport, since: string): string {
  const where = repository === null ? '' : ` for ${repository}`
  return `Language models${where}, ${since} until ${new Date(to).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function cellsOf(row: CostRow): readonly string[] {
  const { calls, tokens, unpriced, estimated } = row
  const cost = `${estimated > 0 ? '~' : ''}${money(row.dollars)}`
  return [
    row.key,
    ...[calls, tokens.input, tokens.cacheRead, tokens.output].map(figure),
    unpriced > 0 ? `${cost} + ?` : cost,
  ]
}

function totalCells({ total }: CostReport): readonly string[] {
  return cellsOf({ key: 'all', ...total })
}

function notes({ total, underWay, isCut, day, rows }: CostReport): readonly string[] {
  return [
    ...(total.calls === 0 ? ['No language model was asked in this time.'] : []),
    ...(isCut ? [`The ${rows.length} dearest are shown.`] : []),
    ...(total.unpriced > 0
      ? [`Calls of models without a known price: ${figure(total.unpriced)}. Give it in models.prices.`]
      : []),
    ...(total.estimated > 0
      ? [
          `Calls whose tokens nobody told, so that they are our own count: ${figure(total.estimated)}, marked ~.${lostWords(total)}`,
        ]
      : []),
    ...(underWay.calls > 0
      ? [
          `Calls that are under way, or that a process had under way when it died: ${figure(underWay.calls)}. They are not in the table; budgets count the most that they may take, ${figure(underWay.tokens)} tokens and ${money(underWay.dollars)}.`,
        ]
      : []),
    day.share === null
      ? 'The budget of a day has no limit.'
      : `In the last 24 hours ${(day.share * 100).toFixed(1)} % of the budget of a day was used: ${limits(day)}.`,
  ]
}

function lostWords({ lost }: CostReport['total']): string {
  return lost === 0
    ? ''
    : ` ${figure(lost)} of them died with their process: what they asked is counted, what was answered is not known.`
}

function limits({ tokens, tokensMax, dollars: used, dollarsMax }: CostReport['day']): string {
  return [
    ...(tokensMax === null ? [] : [`${figure(tokens)} of ${figure(tokensMax)} tokens`]),
    ...(dollarsMax === null ? [] : [`${money(used)} of ${money(dollarsMax)}`]),
  ].join(', ')
}

function figure(value: number): string {
  return value.toLocaleString('en-US')
}

function money(amount: number): string {
  return dollars(amount * 1_000_000)
}
