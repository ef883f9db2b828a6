/**
 * Somebody replied in a thread that we opened, without a command. Answered is what asks or contradicts, from somebody
 * who may ask; to everything else, and whenever there is nothing to say, silence is the answer.
 */
import { mayAsk } from '../domain/chat/chat-command.ts'
import { expectsAnswer } from '../domain/chat/expects-answer.ts'
import type { AnswerTask, CommentRef } from '../domain/job/job.ts'
import type { Outcome } from '../domain/outcome.ts'
import type { PullRequest } from '../domain/pull-request/pull-request.ts'
import type { Conversation } from '../ports/code-host/conversation.ts'
import type { HostFailure } from '../ports/code-host/host-failure.ts'
import { isAnswered } from '../publish/find-answer.ts'
import { type AskParts, askAgents, findingOfThread, threadOf } from './ask-agents.ts'
import type { JobContext } from './worker.ts'

export interface ReplyParts extends AskParts {
  readonly botName: string
}

export type ReplyAnswer =
  | { readonly kind: 'silence'; readonly note: string }
  | {
      readonly kind: 'answer'
      readonly pullRequest: PullRequest
      readonly answer: Extract<Awaited<ReturnType<typeof askAgents>>, { ok: true }>['value']
    }

export async function answerReply(
  parts: ReplyParts,
  { pullRequest: ref, comment }: AnswerTask,
  { signal }: JobContext,
): Promise<Outcome<ReplyAnswer, HostFailure>> {
  const { host, questions, botName } = parts
  if (questions === null || !isReply(comment) || !expectsAnswer(comment.text, botName))
    return silence('The comment holds no command.')
  const conversation = await host.conversations.read(ref, signal)
  if (!conversation.ok) return conversation
  const why = whyNotOurs(conversation.value, comment)
  if (why !== null) return silence(why)
  const [permission, read] = await Promise.all([
    host.people.permission(ref.repository, comment.author, signal),
    host.pulls.read(ref, signal),
  ])
  if (!permission.ok) return permission
  if (!read.ok) return read
  const asker = { permission: permission.value, isAuthor: read.value.author === comment.author }
  if (!mayAsk({ kind: 'ask', question: comment.text }, asker))
    return silence('Who wrote the comment may not ask for this.')
  const { installation } = ref.repository
  const pullRequest = { ...read.value, repository: { ...read.value.repository, installation } }
  const asked = {
    kind: 'reply' as const,
    text: comment.text,
    pullRequest,
    comment,
    conversation: conversation.value,
  }
  const answer = await askAgents(parts, asked, signal)
  if (!answer.ok) return answer
  if (answer.value.kind === 'no-agent-answer') return silence(answer.value.message)
  return { ok: true, value: { kind: 'answer', pullRequest, answer: answer.value } }
}

function isReply({ kind, inReplyTo, author }: CommentRef): boolean {
  return kind === 'review' && inReplyTo !== null && !author.endsWith('[bot]')
}

function whyNotOurs(conversation: Conversation, comment: CommentRef): string | null {
  const thread = threadOf(conversation, comment)
  if (thread === null || findingOfThread(thread) === null) return 'The thread is not ours.'
  if (thread.comments.some(({ id, isOurs }) => id === comment.id && isOurs)) return 'The comment is our own.'
  return isAnswered(conversation, comment) ? 'The comment is answered already.' : null
}

function silence(note: string): Outcome<ReplyAnswer, never> {
  return { ok: true, value: { kind: 'silence', note } }
}
