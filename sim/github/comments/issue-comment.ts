/** A comment in the conversation of a pull request. */
import { type App, renderApp } from '../apps/app.ts'
import type { PullRequest } from '../pulls/pull-request.ts'
import { associationOf } from '../repositories/association.ts'
import { type Reaction, renderReactions } from '../reviews/reactions.ts'
import { type Account, renderAccount } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { Urls, World } from '../world/world.ts'

export interface IssueComment {
  readonly id: number
  readonly nodeId: string
  readonly pull: PullRequest
  readonly author: Account
  readonly app: App | null
  body: string
  readonly createdMs: number
  updatedMs: number
  readonly reactions: Reaction[]
  /** The reason, in GraphQL's words in lower case; null while it is shown. */
  minimized: string | null
}

export function addIssueComment(
  world: World,
  pull: PullRequest,
  author: Account,
  app: App | null,
  body: string,
): IssueComment {
  const id = world.ids.next()
  const now = world.clock()
  const comment: IssueComment = {
    id,
    nodeId: nodeId('IC', id),
    pull,
    author,
    app,
    body,
    createdMs: now,
    updatedMs: now,
    reactions: [],
    minimized: null,
  }
  pull.issueComments.push(comment)
  pull.updatedMs = now
  world.issueComments.set(id, comment)
  return comment
}

export function removeIssueComment(world: World, comment: IssueComment): void {
  comment.pull.issueComments.splice(comment.pull.issueComments.indexOf(comment), 1)
  world.issueComments.delete(comment.id)
}

export function renderIssueComment(comment: IssueComment, urls: Urls): Schemas['issue-comment'] {
  const { pull, id } = comment
  const api = `${urls.api}/repos/${pull.repository.fullName}`
  const url = `${api}/issues/comments/${id}`
  return {
    id,
    node_id: comment.nodeId,
    url,
    html_url: `${urls.html}/${pull.repository.fullName}/pull/${pull.number}#issuecomment-${id}`,
    issue_url: `${api}/issues/${pull.number}`,
    body: comment.body,
    user: renderAccount(comment.author, urls),
    created_at: iso(comment.createdMs),
    updated_at: iso(comment.updatedMs),
    author_association: associationOf(pull.repository, comment.author),
    performed_via_github_app: comment.app === null ? null : renderApp(comment.app, urls),
    reactions: renderReactions(comment.reactions, url),
  }
}
