/** Reads everything that is said on a pull request, page by page, up to bounds that are in the thousands. */
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { PullRequestRef } from '../../../domain/pull-request/pull-request.ts'
import type { Conversation } from '../../../ports/code-host/conversation.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { Hosted } from '../../../ports/code-host/hosted.ts'
import type { Api } from '../api/create-api.ts'
import { hostFailure, unexpectedAnswer } from '../api/failures.ts'
import type { PullLocation } from '../locations.ts'
import {
  ConversationData,
  type ReviewAnswer,
  type SaidAnswer,
  type ThreadAnswer,
  ThreadData,
  type Viewer,
} from './answers.ts'
import { conversationQuery, threadQuery } from './queries.ts'
import { toConversation } from './to-conversation.ts'

/** Of 100 entries each. */
const pagesMax = { threads: 10, comments: 20, reviews: 10 } as const
/** Requests for what is beyond the first comments of long threads. */
const threadPagesMax = 20

interface Connection<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly (Node | null)[] | null
}

/** What was read of one list so far. */
interface Reading<Node> {
  readonly nodes: Node[]
  /** Null when it is at its end, or at our bound. */
  next: { readonly after: string | null } | null
  pages: number
  isWhole: boolean
}

export async function readConversation(
  api: Api,
  pullRequest: PullRequestRef,
  { installation, parameters }: PullLocation,
  signal: AbortSignal,
): Hosted<Conversation> {
  const threads = startReading<ThreadAnswer>()
  const comments = startReading<SaidAnswer>()
  const reviews = startReading<ReviewAnswer>()
  let viewer: Viewer = { login: '', databaseId: null }
  while (threads.next !== null || comments.next !== null || reviews.next !== null) {
    const answer = await api.graphql({
      kind: 'read',
      installation,
      query: conversationQuery,
      variables: {
        owner: parameters.owner,
        repo: parameters.repo,
        number: parameters.pull_number,
        withThreads: threads.next !== null,
        threadsAfter: threads.next?.after ?? null,
        withComments: comments.next !== null,
        commentsAfter: comments.next?.after ?? null,
        withReviews: reviews.next !== null,
        reviewsAfter: reviews.next?.after ?? null,
      },
      schema: ConversationData,
      signal,
    })
    if (!answer.ok) return answer
    viewer = answer.value.viewer
    const repository = answer.value.repository
    const pull = repository?.pullRequest ?? null
    if (pull === null || repository?.databaseId !== pullRequest.repository.id) return fail(notThere())
    const wereTaken =
      take(threads, pull.reviewThreads, pagesMax.threads) &&
      take(comments, pull.comments, pagesMax.comments) &&
      take(reviews, pull.reviews, pagesMax.reviews)
    if (!wereTaken) return fail(unexpectedAnswer('a list that was asked for is missing', 200, false))
  }
  const long = await readLongThreads(api, installation, threads.nodes, signal)
  if (!long.ok) return long
  return succeed(
    toConversation({
      viewer,
      threads: threads.nodes,
      furtherComments: long.value.further,
      comments: comments.nodes,
      reviews: reviews.nodes,
      isComplete: threads.isWhole && comments.isWhole && reviews.isWhole && long.value.isWhole,
    }),
  )
}

function startReading<Node>(): Reading<Node> {
  return { nodes: [], next: { after: null }, pages: 0, isWhole: true }
}

/** @returns false when it should have been there */
function take<Node>(
  reading: Reading<Node>,
  connection: Connection<Node> | undefined,
  pagesMax: number,
): boolean {
  if (reading.next === null) return true
  if (connection === undefined) return false
  for (const node of connection.nodes ?? []) if (node !== null) reading.nodes.push(node)
  reading.pages += 1
  const { hasNextPage, endCursor } = connection.pageInfo
  const goesOn = hasNextPage && endCursor !== null
  reading.next = goesOn && reading.pages < pagesMax ? { after: endCursor } : null
  reading.isWhole = !hasNextPage
  return true
}

interface LongThreads {
  readonly further: ReadonlyMap<string, readonly SaidAnswer[]>
  readonly isWhole: boolean
}

async function readLongThreads(
  api: Api,
  installation: PullLocation['installation'],
  threads: readonly ThreadAnswer[],
  signal: AbortSignal,
): Promise<Outcome<LongThreads, HostFailure>> {
  const further = new Map<string, readonly SaidAnswer[]>()
  let pages = 0
  for (const thread of threads) {
    const reading = startReading<SaidAnswer>()
    // The first ones are known; what is read here is what comes after them.
    take(reading, { ...thread.comments, nodes: [] }, Number.POSITIVE_INFINITY)
    while (reading.next !== null) {
      if (pages === threadPagesMax) return succeed({ further, isWhole: false })
      pages += 1
      const answer = await api.graphql({
        kind: 'read',
        installation,
        query: threadQuery,
        variables: { thread: thread.id, after: reading.next.after },
        schema: ThreadData,
        signal,
      })
      if (!answer.ok) return answer
      // Removed meanwhile: there is nothing more to read of it.
      if (!take(reading, answer.value.node?.comments, Number.POSITIVE_INFINITY)) break
    }
    if (reading.nodes.length > 0) further.set(thread.id, reading.nodes)
  }
  return succeed({ further, isWhole: true })
}

function notThere(): HostFailure {
  return hostFailure({
    kind: 'not-found',
    message: 'GitHub does not show this pull request to the App.',
    remedy: 'Check that the App is installed there, not suspended, and that it was given this repository.',
    status: 200,
  })
}
