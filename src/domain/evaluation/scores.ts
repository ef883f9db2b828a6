/** The figures of an evaluation: counted over all cases together (micro-averaged), so large changes weigh more. */
import type { EvaluatedCase } from './evaluated-case.ts'
import { matchFindings } from './match-findings.ts'

export interface CaseCounts {
  readonly id: string
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  /** Of the false positives: they are alike to a defect that another finding was matched with. */
  readonly duplicates: number
  readonly changedLines: number
  readonly durationMs: number
  readonly tokens: number
  readonly microDollars: number | null
}

export function countCase({ id, expected, findings, likeness, ...costs }: EvaluatedCase): CaseCounts {
  const matches = matchFindings(likeness.pairs)
  const matched = new Set(matches.map(({ finding }) => finding))
  const found = new Set(matches.map(({ defect }) => defect))
  const again = likeness.pairs.filter(({ finding, defect }) => !matched.has(finding) && found.has(defect))
  return {
    id,
    truePositives: matches.length,
    falsePositives: findings.length - matches.length,
    falseNegatives: expected.length - matches.length,
    duplicates: new Set(again.map(({ finding }) => finding)).size,
    changedLines: costs.changedLines,
    durationMs: costs.durationMs,
    tokens: costs.tokens,
    microDollars: costs.microDollars,
  }
}

/** A figure is null where nothing was there to be counted. */
export const metrics = {
  precision: (cases) =>
    ratio(sum(cases, 'truePositives'), sum(cases, 'truePositives') + sum(cases, 'falsePositives')),
  recall: (cases) =>
    ratio(sum(cases, 'truePositives'), sum(cases, 'truePositives') + sum(cases, 'falseNegatives')),
  f1: (cases) => {
    const wrong = sum(cases, 'falsePositives') + sum(cases, 'falseNegatives')
    return ratio(2 * sum(cases, 'truePositives'), 2 * sum(cases, 'truePositives') + wrong)
  },
  /** False positives for 100 changed lines. */
  noise: (cases) => ratio(100 * sum(cases, 'falsePositives'), sum(cases, 'changedLines')),
  dollarsPerChange: (cases) =>
    cases.some(({ microDollars }) => microDollars === null)
      ? null
      : ratio(
          cases.reduce((total, { microDollars }) => total + (microDollars ?? 0), 0) / 1_000_000,
          cases.length,
        ),
  secondsPerChange: (cases) => ratio(sum(cases, 'durationMs') / 1_000, cases.length),
  tokensPerChange: (cases) => ratio(sum(cases, 'tokens'), cases.length),
} as const satisfies Readonly<Record<string, Metric>>

export type MetricName = keyof typeof metrics
export const metricNames = Object.keys(metrics) as readonly MetricName[]
type Metric = (cases: readonly CaseCounts[]) => number | null

export type Scores = Readonly<Record<MetricName, number | null>>

export function scoresOf(cases: readonly CaseCounts[]): Scores {
  return Object.fromEntries(metricNames.map((name) => [name, metrics[name](cases)])) as Scores
}

type Counted = Exclude<keyof CaseCounts, 'id' | 'microDollars'>

function sum(cases: readonly CaseCounts[], key: Counted): number {
  return cases.reduce((total, one) => total + one[key], 0)
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
