/**
 * Where pull requests live, as one of our Apps sees it. Promise: limits are kept for the whole installation, reads that
 * are in flight twice are one request, nothing is sent twice by the adapter itself when it may have been applied, and
 * every failure is a `HostFailure`.
 */
import type { PullRequest, PullRequestRef } from '../../domain/pull-request/pull-request.ts'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import type { AppName, InstallationId, Repository } from '../../domain/repository/repository.ts'
import type { Source } from '../source/source.ts'
import type { CheckRun, CheckUpdate, NewCheckRun } from './check-run.ts'
import type { Conversation } from './conversation.ts'
import type { Hosted } from './hosted.ts'
import type { HostedDelivery } from './hosted-delivery.ts'
import type { Issues } from './issues.ts'

/** What a request is for; commands of people go on when the rest has to wait for the reserve. */
export type Urgency = 'command' | 'normal'

export interface CodeHost {
  readonly app: AppName
  readonly pulls: Pulls
  readonly conversations: Conversations
  readonly checks: Checks
  readonly issues: Issues
  readonly people: People
  readonly deliveries: Deliveries
  readonly installations: Installations
  readonly account: Account
  readonly contents: Contents
  /** The same host, asked for that purpose. A host that was just made asks for the normal one. */
  forUrgency(urgency: Urgency): CodeHost
}

export interface Pulls {
  read(pullRequest: PullRequestRef, signal: AbortSignal): Hosted<PullRequest>
  /** Where the base branch is now: `base` is where it was when the head was last pushed. Null when it is gone. */
  readBaseTip(pullRequest: PullRequest, signal: AbortSignal): Hosted<CommitSha | null>
  /** Every open one, by number. */
  listOpen(repository: Repository, signal: AbortSignal): Hosted<readonly OpenPullRequest[]>
}

export interface OpenPullRequest {
  readonly number: number
  readonly head: CommitSha
  readonly isDraft: boolean
}

/** What is said on a pull request. */
export interface Conversations {
  /** Threads, our own reviews and our own comments: everything that publishing has to compare with, in one reading. */
  read(pullRequest: PullRequestRef, signal: AbortSignal): Hosted<Conversation>
  /** All or nothing: one line outside the diff refuses it whole (`invalid`). */
  postReview(
    pullRequest: PullRequestRef,
    review: NewReview,
    signal: AbortSignal,
  ): Hosted<{ readonly id: number }>
  postComment(pullRequest: PullRequestRef, body: string, signal: AbortSignal): Hosted<{ readonly id: number }>
  editComment(pullRequest: PullRequestRef, id: number, body: string, signal: AbortSignal): Hosted<void>
  /** Answers in the thread of a review comment. */
  reply(
    pullRequest: PullRequestRef,
    toComment: number,
    body: string,
    signal: AbortSignal,
  ): Hosted<{ readonly id: number }>
  resolveThread(pullRequest: PullRequestRef, threadId: string, signal: AbortSignal): Hosted<void>
  /** A sign that a comment was read. Adding it again changes nothing. */
  react(
    pullRequest: PullRequestRef,
    comment: { readonly kind: 'issue' | 'review'; readonly id: number },
    reaction: 'eyes' | '+1' | '-1' | 'confused',
    signal: AbortSignal,
  ): Hosted<void>
}

export interface NewReview {
  readonly commit: CommitSha
  readonly body: string
  readonly comments: readonly NewReviewComment[]
}

export interface NewReviewComment {
  /** Of the head, or of the base on the left side. */
  readonly path: string
  readonly side: 'RIGHT' | 'LEFT'
  /** The first line of a range, or null for one line. Less than `line`, in the same hunk. */
  readonly startLine: number | null
  /** The last line. */
  readonly line: number
  readonly body: string
}

export interface Checks {
  start(repository: Repository, run: NewCheckRun, signal: AbortSignal): Hosted<{ readonly id: number }>
  /** Our App's own runs on a commit. */
  list(repository: Repository, head: CommitSha, signal: AbortSignal): Hosted<readonly CheckRun[]>
  /** Annotations are sent in as many requests as they need. */
  update(repository: Repository, id: number, update: CheckUpdate, signal: AbortSignal): Hosted<void>
}

export type Permission = 'admin' | 'write' | 'read' | 'none'

export interface People {
  permission(repository: Repository, login: string, signal: AbortSignal): Hosted<Permission>
}

/** The host's own list of the webhooks it sent us. Uses the App's own credentials. */
export interface Deliveries {
  /** Newest first, one page; `cursor` of the page before for the next one. */
  list(
    cursor: string | null,
    signal: AbortSignal,
  ): Hosted<{ readonly deliveries: readonly HostedDelivery[]; readonly next: string | null }>
  redeliver(id: string, signal: AbortSignal): Hosted<void>
}

export interface Installation {
  readonly id: InstallationId
  /** Login of the user or organisation. */
  readonly account: string
  readonly isSuspended: boolean
  readonly permissions: Readonly<Record<string, string>>
  readonly events: readonly string[]
}

export interface Installations {
  list(signal: AbortSignal): Hosted<readonly Installation[]>
  read(id: InstallationId, signal: AbortSignal): Hosted<Installation>
  repositories(id: InstallationId, signal: AbortSignal): Hosted<readonly Repository[]>
}

/** Changes as the host's own API shows them, for when git is refused. */
export interface Contents {
  /** Reads a pull request's head, however it is asked for; fewer and smaller files than git, and it says so in `notes`. */
  source(pullRequest: PullRequestRef): Source
}

/** The App itself. */
export interface Account {
  describe(signal: AbortSignal): Hosted<AppDescription>
  /** Succeeds when the host answers the App now; takes nothing from any budget. */
  ping(signal: AbortSignal): Hosted<void>
  /** For git and for a person's shell; lives an hour at most. Never logged. */
  token(
    installation: InstallationId,
    signal: AbortSignal,
  ): Hosted<{ readonly token: string; readonly expiresAt: number }>
  /** Costs nothing. */
  rateLimit(installation: InstallationId, signal: AbortSignal): Hosted<readonly RateWindow[]>
  /** Address that git fetches a repository from; holds no credentials. @throws when the name cannot be a repository's */
  gitOrigin(repository: Repository): string
}

export interface AppDescription {
  readonly id: number
  readonly slug: string
  /** Login of our comments, `slug[bot]`. */
  readonly botLogin: string
  readonly permissions: Readonly<Record<string, string>>
  readonly events: readonly string[]
  readonly webhookUrl: string | null
  /** The host's clock minus ours, milliseconds. */
  readonly clockSkewMs: number
}

export interface RateWindow {
  /** `core`, `graphql`, ... */
  readonly resource: string
  readonly limit: number
  readonly remaining: number
  readonly resetAt: number
}
