/** The webhooks of a pull request and of what is said on it. */

import { type IssueComment, renderIssueComment } from '../comments/issue-comment.ts'
import { type Review, renderReview } from '../reviews/review.ts'
import { type ReviewComment, type ReviewThread, renderReviewComment } from '../reviews/review-thread.ts'
import { emit } from '../webhooks/emit.ts'
import type { Account } from '../world/account.ts'
import type { Json } from '../world/schemas.ts'
import type { World } from '../world/world.ts'
import type { PullRequest } from './pull-request.ts'
import { renderIssue, renderPullRequest, renderPullRequestSimple } from './render-pull-request.ts'

export function emitPull(
  world: World,
  pull: PullRequest,
  action: string,
  sender: Account,
  extra: Json = {},
): void {
  const body = { number: pull.number, pull_request: renderPullRequest(pull, world.urls), ...extra }
  emit(world, { event: 'pull_request', action, repository: pull.repository, sender, body })
}

export function emitIssueComment(
  world: World,
  comment: IssueComment,
  action: 'created' | 'edited' | 'deleted',
  sender: Account,
  extra: Json = {},
): void {
  const { pull } = comment
  const body = {
    ...extra,
    issue: renderIssue(pull, world.urls),
    comment: renderIssueComment(comment, world.urls),
  }
  emit(world, { event: 'issue_comment', action, repository: pull.repository, sender, body })
}

export function emitReview(
  world: World,
  review: Review,
  action: 'submitted' | 'dismissed',
  sender: Account,
): void {
  const { pull } = review
  const rendered = renderReview(review, world.urls)
  // Webhooks write the state in lower case, and an empty body as null.
  const shown = {
    ...rendered,
    state: rendered.state.toLowerCase(),
    body: rendered.body === '' ? null : rendered.body,
  }
  const body = { review: shown, pull_request: renderPullRequestSimple(pull, world.urls) }
  emit(world, { event: 'pull_request_review', action, repository: pull.repository, sender, body })
}

export function emitReviewComment(
  world: World,
  comment: ReviewComment,
  action: 'created' | 'edited' | 'deleted',
  sender: Account,
  extra: Json = {},
): void {
  const { pull } = comment.thread
  const rendered = renderReviewComment(comment, world.urls)
  const body = { ...extra, comment: rendered, pull_request: renderPullRequestSimple(pull, world.urls) }
  emit(world, { event: 'pull_request_review_comment', action, repository: pull.repository, sender, body })
}

export function emitThread(world: World, thread: ReviewThread, sender: Account): void {
  const { pull } = thread
  const comments = thread.comments.map((comment) => renderReviewComment(comment, world.urls))
  const body = {
    pull_request: renderPullRequestSimple(pull, world.urls),
    thread: { node_id: thread.nodeId, comments },
  }
  const action = thread.isResolved ? 'resolved' : 'unresolved'
  emit(world, { event: 'pull_request_review_thread', action, repository: pull.repository, sender, body })
}
