/**
 * Brings a pull request to what its report says. What stands there is read right before anything is sent, every time;
 * so a try that ended anywhere is simply made again. Nothing is sent without the lease, nor onto a head that moved.
 *
 * Requests, besides those of threads that are closed: conversation 1; with new comments on lines 2 more (the pull
 * request again, the review); summary 1 when it changes; check 1.
 */
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import type { PullRequestRef } from '../domain/pull-request/pull-request.ts'
import type { CodeHost } from '../ports/code-host/code-host.ts'
import type { Conversation } from '../ports/code-host/conversation.ts'
import type { HostFailure } from '../ports/code-host/host-failure.ts'
import type { Log } from '../ports/log/log.ts'
import type { OpenCheck } from '../ports/store/review-memory.ts'
import type { CheckRuns } from './check-run.ts'
import {
  type PublicationFacts,
  type PublicationPlan,
  planPublication,
  type ThreadEnd,
} from './plan-publication.ts'

export interface PublishParts {
  readonly host: Pick<CodeHost, 'pulls' | 'conversations'>
  readonly checkRuns: CheckRuns
  readonly log: Log
}

export interface PublishRequest extends Omit<PublicationFacts, 'conversation' | 'linesRefused'> {
  readonly pullRequest: PullRequestRef
  readonly check: OpenCheck
  /** Asked before every write: false when the lease was lost or the work has lost its point. */
  readonly stillOurs: () => Promise<boolean>
  readonly signal: AbortSignal
}

export interface Published {
  /** What was found on the pull request, before our writes: for `gatherFeedback`. */
  readonly conversation: Conversation
  readonly plan: PublicationPlan
  /** Comments on lines that this try has sent. */
  readonly commentsSent: number
}

export type PublishFailure =
  /** Write nothing more. `superseded` and `closed`: another job's business now. */
  | { readonly kind: 'stopped'; readonly why: 'lease-lost' | 'superseded' | 'closed' }
  /** Make the whole try again (not before `failure.retryAt`): it reads first, so nothing comes twice. */
  | { readonly kind: 'host'; readonly failure: HostFailure; readonly step: PublishStep }

export type PublishStep = 'read' | 'review' | 'threads' | 'summary' | 'check'

type Step<Value> = Promise<Outcome<Value, PublishFailure>>

/** Hosts take 80 writes a minute; threads that are left over are closed by the next review. */
const threadWritesMax = 30

export function createPublisher({ host, checkRuns, log }: PublishParts) {
  return { publish }

  async function publish(request: PublishRequest): Promise<Outcome<Published, PublishFailure>> {
    const { pullRequest, signal } = request
    const read = await host.conversations.read(pullRequest, signal)
    if (!read.ok) return hostFailure(read.failure, 'read')
    const facts = { ...request, conversation: read.value, linesRefused: false }
    const sent = await sendReview(request, facts)
    if (!sent.ok) return sent
    const { plan, commentsSent } = sent.value
    const settled = await settleThreads(request, plan)
    if (!settled.ok) return settled
    const told = await writeSummary(request, plan)
    if (!told.ok) return told
    const finished = await guarded(request, 'check', () =>
      checkRuns.finish(pullRequest, request.check, plan.check, signal),
    )
    return finished.ok ? succeed({ conversation: read.value, plan, commentsSent }) : finished
  }

  /** All comments or none. A host that refuses them names no entry, so then all of them go into the summary. */
  async function sendReview(
    request: PublishRequest,
    facts: PublicationFacts,
  ): Step<{ readonly plan: PublicationPlan; readonly commentsSent: number }> {
    const plan = planPublication(facts)
    const { review } = plan
    if (review === null) return succeed({ plan, commentsSent: 0 })
    const current = await host.pulls.read(request.pullRequest, request.signal)
    if (!current.ok) return hostFailure(current.failure, 'read')
    if (current.value.state === 'closed') return stopped('closed')
    if (current.value.head !== request.head) return stopped('superseded')
    const posted = await guarded(request, 'review', () =>
      host.conversations.postReview(request.pullRequest, review, request.signal),
    )
    if (posted.ok) return succeed({ plan, commentsSent: review.comments.length })
    if (posted.failure.kind === 'stopped' || posted.failure.failure.kind !== 'invalid') return posted
    log.warn(
      { head: request.head, comments: review.comments.length, message: posted.failure.failure.message },
      'comments on lines were refused and go into the summary',
    )
    return succeed({ plan: planPublication({ ...facts, linesRefused: true }), commentsSent: 0 })
  }

  /** A thread that cannot be closed is a pity; a review that is not told for it would be worse. */
  async function settleThreads(request: PublishRequest, plan: PublicationPlan): Step<void> {
    const { conversations } = host
    const { pullRequest, signal } = request
    const writes = [
      ...plan.notes.map((note) => () => conversations.reply(pullRequest, note.toComment, note.body, signal)),
      ...plan.resolve.map((end) => () => endThread(request, end)),
    ]
    if (writes.length > threadWritesMax)
      log.info({ left: writes.length - threadWritesMax }, 'threads are left for the next review')
    for (const write of writes.slice(0, threadWritesMax)) {
      const written = await guarded<unknown>(request, 'threads', write)
      if (written.ok) continue
      if (written.failure.kind === 'stopped' || !isRefusal(written.failure.failure)) return written
      log.warn({ kind: written.failure.failure.kind }, 'a thread could not be closed')
    }
    return succeed(undefined)
  }

  /** GitHub lets an App resolve threads only when it may write contents, which not every owner grants. */
  async function endThread(
    { pullRequest, signal }: PublishRequest,
    { thread, note }: ThreadEnd,
  ): Promise<Outcome<unknown, HostFailure>> {
    const { conversations } = host
    const resolved = await conversations.resolveThread(pullRequest, thread, signal)
    if (resolved.ok || resolved.failure.kind !== 'permission') return resolved
    return conversations.reply(pullRequest, note.toComment, note.body, signal)
  }

  async function writeSummary(request: PublishRequest, { summary }: PublicationPlan): Step<unknown> {
    const { pullRequest, signal } = request
    if (summary.kind === 'unchanged') return succeed(undefined)
    if (summary.kind === 'update') {
      const edited = await guarded<unknown>(request, 'summary', () =>
        host.conversations.editComment(pullRequest, summary.id, summary.body, signal),
      )
      // Somebody deleted it since we read.
      if (edited.ok || edited.failure.kind === 'stopped' || edited.failure.failure.kind !== 'not-found')
        return edited
    }
    return guarded<unknown>(request, 'summary', () =>
      host.conversations.postComment(pullRequest, summary.body, signal),
    )
  }
}

async function guarded<Value>(
  { stillOurs, signal }: PublishRequest,
  step: PublishStep,
  write: () => Promise<Outcome<Value, HostFailure>>,
): Step<Value> {
  if (signal.aborted || !(await stillOurs())) return stopped('lease-lost')
  const written = await write()
  return written.ok ? written : hostFailure(written.failure, step)
}

/** The host has understood and says no: another try would hear the same. */
function isRefusal({ kind }: HostFailure): boolean {
  return ['permission', 'not-found', 'gone', 'invalid', 'conflict'].includes(kind)
}

function stopped(why: 'lease-lost' | 'superseded' | 'closed') {
  return fail<PublishFailure>({ kind: 'stopped', why })
}

function hostFailure(failure: HostFailure, step: PublishStep) {
  return fail<PublishFailure>({ kind: 'host', failure, step })
}
