/**
 * How grave a claim may be called. Models call everything grave; people stop to read when they do.
 *
 * 1. Of two severities, the lower one; but for security and secrets the reviewer's word counts when it says more and
 *    shows the code for it.
 * 2. Critical (a stranger gets in, data is lost or leaks, the program does not start) takes two: the other confirmed it
 *    and did not call it less.
 * 3. Performance is high at most, maintainability medium at most.
 */
import type { Category, Severity } from '../finding/severity.ts'
import { isAtLeast } from '../finding/severity.ts'
import { type Debate, otherOf } from './debate.ts'

export interface CalibratedSeverity {
  readonly severity: Severity
  /** Why it is not what was claimed, in a sentence; null when it is. */
  readonly note: string | null
}

const mostOf: Partial<Record<Category, Severity>> = { performance: 'high', maintainability: 'medium' }

/** @param isAgreed the other confirmed the claim */
export function calibrateSeverity(debate: Debate, isAgreed: boolean): CalibratedSeverity {
  const { claim } = debate
  const argued = ofTwo(debate)
  const most = mostOf[claim.category] ?? 'critical'
  const severity = isGraver(argued, most) ? most : argued
  if (severity === 'critical' && !isAgreed)
    return { severity: 'high', note: 'High, not critical: critical takes two.' }
  if (severity === claim.severity) return { severity, note: null }
  const why =
    severity === argued
      ? isGraver(claim.severity, severity)
        ? `the ${otherOf(debate.by)} called it that, and the lower one counts.`
        : 'the reviewer showed the code for it.'
      : `${claim.category} is ${most} at most.`
  return { severity, note: `${capitalised(severity)}, not ${claim.severity}: ${why}` }
}

function ofTwo({ claim, by, moves }: Debate): Severity {
  const said = moves.findLast(({ speaker, severity }) => speaker !== by && severity !== null)
  if (said === undefined || said.severity === null) return claim.severity
  const isSecurity = claim.category === 'security' || claim.category === 'secret'
  const mayRaise = isSecurity && said.speaker === 'reviewer' && said.stance === 'confirms' && said.isGrounded
  return mayRaise || isGraver(claim.severity, said.severity) ? said.severity : claim.severity
}

function isGraver(a: Severity, b: Severity): boolean {
  return a !== b && isAtLeast(a, b)
}

function capitalised(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}
