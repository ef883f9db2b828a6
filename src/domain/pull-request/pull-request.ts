/** A pull request as far as a review needs to know it. */
import type { CommitSha } from '../repository/commit-sha.ts'
import { nameOfRepository, type Repository } from '../repository/repository.ts'

export interface PullRequestRef {
  readonly repository: Repository
  readonly number: number
}

export interface PullRequest extends PullRequestRef {
  readonly title: string
  readonly body: string
  readonly state: 'open' | 'closed'
  readonly isMerged: boolean
  readonly isDraft: boolean
  /** Login; null when the account is gone. */
  readonly author: string | null
  readonly authorIsBot: boolean
  readonly head: CommitSha
  readonly base: CommitSha
  readonly baseBranch: string
  /** Of the repository. */
  readonly defaultBranch: string
  /** True when the head lives in another repository. */
  readonly isFromFork: boolean
  readonly labels: readonly string[]
  /** Web address, for people. */
  readonly url: string
}

/** For people: `owner/name#7`. */
export function nameOfPullRequest({ repository, number }: PullRequestRef): string {
  return `${nameOfRepository(repository)}#${number}`
}

/** The same for the same pull request, whatever its repository is called today. */
export function pullRequestKey({ repository, number }: PullRequestRef): string {
  return `${repository.app}/${repository.id}#${number}`
}
