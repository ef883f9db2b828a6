/** A pull request as REST and webhooks show it. */
import { associationOf } from '../repositories/association.ts'
import { renderRepository } from '../repositories/render-repository.ts'
import type { Repository } from '../repositories/repository.ts'
import { type Account, renderAccount } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { Urls } from '../world/world.ts'
import { type Label, type PullRequest, reviewCommentsOf } from './pull-request.ts'

export function renderPullRequest(pull: PullRequest, urls: Urls): Schemas['pull-request'] {
  const simple = renderPullRequestSimple(pull, urls)
  return {
    ...simple,
    state: pull.state,
    user: renderAccount(pull.author, urls),
    requested_teams: [],
    head: renderEnd(pull.headRepository, pull.headBranch, pull.headSha, urls),
    base: renderEnd(pull.repository, pull.baseBranch, pull.baseSha, urls),
    merged: pull.mergedMs !== null,
    mergeable: pull.state === 'open' ? true : null,
    rebaseable: pull.state === 'open' ? true : null,
    mergeable_state: pull.isDraft ? 'draft' : pull.state === 'open' ? 'clean' : 'unknown',
    merged_by: orNull(pull.mergedBy, urls),
    comments: pull.issueComments.length,
    review_comments: reviewCommentsOf(pull).length,
    maintainer_can_modify: false,
    commits: pull.commitShas.length,
    additions: pull.diff.additions,
    deletions: pull.diff.deletions,
    changed_files: pull.diff.files.length,
  }
}

export function renderPullRequestSimple(pull: PullRequest, urls: Urls) {
  const { repository, number } = pull
  const api = `${urls.api}/repos/${repository.fullName}`
  const html = `${urls.html}/${repository.fullName}/pull/${number}`
  const pullUrl = `${api}/pulls/${number}`
  const issueUrl = `${api}/issues/${number}`
  return {
    url: pullUrl,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issueUrl,
    commits_url: `${pullUrl}/commits`,
    review_comments_url: `${pullUrl}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
    number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: renderAccount(pull.author, urls),
    body: pull.body,
    labels: pull.labels.map((label) => renderLabel(label, repository, urls)),
    milestone: null,
    active_lock_reason: null,
    created_at: iso(pull.createdMs),
    updated_at: iso(pull.updatedMs),
    closed_at: pull.closedMs === null ? null : iso(pull.closedMs),
    merged_at: pull.mergedMs === null ? null : iso(pull.mergedMs),
    merge_commit_sha: pull.mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: renderEnd(pull.headRepository, pull.headBranch, pull.headSha, urls),
    base: renderEnd(repository, pull.baseBranch, pull.baseSha, urls),
    _links: {
      self: { href: pullUrl },
      html: { href: html },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${pullUrl}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${pullUrl}/commits` },
      statuses: { href: `${api}/statuses/${pull.headSha}` },
    },
    author_association: associationOf(repository, pull.author),
    auto_merge: null,
    draft: pull.isDraft,
  } satisfies Schemas['pull-request-simple']
}

/** As a check run names the pull requests it belongs to. */
export function renderPullRequestMinimal(pull: PullRequest, urls: Urls): Schemas['pull-request-minimal'] {
  const repo = ({ id, fullName, name }: Repository) => ({ id, url: `${urls.api}/repos/${fullName}`, name })
  return {
    id: pull.id,
    number: pull.number,
    url: `${urls.api}/repos/${pull.repository.fullName}/pulls/${pull.number}`,
    head: { ref: pull.headBranch, sha: pull.headSha, repo: repo(pull.headRepository) },
    base: { ref: pull.baseBranch, sha: pull.baseSha, repo: repo(pull.repository) },
  }
}

/** The issue that a pull request also is, as `issue_comment` events carry it. */
export function renderIssue(pull: PullRequest, urls: Urls): Readonly<Record<string, unknown>> {
  const api = `${urls.api}/repos/${pull.repository.fullName}`
  const url = `${api}/issues/${pull.number}`
  const simple = renderPullRequestSimple(pull, urls)
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: simple.html_url,
    id: pull.issueId,
    node_id: pull.nodeId,
    number: pull.number,
    title: pull.title,
    user: simple.user,
    labels: simple.labels,
    state: pull.state,
    state_reason: null,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: pull.issueComments.length,
    created_at: simple.created_at,
    updated_at: simple.updated_at,
    closed_at: simple.closed_at,
    author_association: simple.author_association,
    active_lock_reason: null,
    draft: pull.isDraft,
    body: pull.body,
    pull_request: {
      url: simple.url,
      html_url: simple.html_url,
      diff_url: simple.diff_url,
      patch_url: simple.patch_url,
      merged_at: simple.merged_at,
    },
    reactions: {
      url: `${url}/reactions`,
      total_count: 0,
      '+1': 0,
      '-1': 0,
      laugh: 0,
      hooray: 0,
      confused: 0,
      heart: 0,
      rocket: 0,
      eyes: 0,
    },
    performed_via_github_app: null,
  }
}

export function renderLabel(label: Label, repository: Repository, urls: Urls) {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${urls.api}/repos/${repository.fullName}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    description: '',
    color: 'ededed',
    default: false,
  }
}

function renderEnd(repository: Repository, ref: string, sha: string, urls: Urls) {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: renderAccount(repository.owner, urls),
    repo: renderRepository(repository, urls),
  }
}

function orNull(account: Account | null, urls: Urls) {
  return account === null ? null : renderAccount(account, urls)
}
