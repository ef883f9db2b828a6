/** Issues of ours in a repository, as a place where an incident is told. */
import type { Repository } from '../../domain/repository/repository.ts'
import type { Hosted } from './hosted.ts'

export interface HostedIssue {
  readonly number: number
  /** Where people read it. */
  readonly url: string
  readonly isOpen: boolean
  readonly body: string
}

/** Somebody's issue, as far as a review wants to know it. Every word is hostile. */
export interface IssueText {
  readonly title: string
  readonly body: string
}

export interface Issues {
  /** Null for a number that is no issue, or one of a pull request. */
  read(repository: Repository, number: number, signal: AbortSignal): Hosted<IssueText | null>
  open(
    repository: Repository,
    issue: { readonly title: string; readonly body: string; readonly labels: readonly string[] },
    signal: AbortSignal,
  ): Hosted<HostedIssue>
  /** Those that our App opened, with the label, newest first; the newest hundreds at most. */
  listOwn(repository: Repository, label: string, signal: AbortSignal): Hosted<readonly HostedIssue[]>
  comment(
    repository: Repository,
    number: number,
    body: string,
    signal: AbortSignal,
  ): Hosted<{ readonly url: string }>
  /** What is said below it since, ours and other people's. */
  comments(
    repository: Repository,
    number: number,
    signal: AbortSignal,
  ): Hosted<readonly { readonly body: string; readonly url: string }[]>
  setOpen(repository: Repository, number: number, isOpen: boolean, signal: AbortSignal): Hosted<void>
}
