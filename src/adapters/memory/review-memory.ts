/** What was published where, as long as this process lives: for a single run that ends with its review. */
import { type PullRequestRef, pullRequestKey } from '../../domain/pull-request/pull-request.ts'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import type { Repository } from '../../domain/repository/repository.ts'
import {
  conclusionOfConfigErrors,
  type Dismissal,
  type OpenCheck,
  type ReviewMemory,
  type ReviewRecord,
} from '../../ports/store/review-memory.ts'

interface Remembered {
  readonly pullRequest: PullRequestRef
  review: ReviewRecord | null
  reviewedHead: CommitSha | null
  pausedBy: string | null
  readonly checks: Map<number, OpenCheck>
  readonly dismissals: Map<string, Dismissal>
}

export function createReviewMemory(): ReviewMemory {
  const known = new Map<string, Remembered>()

  function of(pullRequest: PullRequestRef): Remembered {
    const key = pullRequestKey(pullRequest)
    const there = known.get(key)
    if (there !== undefined) return there
    const { repository, number } = pullRequest
    const made: Remembered = {
      pullRequest: { repository, number },
      review: null,
      reviewedHead: null,
      pausedBy: null,
      checks: new Map(),
      dismissals: new Map(),
    }
    known.set(key, made)
    return made
  }

  function inRepository({ app, id }: Repository): readonly Remembered[] {
    return [...known.values()]
      .filter(({ pullRequest: { repository } }) => repository.app === app && repository.id === id)
      .sort((a, b) => a.pullRequest.number - b.pullRequest.number)
  }

  return {
    last: async (pullRequest) => of(pullRequest).review,
    async record(pullRequest, review) {
      const remembered = of(pullRequest)
      remembered.review = review
      if (isReviewed(review)) remembered.reviewedHead = review.head
    },
    openChecks: async (pullRequest) => [...of(pullRequest).checks.values()],
    async checkOpened(pullRequest, check) {
      of(pullRequest).checks.set(check.checkRun, check)
    },
    async checkClosed(pullRequest, checkRun) {
      of(pullRequest).checks.delete(checkRun)
    },
    dismissals: async (pullRequest) => [...of(pullRequest).dismissals.values()],
    async dismiss(pullRequest, dismissal) {
      const { dismissals } = of(pullRequest)
      if (!dismissals.has(dismissal.finding)) dismissals.set(dismissal.finding, dismissal)
    },
    pausedBy: async (pullRequest) => of(pullRequest).pausedBy,
    async setPaused(pullRequest, by) {
      of(pullRequest).pausedBy = by
    },
    reviewedHeads: async (repository) =>
      new Map(
        inRepository(repository).flatMap(({ pullRequest, reviewedHead }) =>
          reviewedHead === null ? [] : [[pullRequest.number, reviewedHead] as const],
        ),
      ),
    waitingForConfig: async (repository) =>
      inRepository(repository)
        .filter(({ review }) => review?.conclusion === conclusionOfConfigErrors)
        .map(({ pullRequest }) => pullRequest),
  }
}

function isReviewed({ result, conclusion }: ReviewRecord): boolean {
  return result === 'published' || (result === 'skipped' && conclusion !== conclusionOfConfigErrors)
}
