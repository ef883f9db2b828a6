/**
 * When a repository has said often enough that a rule is of no use to it. The numbers: five rejections are no accident,
 * two people are no feud, and three in five says that the rule is wrong here more often than right. Whoever is annoyed
 * by less dismisses single findings, or switches the rule off in the configuration.
 */
import type { Finding } from '../finding/finding.ts'
import { type Demotion, type RuleTally, rejectionKinds } from './feedback.ts'

const rejectionsMin = 5
const peopleMin = 2
const rejectedShareMin = 0.6

/** @returns demotions to be added; what is demoted already stays as it is until a person undoes it */
export function decideDemotions(
  tallies: readonly RuleTally[],
  demoted: readonly Demotion[],
  now: number,
): readonly Demotion[] {
  const known = new Set(demoted.map(({ rule }) => rule))
  return tallies
    .filter((tally) => !known.has(tally.rule) && isRejected(tally))
    .map((tally) => ({ rule: tally.rule, reason: reasonOf(tally), at: now }))
}

/**
 * A demoted rule keeps its critical findings and its secrets on the lines, and they keep counting: thumbs can be bought,
 * and what one unseen secret costs no noise does.
 */
export function mayBeDemoted(finding: Pick<Finding, 'severity' | 'category'>): boolean {
  return finding.severity !== 'critical' && finding.category !== 'secret'
}

function isRejected(tally: RuleTally): boolean {
  const rejections = rejectionsOf(tally)
  return (
    rejections >= rejectionsMin &&
    tally.rejectedBy >= peopleMin &&
    rejections >= rejectedShareMin * outcomesOf(tally)
  )
}

function rejectionsOf({ byKind }: RuleTally): number {
  return rejectionKinds.reduce((sum, kind) => sum + byKind[kind], 0)
}

function outcomesOf(tally: RuleTally): number {
  return rejectionsOf(tally) + tally.byKind.applied + tally.byKind.fixed
}

function reasonOf(tally: RuleTally): string {
  return (
    `${tally.rejectedBy} people of this repository rejected ${rejectionsOf(tally)} ` +
    `of ${outcomesOf(tally)} findings of this rule that anyone decided on.`
  )
}
