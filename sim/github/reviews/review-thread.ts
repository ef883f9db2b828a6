/** Comments on lines of a change, and the threads they form. */

import type { DiffSide } from '../git/parse-diff.ts'
import type { PullRequest } from '../pulls/pull-request.ts'
import { associationOf } from '../repositories/association.ts'
import { type Account, renderAccount } from '../world/account.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { Urls } from '../world/world.ts'
import { type Reaction, renderReactions } from './reactions.ts'
import type { Review } from './review.ts'

/** Where a thread was begun; it never changes. */
export interface Anchor {
  readonly path: string
  readonly commitId: string
  readonly side: DiffSide
  readonly line: number
  readonly startLine: number | null
  readonly startSide: DiffSide | null
  readonly diffHunk: string
  readonly position: number
}

/** Where it stands in the present diff; null once its lines have left it: the thread is outdated. */
export interface Place {
  readonly line: number
  readonly startLine: number | null
  readonly position: number
}

export interface ReviewThread {
  readonly nodeId: string
  readonly pull: PullRequest
  readonly anchor: Anchor
  place: Place | null
  /** The last head in whose diff it stood. */
  commitId: string
  readonly comments: ReviewComment[]
  isResolved: boolean
  resolvedBy: Account | null
}

export interface ReviewComment {
  readonly id: number
  readonly nodeId: string
  readonly thread: ReviewThread
  readonly review: Review
  readonly author: Account
  body: string
  readonly replyTo: ReviewComment | null
  readonly createdMs: number
  updatedMs: number
  readonly reactions: Reaction[]
  minimized: string | null
}

/** GitHub's description forgets that an outdated comment has no line any more; its answers do not. */
export type RenderedReviewComment = Omit<Schemas['pull-request-review-comment'], 'line' | 'position'> & {
  readonly line: number | null
  readonly position: number | null
}

export function renderReviewComment(comment: ReviewComment, urls: Urls): RenderedReviewComment {
  const { thread, review, id } = comment
  const { pull, anchor, place } = thread
  const api = `${urls.api}/repos/${pull.repository.fullName}/pulls`
  const url = `${api}/comments/${id}`
  const html = `${urls.html}/${pull.repository.fullName}/pull/${pull.number}#discussion_r${id}`
  return {
    url,
    pull_request_review_id: review.id,
    id,
    node_id: comment.nodeId,
    diff_hunk: anchor.diffHunk,
    path: anchor.path,
    commit_id: thread.commitId,
    original_commit_id: anchor.commitId,
    user: renderAccount(comment.author, urls),
    body: comment.body,
    created_at: iso(comment.createdMs),
    updated_at: iso(comment.updatedMs),
    html_url: html,
    pull_request_url: `${api}/${pull.number}`,
    author_association: associationOf(pull.repository, comment.author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: `${api}/${pull.number}` } },
    reactions: renderReactions(comment.reactions, url),
    start_line: place?.startLine ?? null,
    original_start_line: anchor.startLine,
    start_side: anchor.startSide,
    line: place?.line ?? null,
    original_line: anchor.line,
    side: anchor.side,
    position: place?.position ?? null,
    original_position: anchor.position,
    subject_type: 'line',
    ...(comment.replyTo === null ? {} : { in_reply_to_id: comment.replyTo.id }),
  }
}
