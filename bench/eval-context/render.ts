/** Tables for people. */
import type { Evaluated, Share } from './evaluate-case.ts'

export interface Naive {
  readonly caseId: string
  /** Of all changed files as they are at the head. */
  readonly tokens: number
  readonly changed: number
}

export function renderBudgets(rows: readonly Evaluated[], naive: readonly Naive[]): string {
  const budgets = [...new Set(rows.map(({ budget }) => budget))]
  const changed = naive.reduce((sum, one) => sum + one.changed, 0)
  const whole = naive.reduce((sum, one) => sum + one.tokens, 0)
  const body = budgets.map((budget) => {
    const those = rows.filter((row) => row.budget === budget)
    const defects = those.flatMap(({ defect }) => defect ?? [])
    const enclosed = defects.filter(({ enclosing }) => enclosing !== null)
    return [
      `${budget / 1_000}k`,
      percent(sum(those.map(({ changedLines }) => changedLines))),
      count(defects, ({ line }) => line),
      count(enclosed, ({ enclosing }) => enclosing === true),
      percent(sum(defects.map(({ enclosingLines }) => enclosingLines))),
      share(sum(defects.map(({ called }) => called))),
      share(sum(defects.map(({ callers }) => callers))),
      (those.reduce((all, { tokens }) => all + tokens, 0) / changed).toFixed(1),
      `${Math.max(...those.map(({ parts }) => parts))}`,
      `${Math.round(
        quantile(
          those.map(({ durationMs }) => durationMs),
          0.95,
        ),
      )}`,
    ]
  })
  const head = [
    'budget',
    'changed lines',
    'defect lines',
    'definition',
    'its lines',
    'called',
    'callers',
    'tokens/line',
    'parts max',
    'ms p95',
  ]
  return `${table(head, body)}\nWhole changed files, the naive way: ${(whole / changed).toFixed(1)} tokens per changed line.\n`
}

export function renderCases(rows: readonly Evaluated[], naive: readonly Naive[]): string {
  const budgets = [...new Set(rows.map(({ budget }) => budget))]
  const body = naive.map(({ caseId, tokens, changed }) => [
    caseId,
    `${changed}`,
    (tokens / changed).toFixed(1),
    ...budgets.map((budget) => {
      const row = rows.find((one) => one.caseId === caseId && one.budget === budget)
      if (row === undefined) return '-'
      const defect = row.defect === null ? '' : row.defect.line ? ' +' : ' MISSED'
      return `${(row.tokens / changed).toFixed(1)} in ${row.parts}, ${percent(row.changedLines)}${defect}`
    }),
  ])
  return `${table(['case', 'changed', 'naive', ...budgets.map((budget) => `${budget / 1_000}k`)], body)}\nTokens per changed line, parts, changed lines held; + means that the known defect's line is held.\n`
}

function sum(shares: readonly Share[]): Share {
  return shares.reduce((all, one) => ({ held: all.held + one.held, of: all.of + one.of }), { held: 0, of: 0 })
}

function count<Item>(items: readonly Item[], has: (item: Item) => boolean): string {
  return share({ held: items.filter(has).length, of: items.length })
}

function share({ held, of }: Share): string {
  return of === 0 ? '-' : `${held}/${of}`
}

function percent({ held, of }: Share): string {
  return of === 0 ? '-' : `${((100 * held) / of).toFixed(held === of ? 0 : 1)} %`
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(title.length, ...body.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => cell[at === 0 ? 'padEnd' : 'padStart'](widths[at] ?? 0)).join('  ')
  return [line(head), ...body.map(line)].join('\n')
}
