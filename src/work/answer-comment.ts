/**
 * Somebody spoke to the bot on a pull request: who may ask what is asked of the host, what was asked is done, and one
 * answer is given. Words of the comment choose between commands and name a finding; what is asked of the agents goes to
 * them as data.
 */
import type { ChatCommand } from '../domain/chat/chat-command.ts'
import { mayAsk } from '../domain/chat/chat-command.ts'
import { parseChatCommand } from '../domain/chat/parse-chat-command.ts'
import type { Finding, FindingId } from '../domain/finding/finding.ts'
import type { AnswerTask, CommentRef, ReviewTask } from '../domain/job/job.ts'
import { jobKey } from '../domain/job/job-key.ts'
import type { Outcome } from '../domain/outcome.ts'
import type { PullRequest } from '../domain/pull-request/pull-request.ts'
import type { Questions } from '../ports/agents/questions.ts'
import type { CodeHost } from '../ports/code-host/code-host.ts'
import type { Conversation } from '../ports/code-host/conversation.ts'
import type { HostFailure } from '../ports/code-host/host-failure.ts'
import type { Queue } from '../ports/queue/queue.ts'
import type { ReviewRecord } from '../ports/store/review-memory.ts'
import type { Store } from '../ports/store/store.ts'
import { isAnswered } from '../publish/find-answer.ts'
import { type Answer, renderAnswer } from '../publish/render/answers.ts'
import { answerReply } from './answer-reply.ts'
import { askAgents, questionIn } from './ask-agents.ts'
import { resultOfHostFailure } from './host-result.ts'
import type { JobResult } from './job-result.ts'
import type { ChangeFailure } from './review-try.ts'
import type { JobContext } from './worker.ts'

export interface AnswerParts {
  /** Asks with the urgency of a person who waits. */
  readonly host: CodeHost
  readonly store: Pick<Store, 'jobs' | 'reviews' | 'feedback'>
  readonly queue: Queue
  /** The App's slug. */
  readonly botName: string
  /** Null: this service has no agents. */
  readonly questions: Questions | null
  /** The configuration that governs a pull request, in words. */
  readonly readConfig: ReadConfig
  readonly now: () => number
  readonly chance: () => number
}

export type ReadConfig = (
  host: CodeHost,
  pullRequest: PullRequest,
  signal: AbortSignal,
) => Promise<Outcome<{ readonly source: string; readonly text: string }, ChangeFailure>>

type Answered = Outcome<Answer, HostFailure>

export async function answerComment(
  parts: AnswerParts,
  { pullRequest: ref, comment }: AnswerTask,
  context: JobContext,
): Promise<JobResult> {
  const { host, botName, now, chance } = parts
  const command = parseChatCommand(comment.text, botName)
  const hostResult = (failure: HostFailure) => resultOfHostFailure(failure, now(), chance())
  if (command === null) {
    const reply = await answerReply(parts, { kind: 'answer', pullRequest: ref, comment }, context)
    if (!reply.ok) return hostResult(reply.failure)
    if (reply.value.kind === 'silence') return silence(reply.value.note)
    return tell(parts, reply.value.pullRequest, comment, reply.value.answer, 'reply', context)
  }
  const permission = await host.people.permission(ref.repository, comment.author, context.signal)
  if (!permission.ok) return hostResult(permission.failure)
  const read = await host.pulls.read(ref, context.signal)
  if (!read.ok) return hostResult(read.failure)
  const pullRequest = {
    ...read.value,
    repository: { ...read.value.repository, installation: ref.repository.installation },
  }
  const asker = { permission: permission.value, isAuthor: read.value.author === comment.author }
  const isAllowed = mayAsk(command, asker)
  if (!isAllowed && !asker.isAuthor) return silence('Who wrote the comment may not ask for this.')
  const conversation = await host.conversations.read(ref, context.signal)
  if (!conversation.ok) return hostResult(conversation.failure)
  if (isAnswered(conversation.value, comment)) return silence('The comment is answered already.')
  const answer = isAllowed
    ? await obey(parts, { pullRequest, comment, command, conversation: conversation.value }, context)
    : ({ ok: true, value: { kind: 'not-allowed' } } as const)
  if (!answer.ok) return hostResult(answer.failure)
  return tell(parts, pullRequest, comment, answer.value, command.kind, context)
}

async function tell(
  { host, now, chance }: AnswerParts,
  pullRequest: PullRequest,
  comment: CommentRef,
  answer: Answer,
  command: ChatCommand['kind'] | 'reply',
  context: JobContext,
): Promise<JobResult> {
  if (!context.isOurs()) return { kind: 'hand-back' }
  const said = await say(host, pullRequest, comment, answer, context.signal)
  if (!said.ok) return resultOfHostFailure(said.failure, now(), chance())
  return { kind: 'done', outcome: 'answered', note: `Answered ${command}.`, facts: { command } }
}

function silence(note: string): JobResult {
  return { kind: 'done', outcome: 'skipped', note }
}

interface Request {
  readonly pullRequest: PullRequest
  readonly comment: CommentRef
  readonly command: ChatCommand
  readonly conversation: Conversation
}

async function obey(
  parts: AnswerParts,
  { pullRequest, comment, command, conversation }: Request,
  context: JobContext,
): Promise<Answered> {
  const { store } = parts
  const last = await store.reviews.last(pullRequest)
  const give = (answer: Answer): Answered => ({ ok: true, value: answer })
  switch (command.kind) {
    case 'help':
    case 'unknown':
    case 'incomplete':
      return give(command)
    case 'review': {
      const isDone = !command.isFull && last?.head === pullRequest.head && last.result !== 'failed'
      // A draft is reviewed only when somebody asks.
      const mode = command.isFull || pullRequest.isDraft ? 'full' : 'up-to-head'
      if (!isDone) await askForReview(parts, pullRequest, mode)
      return give({ kind: 'review', isDone, head: pullRequest.head })
    }
    case 'status':
      return give(await status(parts, pullRequest, last))
    case 'explain':
      return give(explain(last, command.finding))
    case 'dismiss': {
      const finding = findingOf(last, command.finding)
      if (finding === null) return give({ kind: 'no-such-finding', finding: command.finding })
      const { reason } = command
      await store.reviews.dismiss(pullRequest, {
        finding: finding.id,
        by: comment.author,
        reason,
        at: parts.now(),
      })
      await askForReview(parts, pullRequest, 'full')
      return give({ kind: 'dismissed', finding, by: comment.author, reason })
    }
    case 'pause':
      await store.reviews.setPaused(pullRequest, comment.author)
      return give({ kind: 'paused', by: comment.author })
    case 'resume': {
      const wasPaused = (await store.reviews.pausedBy(pullRequest)) !== null
      await store.reviews.setPaused(pullRequest, null)
      if (wasPaused) await askForReview(parts, pullRequest, 'full')
      return give({ kind: 'resumed', wasPaused })
    }
    case 'config':
      return config(parts, pullRequest, context)
    case 'ask':
    case 'describe':
    case 'improve':
    case 'tests': {
      const text = questionIn(command)
      return askAgents(
        parts,
        { kind: command.kind, text, pullRequest, comment, conversation },
        context.signal,
      )
    }
  }
}

/** At the priority of the command; what cannot be queued now is found by the reconciler. */
async function askForReview(
  { store, queue }: AnswerParts,
  pullRequest: PullRequest,
  mode: ReviewTask['mode'],
): Promise<void> {
  const { repository, number } = pullRequest
  const task: ReviewTask = { kind: 'review', pullRequest: { repository, number }, mode }
  const { entry } = await store.jobs.add({
    key: jobKey(task),
    lane: 'command',
    installation: repository.installation,
    task,
    notBefore: null,
    cancelsActive: null,
  })
  if (entry !== null) await queue.add([entry])
}

async function status(
  { store }: AnswerParts,
  pullRequest: PullRequest,
  last: ReviewRecord | null,
): Promise<Answer> {
  const { repository, number, head } = pullRequest
  const key = jobKey({ kind: 'review', pullRequest: { repository, number }, mode: 'up-to-head' })
  const [pausedBy, demotions, job] = await Promise.all([
    store.reviews.pausedBy(pullRequest),
    store.feedback.demotions(repository),
    store.jobs.findUnfinished(key),
  ])
  const reason = job?.reason ?? (job?.state === 'active' ? 'It is being reviewed.' : 'It waits for a worker.')
  return {
    kind: 'status',
    facts: {
      head,
      lastHead: last?.head ?? null,
      lastNote: last?.note ?? '',
      pausedBy,
      waiting: job === null ? null : { until: job.state === 'parked' ? job.notBefore : null, reason },
      demotedRules: demotions.map(({ rule }) => rule),
    },
  }
}

function explain(last: ReviewRecord | null, id: FindingId): Answer {
  const finding = findingOf(last, id)
  if (finding === null) return { kind: 'no-such-finding', finding: id }
  const fate = finding.shown ? 'It was told in the review.' : 'The limit of findings was reached before it.'
  return { kind: 'explanation', finding, fate }
}

function findingOf(last: ReviewRecord | null, id: FindingId): Finding | null {
  return last?.report?.findings.find((finding) => finding.id === id) ?? null
}

async function config(
  { host, readConfig }: AnswerParts,
  pullRequest: PullRequest,
  { signal }: JobContext,
): Promise<Answered> {
  const read = await readConfig(host, pullRequest, signal)
  if (read.ok) return { ok: true, value: { kind: 'config', ...read.value } }
  const { failure } = read
  if (failure.kind === 'host') return { ok: false, failure: failure.failure }
  const problems = failure.kind === 'bad-config' ? failure.problems : [failure.message]
  return { ok: true, value: { kind: 'config-errors', problems } }
}

/** In the thread where it was asked, or below the pull request. */
function say(
  { conversations }: CodeHost,
  pullRequest: PullRequest,
  comment: CommentRef,
  answer: Answer,
  signal: AbortSignal,
): Promise<Outcome<unknown, HostFailure>> {
  const body = renderAnswer(answer, comment)
  return comment.kind === 'issue'
    ? conversations.postComment(pullRequest, body, signal)
    : conversations.reply(pullRequest, comment.inReplyTo ?? comment.id, body, signal)
}
