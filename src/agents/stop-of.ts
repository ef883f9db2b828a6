/** From calls that gave nothing to the one sentence that a reader gets about it. */
import type { AgentsStop } from '../domain/agents/agents-report.ts'
import type { CallFailure } from './calls/calls.ts'

export interface StopFacts {
  /** Of all parts, in their order. */
  readonly failures: readonly CallFailure[]
  /** Parts whose argument came to its end. */
  readonly finished: number
  readonly parts: number
  /** Something was argued about before and is told again. */
  readonly isRecalled: boolean
  /** What people switched meanwhile. */
  readonly switched: AgentsStop | null
  /** That the review had; null when it is not used up. */
  readonly timeMs: number | null
}

/** Null when every part was argued to its end: that one of the two fell silent on the way is said in notes. */
export function stopOf({
  failures,
  finished,
  parts,
  isRecalled,
  switched,
  timeMs,
}: StopFacts): AgentsStop | null {
  if (finished === parts) return null
  const isPartial = finished > 0 || isRecalled
  const budget = failures.find(({ kind }) => kind === 'budget')
  if (budget?.kind === 'budget') return { kind: 'budget', message: budget.message, isPartial }
  if (switched !== null) return { ...switched, isPartial }
  if (timeMs !== null) return outOfTime(timeMs, isPartial)
  const failed = failures.find(({ kind }) => kind === 'no-answer')
  const message = failed?.kind === 'no-answer' ? failed.message : 'The models gave no answer.'
  return { kind: 'model-failed', message, isPartial }
}

export function outOfTime(timeMs: number, isPartial: boolean): AgentsStop {
  const message = `The agents had ${Math.round(timeMs / 1_000)} seconds and were not done.`
  return { kind: 'out-of-time', message, isPartial }
}
