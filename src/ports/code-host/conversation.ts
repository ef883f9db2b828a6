/** What stands on a pull request already. Whose a comment is, is the host's word, never read from its text. */
import type { CommitSha } from '../../domain/repository/commit-sha.ts'

export interface Conversation {
  /** Threads on lines, ours and other people's, in the order of their creation. */
  readonly threads: readonly ReviewThread[]
  /** Our own comments below the pull request. */
  readonly ownComments: readonly OwnComment[]
  /** Our own reviews. */
  readonly ownReviews: readonly OwnReview[]
  /** False when there was more than the adapter reads (its bounds are thousands). */
  readonly isComplete: boolean
}

export interface ReviewThread {
  /** The host's opaque id. */
  readonly id: string
  readonly path: string
  /** In today's diff; null when the line has left it. */
  readonly line: number | null
  readonly isResolved: boolean
  /** Login; null when open or unknown. */
  readonly resolvedBy: string | null
  readonly isResolvedByUs: boolean
  /** The first one opened the thread. */
  readonly comments: readonly ThreadComment[]
}

export interface ThreadComment {
  readonly id: number
  /** Hostile unless it is ours; people with write access may have edited ours too. */
  readonly body: string
  readonly isOurs: boolean
  readonly author: string | null
  /** Of the comment that opened the thread; 0 for its answers. */
  readonly thumbsDown: number
}

export interface OwnComment {
  readonly id: number
  readonly body: string
}

export interface OwnReview {
  readonly id: number
  readonly commit: CommitSha | null
  readonly body: string
}
