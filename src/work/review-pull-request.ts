/**
 * Brings the review of a pull request up to its head: look at it, decide whether there is anything to do, read and
 * analyse the change, publish, remember. Every step may be the last one that this process makes; the next try begins
 * at the top and finds what was done.
 */
import type { ReviewTask } from '../domain/job/job.ts'
import type { PullRequest } from '../domain/pull-request/pull-request.ts'
import type { OpenCheck, ReviewRecord } from '../ports/store/review-memory.ts'
import { conclusionOfConfigErrors } from '../ports/store/review-memory.ts'
import { checkNameFor } from '../publish/check-name.ts'
import { createCheckRuns } from '../publish/check-run.ts'
import type { ReviewStatus } from '../publish/render/status-page.ts'
import { holdResult } from './hold-result.ts'
import { resultOfHostFailure } from './host-result.ts'
import type { JobResult } from './job-result.ts'
import { reviewAndPublish } from './review-and-publish.ts'
import type { ReviewPullRequestParts, Try } from './review-try.ts'
import { hostResult, remember } from './review-try.ts'
import type { JobContext } from './worker.ts'

export async function reviewPullRequest(
  parts: ReviewPullRequestParts,
  task: ReviewTask,
  context: JobContext,
): Promise<JobResult> {
  const { host, store, checks } = parts
  const { repository } = task.pullRequest
  const read = await host.pulls.read(task.pullRequest, context.signal)
  if (!read.ok) return resultOfHostFailure(read.failure, parts.now(), parts.chance())
  const pullRequest = {
    ...read.value,
    repository: { ...read.value.repository, installation: repository.installation },
  }
  const checkRuns = createCheckRuns({
    checks: host.checks,
    memory: store.reviews,
    log: context.log,
    checkName: checkNameFor(pullRequest, checks.name),
  })
  const attempt: Try = {
    ...parts,
    task,
    context,
    checkRuns,
    repositoryCircuit: { kind: 'repository', subject: `${repository.app}/${repository.id}` },
    fetchCircuit: { kind: 'dependency', subject: `git/${repository.app}/${repository.id}` },
  }
  return pullRequest.state === 'closed' ? settleClosed(attempt, pullRequest) : bringUp(attempt, pullRequest)
}

async function settleClosed(attempt: Try, pullRequest: PullRequest): Promise<JobResult> {
  const closed = await attempt.checkRuns.closeOthers(
    pullRequest,
    null,
    { kind: 'closed' },
    attempt.context.signal,
  )
  if (!closed.ok) return hostResult(attempt, closed.failure)
  return { kind: 'done', outcome: 'skipped', note: 'The pull request is closed.' }
}

async function bringUp(attempt: Try, pullRequest: PullRequest): Promise<JobResult> {
  const { task, store, checkRuns, context, circuits, repositoryCircuit } = attempt
  const { head } = pullRequest
  const tidied = await checkRuns.closeOthers(
    pullRequest,
    head,
    { kind: 'superseded', by: head },
    context.signal,
  )
  if (!tidied.ok) return hostResult(attempt, tidied.failure)
  const last = await store.reviews.last(pullRequest)
  // Green against one base says nothing about another: a change that was retargeted is another change.
  const isRetargeted = last !== null && last.head === head && last.base !== pullRequest.base
  const isReviewed = last !== null && last.head === head && !isRetargeted && isSettled(last)
  // A check left open on a reviewed head: a review that somebody asked for again was broken off by a late webhook.
  const isBrokenOff = (await store.reviews.openChecks(pullRequest)).some((open) => open.head === head)
  if (isReviewed && !isBrokenOff && task.mode === 'up-to-head')
    return { kind: 'done', outcome: 'unchanged', note: 'The head has its review already.' }
  if (pullRequest.isDraft && task.mode === 'up-to-head') return skip(attempt, pullRequest, { kind: 'draft' })
  const pausedBy = await store.reviews.pausedBy(pullRequest)
  if (pausedBy !== null && task.mode === 'up-to-head')
    return skip(attempt, pullRequest, { kind: 'paused', by: pausedBy })
  const started = await checkRuns.start(pullRequest, head, context.signal)
  if (!started.ok) return hostResult(attempt, started.failure)
  const check = started.value
  if (attempt.hold !== null) {
    const heldFor = attempt.hold.kind === 'installation' ? 'installation' : 'repository'
    await checkRuns.show(pullRequest, check, { kind: 'held', heldFor }, context.signal)
    return holdResult(attempt.hold, attempt.now())
  }
  const admission = await circuits.admit(repositoryCircuit)
  if (admission.kind === 'refused') {
    const { until, reason } = admission
    await checkRuns.show(pullRequest, check, { kind: 'circuit-open', until, reason }, context.signal)
    return { kind: 'park', until, reason: `The repository's breaker is open: ${reason}`, isOutage: false }
  }
  // The commit may have its review already; what is new against the other base belongs onto lines all the same.
  const whole: Try = isRetargeted ? { ...attempt, task: { ...task, mode: 'full' } } : attempt
  return withTidyCheck(attempt, pullRequest, check, await reviewAndPublish(whole, pullRequest, check, last))
}

/** A configuration with errors may have been mended, and the webhook that says so lost. */
function isSettled({ result, conclusion }: ReviewRecord): boolean {
  return result !== 'failed' && conclusion !== conclusionOfConfigErrors
}

/** A pull request that is not reviewed never looks green: its check says so, and why. */
async function skip(
  attempt: Try,
  pullRequest: PullRequest,
  status: Extract<ReviewStatus, { kind: 'draft' | 'paused' }>,
): Promise<JobResult> {
  const { checkRuns, context } = attempt
  const started = await checkRuns.start(pullRequest, pullRequest.head, context.signal)
  if (!started.ok) return hostResult(attempt, started.failure)
  const shown = await checkRuns.show(pullRequest, started.value, status, context.signal)
  if (!shown.ok) return hostResult(attempt, shown.failure)
  // A draft is not remembered as done: its head is reviewed once it is ready.
  if (status.kind === 'draft') return { kind: 'done', outcome: 'skipped', note: 'It is a draft.' }
  const note = `Reviews are paused by ${status.by}.`
  await remember(attempt, pullRequest, { result: 'skipped', note, conclusion: 'neutral', report: null })
  return { kind: 'done', outcome: 'skipped', note }
}

/** While it waits the check says until when; when it is given up the check says so. Both are only words: best effort. */
async function withTidyCheck(
  { checkRuns, context, store, now, takesCommands }: Try,
  pullRequest: PullRequest,
  check: OpenCheck,
  result: JobResult,
): Promise<JobResult> {
  if (!context.isOurs()) return result
  const signal = AbortSignal.timeout(10_000)
  if (result.kind === 'park' && result.until > now() + 5_000) {
    const { until, reason } = result
    await checkRuns.show(pullRequest, check, { kind: 'parked', until, reason }, signal)
  }
  if (result.kind === 'retry' && context.isLastTry) {
    const { reason } = result
    await checkRuns.show(
      pullRequest,
      check,
      { kind: 'failed', message: reason, remedy: '', takesCommands },
      signal,
    )
    await store.reviews.record(pullRequest, {
      head: pullRequest.head,
      base: pullRequest.base,
      result: 'failed',
      note: reason,
      conclusion: 'neutral',
      report: null,
      finishedAt: now(),
      latencySeconds: null,
    })
  }
  return result
}
