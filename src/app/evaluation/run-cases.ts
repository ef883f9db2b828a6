/** Reviews case after case, so that times are those of one review alone, and keeps each result as soon as it is there. */
import { createHash } from 'node:crypto'
import { tokensOf } from '../../domain/agents/model-usage.ts'
import type { LikenessKind, ReportedFinding, Spent } from '../../domain/evaluation/evaluated-case.ts'
import { likenessByPlace } from '../../domain/evaluation/likeness-by-place.ts'
import { likenessByWords } from '../../domain/evaluation/likeness-by-words.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { ReviewReport } from '../../domain/review/report.ts'
import { addSpent } from './case-answers.ts'
import type { EvaluationCase } from './evaluation-case.ts'
import type { EvaluationRun, RunCase } from './evaluation-run.ts'
import type { Judged } from './judge-likeness.ts'
import type { OpenedCase } from './open-case-repository.ts'

export interface CaseRunner {
  open(
    one: EvaluationCase,
    signal: AbortSignal,
  ): Promise<Outcome<OpenedCase & { close(): Promise<void> }, string>>
  review(one: EvaluationCase, opened: OpenedCase, signal: AbortSignal): Promise<Outcome<CaseReview, string>>
  /** The case is kept: nothing is needed any more to go on with it. */
  forget(one: EvaluationCase): Promise<void>
  /** Null: no model judges. */
  readonly judge:
    | ((
        one: EvaluationCase,
        findings: readonly ReportedFinding[],
        signal: AbortSignal,
      ) => Promise<Outcome<Judged, string>>)
    | null
  /** All besides the case that a review comes from: program, models, prompts. */
  readonly reviewedBy: unknown
  readonly judgedBy: unknown
  readonly linesMax: number
}

export interface CaseReview {
  readonly report: ReviewReport
  /** What answers of earlier tries had taken. */
  readonly recalled: Spent
}

export interface CaseProgress {
  readonly done: number
  readonly total: number
  readonly id: string
  readonly outcome: Outcome<{ readonly result: RunCase; readonly isKept: boolean }, string>
}

/** @param before a run to go on with @param keep called after each case */
export async function runCases(
  cases: readonly EvaluationCase[],
  before: EvaluationRun,
  runner: CaseRunner,
  keep: (run: EvaluationRun, progress: CaseProgress) => Promise<void>,
  signal: AbortSignal,
): Promise<EvaluationRun> {
  const known = new Map(before.cases.map((one) => [one.id, one]))
  let run: EvaluationRun = { ...before, cases: [], failed: [] }
  for (const [at, one] of cases.entries()) {
    if (signal.aborted) return withRest(run, known)
    const kept = known.get(one.id) ?? null
    const outcome = await runCase(one, kept, runner, signal)
    if (signal.aborted && !outcome.ok) return withRest(run, known)
    known.delete(one.id)
    run = outcome.ok
      ? { ...run, cases: [...run.cases, outcome.value.result] }
      : {
          ...run,
          cases: kept === null ? run.cases : [...run.cases, { ...kept, likenessKey: null }],
          failed: [...run.failed, { id: one.id, message: outcome.failure }],
        }
    await keep(withRest(run, known), { done: at + 1, total: cases.length, id: one.id, outcome })
    if (outcome.ok) await runner.forget(one)
  }
  return run
}

/** Cases of the earlier run that were not reached yet are not lost when this one is ended. */
function withRest(run: EvaluationRun, known: ReadonlyMap<string, RunCase>): EvaluationRun {
  return { ...run, cases: [...run.cases, ...known.values()] }
}

async function runCase(
  one: EvaluationCase,
  kept: RunCase | null,
  runner: CaseRunner,
  signal: AbortSignal,
): Promise<CaseProgress['outcome']> {
  const opened = await runner.open(one, signal)
  if (!opened.ok) return opened
  try {
    const { base, head } = opened.value
    const reviewKey = keyOf([base, head, one.title, one.description, runner.reviewedBy])
    const isReviewed = kept?.reviewKey === reviewKey
    const reviewed = isReviewed
      ? succeed(kept)
      : await reviewCase(one, opened.value, reviewKey, runner, signal)
    if (!reviewed.ok) return reviewed
    const likenessKey = keyOf([reviewed.value.findings, one.expected, runner.judgedBy, runner.linesMax])
    if (isReviewed && kept.likenessKey === likenessKey) return succeed({ result: kept, isKept: true })
    const likeness = await likenessOf(one, reviewed.value.findings, runner, signal)
    if (!likeness.ok) return likeness
    const result = { ...reviewed.value, expected: [...one.expected], likenessKey, ...likeness.value }
    return succeed({ result, isKept: isReviewed })
  } finally {
    await opened.value.close()
  }
}

async function reviewCase(
  one: EvaluationCase,
  opened: OpenedCase,
  reviewKey: string,
  runner: CaseRunner,
  signal: AbortSignal,
): Promise<Outcome<RunCase, string>> {
  const reviewed = await runner.review(one, opened, signal)
  if (!reviewed.ok) return reviewed
  const { stats, agents, findings } = reviewed.value.report
  // Half a review would count as a bad one.
  if (agents?.stopped) return fail(`The agents did not finish: ${agents.stopped.message}`)
  const { tokens, microDollars } = addSpent(spentBy(agents), reviewed.value.recalled)
  return succeed({
    id: one.id,
    reviewKey,
    likenessKey: null,
    expected: [...one.expected],
    findings: findings.filter(isPublished).map(reported),
    likeness: { kind: 'place', pairs: [] },
    changedLines: stats.added + stats.removed,
    durationMs: Math.round(stats.durationMs),
    tokens,
    microDollars,
    judging: null,
  })
}

function spentBy(agents: ReviewReport['agents']): Spent {
  if (agents === undefined) return { tokens: 0, microDollars: 0 }
  return { tokens: tokensOf(agents.usage.tokens), microDollars: agents.usage.costMicroDollars }
}

function isPublished({ shown, suppressed }: ReviewReport['findings'][number]): boolean {
  return shown && (suppressed === null || suppressed.addedHere)
}

function reported(finding: ReviewReport['findings'][number], at: number): ReportedFinding {
  const { path, line, endLine, side, severity, source, rule, message } = finding
  return { id: `f${at + 1}`, path, line, endLine, side, severity, source, rule, message }
}

/** A judge where there is one; else lines; and words where a defect has no line. */
async function likenessOf(
  one: EvaluationCase,
  findings: readonly ReportedFinding[],
  { judge, linesMax }: CaseRunner,
  signal: AbortSignal,
): Promise<Outcome<Pick<RunCase, 'likeness' | 'judging'>, string>> {
  if (judge !== null) {
    const judged = await judge(one, findings, signal)
    if (!judged.ok) return fail(`The judge gave no answer: ${judged.failure}`)
    const { pairs, judging } = judged.value
    return succeed({ likeness: { kind: 'judge', pairs: [...pairs] }, judging })
  }
  const placed = one.expected.filter(({ line }) => line !== null)
  const wordy = one.expected.filter(({ line }) => line === null)
  const pairs = [...likenessByPlace(findings, placed, linesMax), ...likenessByWords(findings, wordy)]
  const kind: LikenessKind = wordy.length > 0 ? 'words' : 'place'
  return succeed({ likeness: { kind, pairs }, judging: null })
}

function keyOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
}
