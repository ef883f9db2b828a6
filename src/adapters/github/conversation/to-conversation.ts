/** From GraphQL's words to ours. Whose a thing is, is decided here, and by nothing but the host's own identities. */
import type { Conversation, ReviewThread, ThreadComment } from '../../../ports/code-host/conversation.ts'
import type { AuthorAnswer, ReviewAnswer, SaidAnswer, ThreadAnswer, Viewer } from './answers.ts'

export interface ConversationParts {
  readonly viewer: Viewer
  readonly threads: readonly ThreadAnswer[]
  /** Of long threads, what comes after their first comments. */
  readonly furtherComments: ReadonlyMap<string, readonly SaidAnswer[]>
  readonly comments: readonly SaidAnswer[]
  readonly reviews: readonly ReviewAnswer[]
  readonly isComplete: boolean
}

export function toConversation(parts: ConversationParts): Conversation {
  const isOurs = (said: SaidAnswer) => said.viewerDidAuthor || isViewer(said.author, parts.viewer)
  return {
    threads: parts.threads.map((thread) => toThread(thread, parts, isOurs)),
    ownComments: parts.comments
      .filter(isOurs)
      .map(({ fullDatabaseId, body }) => ({ id: fullDatabaseId, body })),
    ownReviews: parts.reviews
      .filter(isOurs)
      .map(({ fullDatabaseId, body, commit }) => ({ id: fullDatabaseId, commit: commit?.oid ?? null, body })),
    isComplete: parts.isComplete,
  }
}

function toThread(
  thread: ThreadAnswer,
  { viewer, furtherComments }: ConversationParts,
  isOurs: (said: SaidAnswer) => boolean,
): ReviewThread {
  const first = (thread.comments.nodes ?? []).filter((node) => node !== null)
  const thumbsDown = thread.opening.nodes?.[0]?.reactions.totalCount ?? 0
  return {
    id: thread.id,
    path: thread.path,
    line: thread.line,
    isResolved: thread.isResolved,
    resolvedBy: thread.resolvedBy?.login ?? null,
    isResolvedByUs: thread.isResolved && isViewer(thread.resolvedBy, viewer),
    comments: [...first, ...(furtherComments.get(thread.id) ?? [])].map(
      (said, at): ThreadComment => ({
        id: said.fullDatabaseId,
        body: said.body,
        isOurs: isOurs(said),
        author: said.author?.login ?? null,
        thumbsDown: at === 0 ? thumbsDown : 0,
      }),
    ),
  }
}

/** By number: logins of bots are written with and without `[bot]`, and people may choose theirs. */
function isViewer(author: AuthorAnswer, viewer: Viewer): boolean {
  const number = author?.databaseId ?? null
  return number !== null && number === viewer.databaseId
}
