/** What becomes of each finding on the pull request. Each one gets exactly one answer, so that silence can be explained. */
import type { Hunk } from '../domain/diff/hunk.ts'
import { mayBeDemoted } from '../domain/feedback/decide-demotions.ts'
import type { Demotion } from '../domain/feedback/feedback.ts'
import type { Finding, FindingId } from '../domain/finding/finding.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { Dismissal } from '../ports/store/review-memory.ts'
import type { Standing } from './match-threads.ts'
import { type Place, placeOnDiff } from './place-on-diff.ts'

export type Fate =
  /** A comment is to be posted. */
  | { readonly kind: 'posted'; readonly place: Extract<Place, { kind: 'line' }> }
  /** Its comment is there. */
  | { readonly kind: 'standing' }
  /** A person closed its thread: it is not told again, but it still counts. */
  | { readonly kind: 'closed-by-person'; readonly by: string | null }
  | { readonly kind: 'dismissed'; readonly by: string; readonly reason: string }
  /** In the summary only, because people here keep rejecting the rule. */
  | { readonly kind: 'demoted'; readonly reason: string }
  /** In the summary only, because there were enough worse ones. */
  | { readonly kind: 'beyond-limit' }
  /** In the summary only. */
  | { readonly kind: 'not-on-line'; readonly reason: string }

export interface SettledFinding {
  readonly finding: Finding
  readonly fate: Fate
}

export interface FateFacts {
  readonly report: ReviewReport
  /** By path as the report prints it. */
  readonly hunks: ReadonlyMap<string, readonly Hunk[]>
  readonly standing: ReadonlyMap<FindingId, Standing>
  /** Findings that a conversation too long to be read whole may hold already. */
  readonly maybeStanding: ReadonlySet<FindingId>
  readonly dismissals: readonly Dismissal[]
  readonly demotions: readonly Demotion[]
  /** Why no comments go onto lines this time; null when they may. */
  readonly noLinesBecause: string | null
  readonly commentsMax: number
}

export function decideFates(facts: FateFacts): readonly SettledFinding[] {
  const dismissals = new Map(facts.dismissals.map((dismissal) => [dismissal.finding, dismissal]))
  const demotions = new Map(facts.demotions.map((demotion) => [demotion.rule, demotion]))
  const files = new Map(facts.report.coverage.map((line) => [line.path, line]))
  const told = new Set<FindingId>()
  // What stands counts too, so that a retry, or the next push, does not go on where the bound stopped the last one.
  const standingCount = facts.report.findings.filter(
    ({ id }) => facts.standing.get(id)?.kind === 'open',
  ).length
  return facts.report.findings.map((finding) => {
    const fate = fateOf(finding)
    if (fate.kind === 'posted') told.add(finding.id)
    return { finding, fate }
  })

  function fateOf(finding: Finding): Fate {
    const dismissal = dismissals.get(finding.id)
    if (dismissal !== undefined) return { kind: 'dismissed', by: dismissal.by, reason: dismissal.reason }
    const standing = facts.standing.get(finding.id)
    if (standing?.kind === 'closed-by-person') return standing
    if (standing !== undefined || told.has(finding.id) || facts.maybeStanding.has(finding.id))
      return { kind: 'standing' }
    const demotion = demotions.get(finding.rule)
    if (demotion !== undefined && mayBeDemoted(finding)) return { kind: 'demoted', reason: demotion.reason }
    if (!finding.shown || told.size + standingCount >= facts.commentsMax) return { kind: 'beyond-limit' }
    const place = placeOnDiff(finding, files.get(finding.path), facts.hunks.get(finding.path))
    if (place.kind === 'nowhere') return { kind: 'not-on-line', reason: place.reason }
    return facts.noLinesBecause === null
      ? { kind: 'posted', place }
      : { kind: 'not-on-line', reason: facts.noLinesBecause }
  }
}
