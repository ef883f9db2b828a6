/** A pull request as a test wants to see it: all that hangs on it, as REST would show it. */
import { type CheckRun, renderCheckRun, runsOf } from '../checks/check-run.ts'
import { renderIssueComment } from '../comments/issue-comment.ts'
import { renderReview } from '../reviews/review.ts'
import { type RenderedReviewComment, renderReviewComment } from '../reviews/review-thread.ts'
import type { Schemas } from '../world/schemas.ts'
import type { World } from '../world/world.ts'
import { type PullRequest, reviewCommentsOf } from './pull-request.ts'

export interface ThreadView {
  readonly id: string
  readonly path: string
  /** Null: outdated. */
  readonly line: number | null
  readonly isResolved: boolean
  readonly isOutdated: boolean
  readonly resolvedBy: string | null
  readonly comments: readonly RenderedReviewComment[]
}

export type CheckRunView = Schemas['check-run'] & { readonly annotations: CheckRun['annotations'] }

export interface PullView {
  readonly number: number
  readonly state: 'open' | 'closed'
  readonly isMerged: boolean
  readonly isDraft: boolean
  readonly head: string
  readonly base: string
  readonly title: string
  readonly labels: readonly string[]
  readonly reviews: readonly Schemas['pull-request-review'][]
  readonly reviewComments: readonly RenderedReviewComment[]
  readonly threads: readonly ThreadView[]
  readonly issueComments: readonly (Schemas['issue-comment'] & { readonly isMinimized: boolean })[]
  /** At the present head, oldest first. */
  readonly checkRuns: readonly CheckRunView[]
}

export function viewPull(world: World, pull: PullRequest): PullView {
  const { urls } = world
  return {
    number: pull.number,
    state: pull.state,
    isMerged: pull.mergedMs !== null,
    isDraft: pull.isDraft,
    head: pull.headSha,
    base: pull.baseSha,
    title: pull.title,
    labels: pull.labels.map(({ name }) => name),
    reviews: pull.reviews.map((review) => renderReview(review, urls)),
    reviewComments: reviewCommentsOf(pull).map((comment) => renderReviewComment(comment, urls)),
    threads: pull.threads.map((thread) => ({
      id: thread.nodeId,
      path: thread.anchor.path,
      line: thread.place?.line ?? null,
      isResolved: thread.isResolved,
      isOutdated: thread.place === null,
      resolvedBy: thread.resolvedBy?.login ?? null,
      comments: thread.comments.map((comment) => renderReviewComment(comment, urls)),
    })),
    issueComments: pull.issueComments.map((comment) => ({
      ...renderIssueComment(comment, urls),
      isMinimized: comment.minimized !== null,
    })),
    checkRuns: runsOf(world, pull.repository, pull.headSha).map((run) => viewRun(run, world)),
  }
}

export function viewRun(run: CheckRun, { urls }: World): CheckRunView {
  return { ...renderCheckRun(run, urls), annotations: [...run.annotations] }
}
