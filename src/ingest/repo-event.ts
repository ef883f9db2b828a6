/** What happened at the host, as far as it concerns us. Everything in here was checked and bounded by `read-event.ts`. */
import type { CommentRef } from '../domain/job/job.ts'
import type { InstallationId, RepositoryId } from '../domain/repository/repository.ts'

/** A delivery's event with where it happened, which its row keeps. */
export interface ReadEvent {
  readonly action: string | null
  readonly installation: InstallationId | null
  readonly repository: SourceRepository | null
  readonly pullNumber: number | null
  /** When, milliseconds since the epoch; null where the event does not tell. */
  readonly happenedAt: number | null
  readonly happened: RepoEvent
}

export interface SourceRepository {
  readonly id: RepositoryId
  readonly owner: string
  readonly name: string
}

/** Where work can be done: in a repository of an installation. */
export interface Place {
  readonly installation: InstallationId
  readonly repository: SourceRepository
}

export type RepoEvent =
  | PullRequestEvent
  | CommentEvent
  | CheckEvent
  | InstallationEvent
  | PushEvent
  | { readonly kind: 'ping' }
  /** An event that we know, from a webhook that is not our App's: there is no installation to work with. */
  | { readonly kind: 'outside' }
  /** An event that nothing is done for. */
  | { readonly kind: 'other'; readonly event: string }

export interface PullRequestEvent {
  readonly kind: 'pull-request'
  readonly action: string
  readonly place: Place
  readonly number: number
  readonly isOpen: boolean
  readonly isDraft: boolean
  /** Of `labeled`. */
  readonly label: string | null
  /** Of `edited`. */
  readonly baseChanged: boolean
}

export interface CommentEvent {
  readonly kind: 'comment'
  readonly action: string
  readonly place: Place
  /** False for a comment on an issue. */
  readonly isOnPullRequest: boolean
  readonly number: number
  /** Null when the account of its author is gone. */
  readonly comment: CommentRef | null
  readonly isByBot: boolean
}

export interface CheckEvent {
  readonly kind: 'check'
  readonly action: string
  readonly place: Place
  /** Of the App whose check it is. */
  readonly appId: number | null
  /** Pull requests of this repository; empty for one from a fork. */
  readonly pullNumbers: readonly number[]
}

export interface InstallationEvent {
  readonly kind: 'installation'
  readonly event: 'installation' | 'installation_repositories'
  readonly action: string
  readonly installation: InstallationId
}

export interface PushEvent {
  readonly kind: 'push'
  readonly place: Place
  readonly isToDefaultBranch: boolean
  readonly isDeletion: boolean
  /** Paths that it touched; null when the host does not tell all of them. */
  readonly touched: ReadonlySet<string> | null
}
