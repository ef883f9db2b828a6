/** Whether a command has its answer already: asked before answering, so that a retry does not say it twice. */
import type { CommentRef } from '../domain/job/job.ts'
import type { Conversation } from '../ports/code-host/conversation.ts'
import { readMarker } from './markers.ts'

export function isAnswered(
  conversation: Conversation,
  { kind, id }: Pick<CommentRef, 'kind' | 'id'>,
): boolean {
  const value = `${kind}/${id}`
  const ours = [
    ...conversation.ownComments,
    ...conversation.threads.flatMap(({ comments }) => comments.filter(({ isOurs }) => isOurs)),
  ]
  return ours.some(({ body }) => readMarker(body, 'answer') === value)
}
