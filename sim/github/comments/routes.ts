/** Conversation comments, and reactions on every kind of comment, over REST. */
import { openRepository, reading, writing } from '../access/access.ts'
import { actorOf, appOf } from '../access/caller.ts'
import { pageOf } from '../http/page.ts'
import { invalid, refuse } from '../http/refusal.ts'
import { type ApiRequest, created, ok, type Route } from '../http/route.ts'
import { addNote, listNotes } from '../issues/routes.ts'
import { findPull } from '../pulls/find-pull.ts'
import { emitIssueComment } from '../pulls/pull-events.ts'
import { requireBody } from '../reviews/create-review.ts'
import { addReaction, type Reaction, reactionContents, renderReaction } from '../reviews/reactions.ts'
import { findReviewComment, nameIn } from '../reviews/routes.ts'
import type { Account } from '../world/account.ts'
import type { World } from '../world/world.ts'
import {
  addIssueComment,
  type IssueComment,
  removeIssueComment,
  renderIssueComment,
} from './issue-comment.ts'

const issues = '/repos/:owner/:repo/issues'
const reads = reading('issues', 'pull_requests')
const writes = writing('issues', 'pull_requests')

export function commentRoutes(world: World): readonly Route[] {
  const render = (comment: IssueComment) => renderIssueComment(comment, world.urls)
  return [
    {
      method: 'GET',
      path: `${issues}/:number/comments`,
      auth: 'any',
      handle: (request) => {
        const notes = listNotes(world, request)
        if (notes !== null) return notes
        const since = Date.parse(request.query.get('since') ?? '1970-01-01T00:00:00Z')
        const all = findPull(world, request, reads).issueComments.filter(
          ({ updatedMs }) => updatedMs >= since,
        )
        const { items, headers } = pageOf(request, world.urls.api, all)
        return ok(items.map(render), headers)
      },
    },
    {
      method: 'POST',
      path: `${issues}/:number/comments`,
      auth: 'token',
      createsContent: true,
      handle: (request) => {
        const note = addNote(world, request)
        if (note !== null) return note
        const pull = findPull(world, request, writes)
        const text = request.body.requiredText('body')
        requireBody(world, text)
        const author = actorOf(request.caller)
        const comment = addIssueComment(world, pull, author, appOf(request.caller), text)
        emitIssueComment(world, comment, 'created', author)
        return created(render(comment))
      },
    },
    {
      method: 'GET',
      path: `${issues}/comments/:comment`,
      auth: 'any',
      handle: (request) => {
        openRepository(world, request.caller, nameIn(request), reads)
        return ok(render(findIssueComment(world, request)))
      },
    },
    {
      method: 'PATCH',
      path: `${issues}/comments/:comment`,
      auth: 'token',
      handle: (request) => {
        const comment = ownComment(world, request)
        const text = request.body.requiredText('body')
        requireBody(world, text)
        editIssueComment(world, comment, text, actorOf(request.caller))
        return ok(render(comment))
      },
    },
    {
      method: 'DELETE',
      path: `${issues}/comments/:comment`,
      auth: 'token',
      handle: (request) => {
        const comment = ownComment(world, request)
        removeIssueComment(world, comment)
        emitIssueComment(world, comment, 'deleted', actorOf(request.caller))
        return { status: 204 }
      },
    },
    ...reactionRoutes(world, `${issues}/comments/:comment/reactions`, (request) =>
      findIssueComment(world, request),
    ),
    ...reactionRoutes(world, '/repos/:owner/:repo/pulls/comments/:comment/reactions', (request) =>
      findReviewComment(world, request),
    ),
  ]
}

export function editIssueComment(world: World, comment: IssueComment, text: string, by: Account): void {
  const changes = { body: { from: comment.body } }
  comment.body = text
  comment.updatedMs = world.clock()
  emitIssueComment(world, comment, 'edited', by, { changes })
}

function ownComment(world: World, request: ApiRequest): IssueComment {
  openRepository(world, request.caller, nameIn(request), writes)
  const comment = findIssueComment(world, request)
  if (comment.author.id !== actorOf(request.caller).id)
    throw refuse(403, 'Resource not accessible by integration')
  return comment
}

function findIssueComment(world: World, request: ApiRequest): IssueComment {
  const comment = world.issueComments.get(Number(request.params.comment))
  const isHere = comment?.pull.repository.fullName.toLowerCase() === nameIn(request).toLowerCase()
  if (comment === undefined || !isHere) throw refuse(404, 'Not Found')
  return comment
}

function reactionRoutes(
  world: World,
  path: string,
  find: (request: ApiRequest) => { readonly reactions: Reaction[] },
): readonly Route[] {
  return [
    {
      method: 'GET',
      path,
      auth: 'any',
      handle: (request) => {
        openRepository(world, request.caller, nameIn(request), reads)
        const wanted = request.query.get('content')
        const all = find(request).reactions.filter(({ content }) => wanted === null || content === wanted)
        const { items, headers } = pageOf(request, world.urls.api, all)
        return ok(
          items.map((reaction) => renderReaction(reaction, world.urls)),
          headers,
        )
      },
    },
    {
      method: 'POST',
      path,
      auth: 'token',
      createsContent: true,
      handle: (request) => {
        openRepository(world, request.caller, nameIn(request), writes)
        const content = reactionContents.find((one) => one === request.body.requiredText('content'))
        if (content === undefined) throw invalid('Reaction', 'content', 'invalid')
        const { reaction, isNew } = addReaction(
          world,
          find(request).reactions,
          actorOf(request.caller),
          content,
        )
        return { status: isNew ? 201 : 200, body: renderReaction(reaction, world.urls) }
      },
    },
  ]
}
