/** The figures of evaluations in words: one run, or two side by side. */
import { dollars } from '../../domain/agents/dollars.ts'
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
import { counted } from './summary-words.ts'

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
  dollarsPerChange: 'cost per change',
  secondsPerChange: 'time per change (seconds)',
  tokensPerChange: 'tokens per change',
}
const decimals: Readonly<Record<Exclude<MetricName, 'dollarsPerChange'>, number>> = {
  precision: 3,
  recall: 3,
  f1: 3,
  noise: 2,
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
    return json({
      ...{ models: run.models, scores, intervals, judge: judgingOf(run) },
      ...{ cases: counts, failed: run.failed },
    })
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
  const isLikeForLike = sameTerms(first, second)
  if (format === 'json') {
    const models = { first: first.models, second: second.models }
    return json({ models, isLikeForLike, cases: pairs.map(([{ id }]) => id), differences })
  }
  const rows = metricNames.map((name) => [labels[name], ...differenceCells(differences[name], name)])
  return paragraphs([
    heading('Comparison', format),
    `first:  ${modelsInWords(first)}\nsecond: ${modelsInWords(second)}`,
    table(['', 'first', 'second', 'difference', '95 % interval', ''], rows, format),
    `${pairs.length === 1 ? '1 change is' : `${pairs.length} changes are`} in both runs${pairs.length < fewCases ? ', which is few: the intervals are rough' : ''}.`,
    ...(isLikeForLike
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
    difference === null ? '-' : `${difference < 0 ? '-' : '+'}${number(Math.abs(difference), name)}`,
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
  const few = counts.length < fewCases ? ', which is few: the intervals are rough' : ''
  return [
    counts.length === 0
      ? 'Nothing was counted: no change has been reviewed to its end.'
      : `${counted(counts.length, 'change')}${few}. ` +
        'A finding counts once, and a defect is found once. What matches no known defect counts as noise, right or not.',
    ...(kinds.has('place') ? [`Matched by place: the same file, at most ${run.linesMax} lines apart.`] : []),
    ...(kinds.has('judge') ? [`Matched by meaning, by the judge.${judgeWords(run)}`] : []),
    ...(kinds.has('words')
      ? ['Matched by shared words where no line is known, which is weak: use --judge for figures to rely on.']
      : []),
    ...run.failed.map(({ id, message }) => `Not counted: ${printable(id)}: ${printable(message)}`),
  ]
}

/** Of all changes; null when no judge was asked, or what it took was not written down. */
function judgingOf({ cases }: ShownRun) {
  const judged = cases.flatMap(({ judging }) => (judging === null ? [] : [judging]))
  if (judged.length === 0) return null
  const isUnknown = judged.some(({ microDollars }) => microDollars === null)
  const microDollars = judged.reduce((sum, one) => sum + (one.microDollars ?? 0), 0)
  return {
    changes: judged.length,
    tokens: judged.reduce((sum, { tokens }) => sum + tokens, 0),
    dollars: isUnknown ? null : microDollars / 1_000_000,
  }
}

function judgeWords(run: ShownRun): string {
  const judging = judgingOf(run)
  if (judging === null) return ''
  const { changes, tokens, dollars: paid } = judging
  const cost = paid === null ? 'no price known' : dollars(paid * 1_000_000)
  return ` It took ${tokens.toLocaleString('en-US')} tokens for ${counted(changes, 'change')} (${cost}), which are in no figure above.`
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
  if (value === null) return '-'
  if (name !== 'dollarsPerChange') return value.toFixed(decimals[name])
  return value < 0 ? `-${dollars(-value * 1_000_000)}` : dollars(value * 1_000_000)
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
