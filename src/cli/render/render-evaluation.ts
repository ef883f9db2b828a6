/** The figures of evaluations in words: one run, or two side by side. */
import {
  compareRuns,
  type Difference,
  type Interval,
  intervalsOf,
} from '../../domain/evaluation/bootstrap.ts'
import type { EvaluatedCase } from '../../domain/evaluation/evaluated-case.ts'
import {
  type CaseCounts,
  countCase,
  type MetricName,
  metricNames,
  scoresOf,
} from '../../domain/evaluation/scores.ts'
import { printable } from '../../domain/text/printable.ts'

export interface ShownRun {
  readonly models: Readonly<Record<string, readonly string[]>>
  readonly linesMax: number
  readonly cases: readonly (EvaluatedCase & { readonly likenessKey: string | null })[]
  readonly failed: readonly { readonly id: string; readonly message: string }[]
}

export type EvaluationFormat = 'text' | 'json' | 'markdown'

const labels: Readonly<Record<MetricName, string>> = {
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  noise: 'noise per 100 changed lines',
  dollarsPerChange: 'cost per change (US dollars)',
  secondsPerChange: 'time per change (seconds)',
  tokensPerChange: 'tokens per change',
}
const decimals: Readonly<Record<MetricName, number>> = {
  precision: 3,
  recall: 3,
  f1: 3,
  noise: 2,
  dollarsPerChange: 4,
  secondsPerChange: 1,
  tokensPerChange: 0,
}
/** Intervals from fewer changes than this are told with a warning. */
const fewCases = 10

export function renderRun(run: ShownRun, format: EvaluationFormat): string {
  const counts = countedCases(run)
  const scores = scoresOf(counts)
  const intervals = intervalsOf(counts)
  if (format === 'json')
    return json({ models: run.models, scores, intervals, cases: counts, failed: run.failed })
  const rows = metricNames.map((name) => [
    labels[name],
    number(scores[name], name),
    range(intervals[name], name),
  ])
  const cases = [...counts]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((one) => [
      printable(one.id),
      String(one.truePositives),
      String(one.falsePositives),
      String(one.falseNegatives),
      String(one.duplicates),
      String(one.changedLines),
    ])
  const caseHead = ['case', 'found', 'noise', 'missed', 'said again', 'changed lines']
  return paragraphs([
    heading('Evaluation', format),
    modelsInWords(run),
    table(['', 'value', '95 % interval'], rows, format),
    table(caseHead, cases, format),
    ...notesOn(run, counts),
  ])
}

export function renderComparison(first: ShownRun, second: ShownRun, format: EvaluationFormat): string {
  const others = new Map(countedCases(second).map((one) => [one.id, one]))
  const pairs = countedCases(first).flatMap((one): [CaseCounts, CaseCounts][] => {
    const other = others.get(one.id)
    return other === undefined ? [] : [[one, other]]
  })
  const differences = compareRuns(pairs)
  if (format === 'json') return json({ cases: pairs.map(([{ id }]) => id), differences })
  const rows = metricNames.map((name) => [labels[name], ...differenceCells(differences[name], name)])
  return paragraphs([
    heading('Comparison', format),
    `first:  ${modelsInWords(first)}\nsecond: ${modelsInWords(second)}`,
    table(['', 'first', 'second', 'difference', '95 % interval', ''], rows, format),
    `${pairs.length} changes are in both runs${pairs.length < fewCases ? ', which is few: the intervals are rough' : ''}.`,
    ...(sameTerms(first, second)
      ? []
      : [
          'The two were not matched in the same way (lines, words or a judge), so their figures are no like for like.',
        ]),
  ])
}

function differenceCells(one: Difference, name: MetricName): readonly string[] {
  const { first, second, difference, interval, isSignificant } = one
  return [
    number(first, name),
    number(second, name),
    difference === null ? '-' : `${difference < 0 ? '' : '+'}${difference.toFixed(decimals[name])}`,
    range(interval, name),
    isSignificant ? 'differs' : '',
  ]
}

/** Cases whose pairs are not known yet count nowhere. */
function countedCases({ cases }: ShownRun): readonly CaseCounts[] {
  return cases.filter(({ likenessKey }) => likenessKey !== null).map(countCase)
}

function notesOn(run: ShownRun, counts: readonly CaseCounts[]): readonly string[] {
  const kinds = new Set(run.cases.map(({ likeness }) => likeness.kind))
  return [
    `${counts.length} changes${counts.length < fewCases ? ', which is few: the intervals are rough' : ''}. ` +
      'A finding counts once, and a defect is found once. What matches no known defect counts as noise, right or not.',
    ...(kinds.has('place') ? [`Matched by place: the same file, at most ${run.linesMax} lines apart.`] : []),
    ...(kinds.has('judge') ? ['Matched by meaning, by the judge.'] : []),
    ...(kinds.has('words')
      ? ['Matched by shared words where no line is known, which is weak: use --judge for figures to rely on.']
      : []),
    ...run.failed.map(({ id, message }) => `Not counted: ${printable(id)}: ${printable(message)}`),
  ]
}

function sameTerms(a: ShownRun, b: ShownRun): boolean {
  const terms = ({ cases, linesMax }: ShownRun) =>
    `${linesMax} ${[...new Set(cases.map(({ likeness }) => likeness.kind))].sort().join()}`
  return terms(a) === terms(b)
}

function modelsInWords({ models }: ShownRun): string {
  const roles = Object.entries(models).filter(([, names]) => names.length > 0)
  if (roles.length === 0) return 'Analysers only, no model.'
  return roles.map(([role, names]) => `${role}: ${printable(names.join(', '))}`).join('; ')
}

function number(value: number | null, name: MetricName): string {
  return value === null ? '-' : value.toFixed(decimals[name])
}

function range(interval: Interval | null, name: MetricName): string {
  return interval === null ? '-' : `${number(interval.low, name)} to ${number(interval.high, name)}`
}

function heading(text: string, format: EvaluationFormat): string {
  return format === 'markdown' ? `## ${text}` : text
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  format: EvaluationFormat,
): string {
  if (format === 'markdown') {
    const line = (cells: readonly string[]) =>
      `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
    return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
  }
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [head, ...rows].map(line).join('\n')
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
