/** Reviews, their comments, replies and dismissals over REST. */
import { openRepository, reading, writing } from '../access/access.ts'
import { actorOf, type Caller } from '../access/caller.ts'
import { type Body, readBody } from '../http/body.ts'
import { pageOf } from '../http/page.ts'
import { invalid, refuse } from '../http/refusal.ts'
import { type ApiRequest, created, ok, type Route } from '../http/route.ts'
import { findPull } from '../pulls/find-pull.ts'
import { emitReviewComment } from '../pulls/pull-events.ts'
import { reviewCommentsOf } from '../pulls/pull-request.ts'
import type { World } from '../world/world.ts'
import {
  createReview,
  dismissReview,
  replyTo,
  requireBody,
  submitReview,
  type WantedComment,
} from './create-review.ts'
import { type Review, type ReviewState, renderReview } from './review.ts'
import { type ReviewComment, renderReviewComment } from './review-thread.ts'

const pulls = '/repos/:owner/:repo/pulls'

export function reviewRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'GET',
      path: `${pulls}/:number/reviews`,
      auth: 'any',
      handle: (request) => {
        const pull = findPull(world, request, reading('pull_requests'))
        const shown = pull.reviews.filter((review) => isShown(review, request.caller))
        const { items, headers } = pageOf(request, world.urls.api, shown)
        return ok(
          items.map((review) => renderReview(review, world.urls)),
          headers,
        )
      },
    },
    {
      method: 'GET',
      path: `${pulls}/:number/reviews/:review`,
      auth: 'any',
      handle: (request) => ok(renderReview(findReview(world, request), world.urls)),
    },
    {
      method: 'POST',
      path: `${pulls}/:number/reviews`,
      auth: 'token',
      createsContent: true,
      handle: async (request) => {
        const pull = findPull(world, request, writing('pull_requests'))
        const { body } = request
        const text = body.text('body') ?? ''
        if (text !== '') requireBody(world, text)
        const review = await createReview(world, pull, {
          author: actorOf(request.caller),
          state: stateOf(body.text('event')),
          body: text,
          commitId: body.text('commit_id'),
          comments: (body.list('comments') ?? []).map((one) => readComment(readBody(one))),
        })
        return ok(renderReview(review, world.urls))
      },
    },
    {
      method: 'POST',
      path: `${pulls}/:number/reviews/:review/events`,
      auth: 'token',
      createsContent: true,
      handle: (request) => {
        findPull(world, request, writing('pull_requests'))
        const review = findReview(world, request)
        submitReview(world, review, stateOf(request.body.requiredText('event')), request.body.text('body'))
        return ok(renderReview(review, world.urls))
      },
    },
    {
      method: 'PUT',
      path: `${pulls}/:number/reviews/:review/dismissals`,
      auth: 'token',
      handle: (request) => {
        findPull(world, request, writing('pull_requests'))
        const review = findReview(world, request)
        request.body.requiredText('message')
        dismissReview(world, review, actorOf(request.caller))
        return ok(renderReview(review, world.urls))
      },
    },
    {
      method: 'GET',
      path: `${pulls}/:number/reviews/:review/comments`,
      auth: 'any',
      handle: (request) => {
        const review = findReview(world, request)
        const ours = reviewCommentsOf(review.pull).filter((comment) => comment.review === review)
        const { items, headers } = pageOf(request, world.urls.api, ours)
        return ok(
          items.map((comment) => renderReviewComment(comment, world.urls)),
          headers,
        )
      },
    },
    ...commentRoutes(world),
  ]
}

function commentRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'GET',
      path: `${pulls}/:number/comments`,
      auth: 'any',
      handle: (request) => {
        const pull = findPull(world, request, reading('pull_requests'))
        const sorted = reviewCommentsOf(pull).toSorted((left, right) => left.id - right.id)
        const shown = sorted.filter(({ review }) => review.state !== 'PENDING')
        const { items, headers } = pageOf(request, world.urls.api, shown)
        return ok(
          items.map((comment) => renderReviewComment(comment, world.urls)),
          headers,
        )
      },
    },
    {
      method: 'POST',
      path: `${pulls}/:number/comments`,
      auth: 'token',
      createsContent: true,
      handle: async (request) => {
        const pull = findPull(world, request, writing('pull_requests'))
        const author = actorOf(request.caller)
        const comment = readComment(request.body)
        const commitId = request.body.requiredText('commit_id')
        const wanted = { author, state: 'COMMENTED', body: '', commitId, comments: [comment] } as const
        const review = await createReview(world, pull, wanted)
        const made = reviewCommentsOf(pull).find((one) => one.review === review)
        return created(made === undefined ? null : renderReviewComment(made, world.urls))
      },
    },
    {
      method: 'POST',
      path: `${pulls}/:number/comments/:comment/replies`,
      auth: 'token',
      createsContent: true,
      handle: (request) => {
        findPull(world, request, writing('pull_requests'))
        const comment = findReviewComment(world, request)
        const text = request.body.requiredText('body')
        requireBody(world, text)
        return created(
          renderReviewComment(replyTo(world, comment, actorOf(request.caller), text), world.urls),
        )
      },
    },
    {
      method: 'GET',
      path: `${pulls}/comments/:comment`,
      auth: 'any',
      handle: (request) => {
        openRepository(world, request.caller, nameIn(request), reading('pull_requests'))
        return ok(renderReviewComment(findReviewComment(world, request), world.urls))
      },
    },
    {
      method: 'PATCH',
      path: `${pulls}/comments/:comment`,
      auth: 'token',
      handle: (request) => {
        openRepository(world, request.caller, nameIn(request), writing('pull_requests'))
        const comment = findReviewComment(world, request)
        const actor = actorOf(request.caller)
        if (comment.author.id !== actor.id) throw refuse(403, 'Resource not accessible by integration')
        const text = request.body.requiredText('body')
        requireBody(world, text)
        editReviewComment(world, comment, text, actor)
        return ok(renderReviewComment(comment, world.urls))
      },
    },
  ]
}

export function editReviewComment(
  world: World,
  comment: ReviewComment,
  text: string,
  by: ReviewComment['author'],
): void {
  const changes = { body: { from: comment.body } }
  comment.body = text
  comment.updatedMs = world.clock()
  emitReviewComment(world, comment, 'edited', by, { changes })
}

export function findReviewComment(world: World, request: ApiRequest): ReviewComment {
  const comment = world.reviewComments.get(Number(request.params.comment))
  const isHere = comment?.thread.pull.repository.fullName.toLowerCase() === nameIn(request).toLowerCase()
  if (comment === undefined || !isHere) throw refuse(404, 'Not Found')
  return comment
}

export function nameIn({ params }: ApiRequest): string {
  return `${params.owner}/${params.repo}`
}

function findReview(world: World, request: ApiRequest): Review {
  const pull = findPull(world, request, reading('pull_requests'))
  const review = world.reviews.get(Number(request.params.review))
  if (review?.pull !== pull || !isShown(review, request.caller)) throw refuse(404, 'Not Found')
  return review
}

/** What is not submitted yet is seen by its author only. */
function isShown(review: Review, caller: Caller): boolean {
  if (review.state !== 'PENDING') return true
  return caller.kind !== 'anonymous' && actorOf(caller).id === review.author.id
}

const states: Readonly<Record<string, ReviewState>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
}

function stateOf(event: string | undefined): ReviewState {
  if (event === undefined) return 'PENDING'
  const state = states[event]
  if (state === undefined) throw invalid('PullRequestReview', 'event', 'invalid')
  return state
}

function readComment(body: Body): WantedComment {
  return {
    path: body.requiredText('path'),
    body: body.requiredText('body'),
    line: body.integer('line'),
    side: body.text('side'),
    startLine: body.integer('start_line'),
    startSide: body.text('start_side'),
    position: body.integer('position'),
  }
}
