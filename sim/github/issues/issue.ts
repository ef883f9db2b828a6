/** An issue that is no pull request, and what is said below it. */
import { type App, renderApp } from '../apps/app.ts'
import type { Label } from '../pulls/pull-request.ts'
import { renderLabel } from '../pulls/render-pull-request.ts'
import { associationOf } from '../repositories/association.ts'
import type { Repository } from '../repositories/repository.ts'
import { renderReactions } from '../reviews/reactions.ts'
import { type Account, renderAccount } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { Urls, World } from '../world/world.ts'

export interface IssueNote {
  readonly id: number
  readonly author: Account
  readonly app: App | null
  readonly body: string
  readonly createdMs: number
}

export interface Issue {
  readonly id: number
  readonly number: number
  readonly repository: Repository
  readonly author: Account
  readonly app: App | null
  title: string
  body: string | null
  labels: readonly Label[]
  state: 'open' | 'closed'
  stateReason: 'completed' | 'not_planned' | 'reopened' | null
  readonly createdMs: number
  updatedMs: number
  closedMs: number | null
  closedBy: Account | null
  readonly notes: IssueNote[]
}

export interface NewIssue {
  readonly title: string
  readonly body: string | null
  readonly labels: readonly string[]
}

export function addIssue(
  world: World,
  repository: Repository,
  { title, body, labels }: NewIssue,
  author: Account,
  app: App | null,
): Issue {
  const now = world.clock()
  const issue: Issue = {
    id: world.ids.next(),
    number: repository.nextNumber++,
    repository,
    author,
    app,
    title,
    body,
    labels: labels.map((name) => ({ id: world.ids.next(), name })),
    state: 'open',
    stateReason: null,
    createdMs: now,
    updatedMs: now,
    closedMs: null,
    closedBy: null,
    notes: [],
  }
  repository.issues.set(issue.number, issue)
  return issue
}

export function renderPlainIssue(issue: Issue, urls: Urls): Schemas['issue'] {
  const { repository, number } = issue
  const api = `${urls.api}/repos/${repository.fullName}`
  const url = `${api}/issues/${number}`
  return {
    id: issue.id,
    node_id: nodeId('I', issue.id),
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${urls.html}/${repository.fullName}/issues/${number}`,
    number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: renderAccount(issue.author, urls),
    labels: issue.labels.map((label) => renderLabel(label, repository, urls)),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: issue.notes.length,
    closed_at: issue.closedMs === null ? null : iso(issue.closedMs),
    created_at: iso(issue.createdMs),
    updated_at: iso(issue.updatedMs),
    closed_by: issue.closedBy === null ? null : renderAccount(issue.closedBy, urls),
    author_association: associationOf(repository, issue.author),
    performed_via_github_app: issue.app === null ? null : renderApp(issue.app, urls),
    reactions: renderReactions([], url),
  }
}

export function renderNote(issue: Issue, note: IssueNote, urls: Urls): Schemas['issue-comment'] {
  const { repository, number } = issue
  const api = `${urls.api}/repos/${repository.fullName}`
  const url = `${api}/issues/comments/${note.id}`
  return {
    id: note.id,
    node_id: nodeId('IC', note.id),
    url,
    html_url: `${urls.html}/${repository.fullName}/issues/${number}#issuecomment-${note.id}`,
    issue_url: `${api}/issues/${number}`,
    body: note.body,
    user: renderAccount(note.author, urls),
    created_at: iso(note.createdMs),
    updated_at: iso(note.createdMs),
    author_association: associationOf(repository, note.author),
    performed_via_github_app: note.app === null ? null : renderApp(note.app, urls),
    reactions: renderReactions([], url),
  }
}
