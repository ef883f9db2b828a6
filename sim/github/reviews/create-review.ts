/** A review is taken as a whole or not at all; so is each comment and reply that stands alone. */
import { invalid, refuse } from '../http/refusal.ts'
import { emitReview, emitReviewComment, emitThread } from '../pulls/pull-events.ts'
import type { PullRequest } from '../pulls/pull-request.ts'
import type { Account } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { World } from '../world/world.ts'
import { anchorComment, type WantedPlace } from './anchor-comment.ts'
import { placeThread } from './place-thread.ts'
import type { Review, ReviewState } from './review.ts'
import type { Anchor, ReviewComment, ReviewThread } from './review-thread.ts'

export interface WantedComment extends WantedPlace {
  readonly body: string
}

export interface NewReview {
  readonly author: Account
  readonly state: ReviewState
  readonly body: string
  /** The head when left out. */
  readonly commitId: string | undefined
  readonly comments: readonly WantedComment[]
}

export async function createReview(world: World, pull: PullRequest, wanted: NewReview): Promise<Review> {
  const commitId = wanted.commitId ?? pull.headSha
  requireSaying(pull, wanted)
  const anchors = await anchorAll(world, pull, commitId, wanted.comments)
  const review = addReview(world, pull, wanted.author, wanted.state, wanted.body, commitId)
  const threads = wanted.comments.map((comment, index) =>
    addThread(world, review, anchors[index] as Anchor, comment.body),
  )
  // Written on a commit that a push has since passed.
  for (const thread of threads) if (commitId !== pull.headSha) await placeThread(world.diffs, pull, thread)
  if (review.state !== 'PENDING') announce(world, review)
  return review
}

export function submitReview(
  world: World,
  review: Review,
  state: ReviewState,
  body: string | undefined,
): void {
  if (review.state !== 'PENDING')
    throw refuse(422, 'Unprocessable Entity', ['Could not submit a review that is not pending'])
  review.state = state
  review.body = body ?? review.body
  review.submittedMs = world.clock()
  announce(world, review)
}

export function replyTo(world: World, comment: ReviewComment, author: Account, body: string): ReviewComment {
  const { thread } = comment
  const [first = comment] = thread.comments
  const review = addReview(world, thread.pull, author, 'COMMENTED', '', thread.pull.headSha)
  const reply = addComment(world, thread, review, author, body, first)
  announce(world, review)
  return reply
}

export function setResolved(world: World, thread: ReviewThread, isResolved: boolean, by: Account): void {
  if (thread.isResolved === isResolved) return
  thread.isResolved = isResolved
  thread.resolvedBy = isResolved ? by : null
  emitThread(world, thread, by)
}

export function dismissReview(world: World, review: Review, by: Account): void {
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
    throw refuse(422, 'Unprocessable Entity', ['Can not dismiss a commented pull request review'])
  }
  review.state = 'DISMISSED'
  emitReview(world, review, 'dismissed', by)
}

async function anchorAll(
  world: World,
  pull: PullRequest,
  commitId: string,
  wanted: readonly WantedComment[],
): Promise<readonly Anchor[]> {
  if (!pull.commitShas.includes(commitId)) {
    throw refuse(422, 'Unprocessable Entity', ['The commit_id is not part of the pull request'])
  }
  const diff =
    commitId === pull.headSha
      ? pull.diff
      : await world.diffs.pull(pull.repository.git, pull.baseSha, commitId)
  const anchors: Anchor[] = []
  for (const comment of wanted) {
    requireBody(world, comment.body)
    const answer = anchorComment(diff, commitId, comment)
    if ('problems' in answer) throw refuse(422, 'Unprocessable Entity', [sentence(answer.problems)])
    anchors.push(answer.anchor)
  }
  return anchors
}

/** Rails' way of saying a list, which is what the real answers hold. */
function sentence(problems: readonly string[]): string {
  if (problems.length < 3) return problems.join(' and ')
  return `${problems.slice(0, -1).join(', ')}, and ${problems.at(-1)}`
}

function requireSaying(pull: PullRequest, { author, state, body, comments }: NewReview): void {
  if (pull.author.id === author.id && (state === 'APPROVED' || state === 'CHANGES_REQUESTED')) {
    const verb = state === 'APPROVED' ? 'approve' : 'request changes on'
    throw refuse(422, 'Unprocessable Entity', [`Can not ${verb} your own pull request`])
  }
  const needsBody = state === 'CHANGES_REQUESTED' || (state === 'COMMENTED' && comments.length === 0)
  if (needsBody && body.trim() === '') throw refuse(422, 'Unprocessable Entity', ["Body can't be blank"])
}

export function requireBody(world: World, body: string): void {
  if (body.trim() === '') throw invalid('IssueComment', 'body', 'custom', "body can't be blank")
  if (body.length > world.sizes.bodyCharactersMax) {
    const max = world.sizes.bodyCharactersMax
    throw invalid('IssueComment', 'body', 'custom', `body is too long (maximum is ${max} characters)`)
  }
}

function addReview(
  world: World,
  pull: PullRequest,
  author: Account,
  state: ReviewState,
  body: string,
  commitId: string,
): Review {
  const id = world.ids.next()
  const now = world.clock()
  const review: Review = {
    id,
    nodeId: nodeId('PRR', id),
    pull,
    author,
    body,
    state,
    commitId,
    submittedMs: now,
  }
  pull.reviews.push(review)
  pull.updatedMs = now
  world.reviews.set(id, review)
  return review
}

function addThread(world: World, review: Review, anchor: Anchor, body: string): ReviewThread {
  const { pull } = review
  const thread: ReviewThread = {
    nodeId: nodeId('PRRT', world.ids.next()),
    pull,
    anchor,
    place: { line: anchor.line, startLine: anchor.startLine, position: anchor.position },
    commitId: anchor.commitId,
    comments: [],
    isResolved: false,
    resolvedBy: null,
  }
  pull.threads.push(thread)
  world.threads.set(thread.nodeId, thread)
  addComment(world, thread, review, review.author, body, null)
  return thread
}

function addComment(
  world: World,
  thread: ReviewThread,
  review: Review,
  author: Account,
  body: string,
  inReplyTo: ReviewComment | null,
): ReviewComment {
  const id = world.ids.next()
  const now = world.clock()
  const comment: ReviewComment = {
    id,
    nodeId: nodeId('PRRC', id),
    thread,
    review,
    author,
    body,
    replyTo: inReplyTo,
    createdMs: now,
    updatedMs: now,
    reactions: [],
    minimized: null,
  }
  thread.comments.push(comment)
  world.reviewComments.set(id, comment)
  return comment
}

function announce(world: World, review: Review): void {
  emitReview(world, review, 'submitted', review.author)
  for (const comment of review.pull.threads.flatMap(({ comments }) => comments)) {
    if (comment.review === review) emitReviewComment(world, comment, 'created', review.author)
  }
}
