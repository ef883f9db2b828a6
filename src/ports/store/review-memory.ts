/**
 * What we published where. The host is asked before anything is sent; this is what the host cannot tell: what was found
 * and not said, what people decided, what has to be tidied up after a crash.
 */
import type { FindingId } from '../../domain/finding/finding.ts'
import type { PullRequestRef } from '../../domain/pull-request/pull-request.ts'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import type { Repository } from '../../domain/repository/repository.ts'
import type { ReviewReport } from '../../domain/review/report.ts'

/** The `conclusion` of a skipped review whose configuration has errors: it waits for the configuration to be mended. */
export const conclusionOfConfigErrors = 'config-errors'

export type ReviewResult = 'published' | 'skipped' | 'failed'

/** The last review that came to an end. */
export interface ReviewRecord {
  readonly head: CommitSha
  readonly base: CommitSha
  readonly result: ReviewResult
  /** E.g. why it was skipped; for `status`. A sentence. */
  readonly note: string
  /** The check run's, or `conclusionOfConfigErrors`. */
  readonly conclusion: string
  readonly report: ReviewReport | null
  readonly finishedAt: number
  /** Seconds from the first event to the end. */
  readonly latencySeconds: number | null
}

export interface OpenCheck {
  readonly checkRun: number
  readonly head: CommitSha
}

export interface Dismissal {
  readonly finding: FindingId
  readonly by: string
  readonly reason: string
  readonly at: number
}

export interface ReviewMemory {
  last(pullRequest: PullRequestRef): Promise<ReviewRecord | null>
  /** To be called under a lease that is held. */
  record(pullRequest: PullRequestRef, review: ReviewRecord): Promise<void>
  /** Check runs that are not completed, as far as we know. */
  openChecks(pullRequest: PullRequestRef): Promise<readonly OpenCheck[]>
  checkOpened(pullRequest: PullRequestRef, check: OpenCheck): Promise<void>
  checkClosed(pullRequest: PullRequestRef, checkRun: number): Promise<void>
  dismissals(pullRequest: PullRequestRef): Promise<readonly Dismissal[]>
  /** A second dismissal of the same finding keeps the first. */
  dismiss(pullRequest: PullRequestRef, dismissal: Dismissal): Promise<void>
  /** Login of who paused reviews of this pull request, or null. */
  pausedBy(pullRequest: PullRequestRef): Promise<string | null>
  setPaused(pullRequest: PullRequestRef, by: string | null): Promise<void>
  /** By number: the head of the last review that was published, or skipped for another reason than its configuration. */
  reviewedHeads(repository: Repository): Promise<ReadonlyMap<number, CommitSha>>
  /** Pull requests whose last review ended with `conclusionOfConfigErrors`. */
  waitingForConfig(repository: Repository): Promise<readonly PullRequestRef[]>
}
