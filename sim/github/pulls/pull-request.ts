/** A pull request and everything that hangs on it. */
import type { IssueComment } from '../comments/issue-comment.ts'
import type { Diff } from '../git/diff.ts'
import type { Repository } from '../repositories/repository.ts'
import type { Review } from '../reviews/review.ts'
import type { ReviewThread } from '../reviews/review-thread.ts'
import type { Account } from '../world/account.ts'

export interface Label {
  readonly id: number
  readonly name: string
}

export interface PullRequest {
  readonly id: number
  readonly nodeId: string
  /** Of the issue that every pull request also is. */
  readonly issueId: number
  readonly number: number
  readonly repository: Repository
  readonly headRepository: Repository
  readonly headBranch: string
  headSha: string
  baseBranch: string
  /** The base branch when the pull request was last pushed to. */
  baseSha: string
  title: string
  body: string | null
  readonly author: Account
  state: 'open' | 'closed'
  isDraft: boolean
  readonly labels: Label[]
  readonly createdMs: number
  updatedMs: number
  closedMs: number | null
  mergedMs: number | null
  mergedBy: Account | null
  mergeSha: string | null
  commitShas: readonly string[]
  diff: Diff
  readonly reviews: Review[]
  readonly threads: ReviewThread[]
  readonly issueComments: IssueComment[]
}

export function reviewCommentsOf(pull: PullRequest) {
  return pull.threads.flatMap((thread) => thread.comments)
}
