/**
 * Work to be done, as its row says it. A review job names a pull request and nothing else ("bring the review of
 * owner/repo#7 up to its head"), so that any number of events come to one job.
 */
import type { PullRequestRef } from '../pull-request/pull-request.ts'
import type { AppName, InstallationId, Repository } from '../repository/repository.ts'
import type { JobId } from './job-id.ts'
import type { Lane } from './lane.ts'

/**
 * `waiting` and `parked` (until `notBefore`) wait in the queue, `active` has a worker's lease; the rest is over. `dead`
 * failed too often and waits for a person.
 */
export type JobState = 'waiting' | 'parked' | 'active' | 'done' | 'dead' | 'cancelled'

export type Task = ReviewTask | AnswerTask | InstallationTask | ConfigTask

export interface ReviewTask {
  readonly kind: 'review'
  readonly pullRequest: PullRequestRef
  /** `full` reviews an already reviewed head again. */
  readonly mode: 'up-to-head' | 'full'
}

/** Somebody wrote a comment that may be meant for us. */
export interface AnswerTask {
  readonly kind: 'answer'
  readonly pullRequest: PullRequestRef
  readonly comment: CommentRef
}

export interface CommentRef {
  /** `issue` is the conversation below a pull request, `review` a thread on a line. */
  readonly kind: 'issue' | 'review'
  readonly id: number
  readonly author: string
  /** The comment's text, at most 65,536 characters; hostile. */
  readonly text: string
  /** Of a reply in a thread: the thread's first comment. */
  readonly inReplyTo: number | null
}

export interface InstallationTask {
  readonly kind: 'installation'
  readonly app: AppName
  readonly installation: InstallationId
}

/** The configuration on the default branch changed: reviews that waited for it to be mended are due. */
export interface ConfigTask {
  readonly kind: 'config'
  readonly repository: Repository
}

/** A job to be written. */
export interface NewJob {
  /** At most one job of a key waits, at most one is active. */
  readonly key: string
  readonly lane: Lane
  /** For fairness. */
  readonly installation: InstallationId
  readonly task: Task
  /** Milliseconds since the epoch; null: now. */
  readonly notBefore: number | null
  /** What becomes of an active job of the same key. */
  readonly cancelsActive: CancelReason | null
}

/** `superseded`: a newer head arrived. */
export type CancelReason = 'superseded' | 'closed' | 'uninstalled'

export interface Job {
  readonly id: JobId
  readonly key: string
  readonly lane: Lane
  readonly installation: InstallationId
  readonly task: Task
  readonly state: JobState
  /** Times it was begun. */
  readonly attempts: number
  readonly notBefore: number | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** Why it is parked, dead or cancelled, in a sentence. */
  readonly reason: string | null
}
