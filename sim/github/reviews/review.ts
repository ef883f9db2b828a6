/** A review: its verdict and words; its comments stand in threads. */
import type { PullRequest } from '../pulls/pull-request.ts'
import { associationOf } from '../repositories/association.ts'
import { type Account, renderAccount } from '../world/account.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { Urls } from '../world/world.ts'

export type ReviewState = 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED'

export interface Review {
  readonly id: number
  readonly nodeId: string
  readonly pull: PullRequest
  readonly author: Account
  body: string
  state: ReviewState
  readonly commitId: string
  submittedMs: number
}

export function renderReview(review: Review, urls: Urls): Schemas['pull-request-review'] {
  const { pull, id } = review
  const pullUrl = `${urls.api}/repos/${pull.repository.fullName}/pulls/${pull.number}`
  const html = `${urls.html}/${pull.repository.fullName}/pull/${pull.number}#pullrequestreview-${id}`
  return {
    id,
    node_id: review.nodeId,
    user: renderAccount(review.author, urls),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(pull.repository, review.author),
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
    ...(review.state === 'PENDING' ? {} : { submitted_at: iso(review.submittedMs) }),
    commit_id: review.commitId,
  }
}
