/**
 * Questions for the agents. Each may cost money, so what one thread and one pull request may ask is bounded whatever the
 * budgets say, and who asked is told in words why there is no answer.
 */
import type { AgentCommand } from '../domain/chat/chat-command.ts'
import type { FindingId } from '../domain/finding/finding.ts'
import type { CommentRef } from '../domain/job/job.ts'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import type { PullRequest } from '../domain/pull-request/pull-request.ts'
import type { AskedThread, QuestionKind, Questions } from '../ports/agents/questions.ts'
import type { CodeHost } from '../ports/code-host/code-host.ts'
import type { Conversation, ReviewThread } from '../ports/code-host/conversation.ts'
import type { HostFailure } from '../ports/code-host/host-failure.ts'
import type { ReviewMemory } from '../ports/store/review-memory.ts'
import { readMarker } from '../publish/markers.ts'
import type { Answer } from '../publish/render/answers.ts'

export interface AskParts {
  readonly host: CodeHost
  readonly store: { readonly reviews: Pick<ReviewMemory, 'last'> }
  /** Null: this service has no agents. */
  readonly questions: Questions | null
}

export interface Asked {
  readonly kind: QuestionKind
  readonly text: string
  readonly pullRequest: PullRequest
  readonly comment: CommentRef
  readonly conversation: Conversation
}

/** Answers of agents; more than these are a conversation that people should have. */
export const answersPerThreadMax = 8
export const answersPerPullRequestMax = 40

const saidCharactersMax = 4_000

export async function askAgents(
  { host, store, questions }: AskParts,
  { kind, text, pullRequest, comment, conversation }: Asked,
  signal: AbortSignal,
): Promise<Outcome<Answer, HostFailure>> {
  const silent = (why: 'switched-off' | 'not-answered', message: string): Outcome<Answer, never> =>
    succeed({ kind: 'no-agent-answer', asked: kind, why, message })
  if (questions === null) return silent('switched-off', 'This service has no agents.')
  const thread = threadOf(conversation, comment)
  const bound = boundReached(conversation, thread)
  if (bound !== null) return silent('not-answered', bound)
  const answered = await questions.answer(
    host,
    {
      id: `${comment.kind}/${comment.id}`,
      kind,
      text,
      pullRequest,
      thread: await askedThread({ store }, pullRequest, thread, comment),
    },
    signal,
  )
  if (answered.ok) return succeed({ kind: 'agents', asked: kind, answer: answered.value })
  const { failure } = answered
  switch (failure.kind) {
    case 'host':
      return fail(failure.failure)
    case 'bad-config':
      return succeed({ kind: 'config-errors', problems: failure.problems })
    case 'switched-off':
    case 'not-answered':
      return silent(failure.kind, failure.message)
  }
}

export function questionIn(command: AgentCommand): string {
  return command.kind === 'ask' ? command.question : ''
}

/** The thread that a comment stands in; null below the pull request. */
export function threadOf(
  { threads }: Conversation,
  { kind, id, inReplyTo }: Pick<CommentRef, 'kind' | 'id' | 'inReplyTo'>,
): ReviewThread | null {
  if (kind === 'issue') return null
  const first = inReplyTo ?? id
  return threads.find(({ comments }) => comments[0]?.id === first) ?? null
}

/** The finding that our thread is about; null for a thread that we did not open. */
export function findingOfThread({ comments }: ReviewThread): FindingId | null {
  const [first] = comments
  return first?.isOurs === true ? (readMarker(first.body, 'finding') as FindingId | null) : null
}

function boundReached({ ownComments, threads }: Conversation, thread: ReviewThread | null): string | null {
  const here = thread === null ? 0 : answersIn(thread)
  if (here >= answersPerThreadMax)
    return `The agents have answered ${answersPerThreadMax} times in this conversation and leave it to people now.`
  const below = ownComments.filter(({ body }) => readMarker(body, 'agents') !== null).length
  const all = threads.reduce((sum, one) => sum + answersIn(one), below)
  return all >= answersPerPullRequestMax
    ? `The agents have answered ${answersPerPullRequestMax} times on this pull request, which is as often as they do.`
    : null
}

function answersIn({ comments }: ReviewThread): number {
  return comments.filter(({ isOurs, body }) => isOurs && readMarker(body, 'agents') !== null).length
}

async function askedThread(
  { store }: Pick<AskParts, 'store'>,
  pullRequest: PullRequest,
  thread: ReviewThread | null,
  comment: CommentRef,
): Promise<AskedThread | null> {
  if (thread === null) return null
  const id = findingOfThread(thread)
  const last = id === null ? null : await store.reviews.last(pullRequest)
  const at = thread.comments.findIndex((one) => one.id === comment.id)
  const before = at === -1 ? thread.comments : thread.comments.slice(0, at)
  return {
    path: thread.path,
    line: thread.line,
    finding: last?.report?.findings.find((finding) => finding.id === id) ?? null,
    said: before.map(({ isOurs, body }) => ({ isOurs, text: body.slice(0, saidCharactersMax) })),
  }
}
