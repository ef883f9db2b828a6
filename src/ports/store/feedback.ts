/** What people of a repository made of our findings, by rule. */

import type { Demotion, FeedbackKind, RuleTally } from '../../domain/feedback/feedback.ts'
import type { FindingId } from '../../domain/finding/finding.ts'
import type { PullRequestRef } from '../../domain/pull-request/pull-request.ts'
import type { Repository } from '../../domain/repository/repository.ts'

export interface FeedbackEntry {
  readonly pullRequest: PullRequestRef
  readonly finding: FindingId
  readonly rule: string
  readonly kind: FeedbackKind
  /** Login; empty when the host does not say who. */
  readonly person: string
  readonly reason: string | null
  readonly at: number
}

export interface Feedback {
  /** The same person saying the same about the same finding again changes nothing. */
  record(entries: readonly FeedbackEntry[]): Promise<void>
  tally(repository: Repository): Promise<readonly RuleTally[]>
  /** Rules that are demoted in this repository. */
  demotions(repository: Repository): Promise<readonly Demotion[]>
  demote(repository: Repository, demotion: Demotion): Promise<void>
  /** Undoes it, and forgets the rejections that led there. @returns false when the rule was not demoted */
  restore(repository: Repository, rule: string): Promise<boolean>
  /** Every repository that said something, newest first. */
  repositories(): Promise<readonly Repository[]>
}
