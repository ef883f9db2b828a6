/**
 * Brings the review of a pull request up to its head: look at it, decide whether there is anything to do, read and
 * analyse the change, publish, remember. Every step may be the last one that this process makes; the next try begins
 * at the top and finds what was done.
 */
import type { Hunk } from '../domain/diff/hunk.ts'
import { decideDemotions } from '../domain/feedback/decide-demotions.ts'
import type { Severity } from '../domain/finding/severity.ts'
import type { ReviewTask } from '../domain/job/job.ts'
import type { Outcome } from '../domain/outcome.ts'
import type { PullRequest, PullRequestRef } from '../domain/pull-request/pull-request.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { CircuitName, Circuits } from '../ports/circuit/circuit.ts'
import type { CodeHost } from '../ports/code-host/code-host.ts'
import type { HostFailure } from '../ports/code-host/host-failure.ts'
import type { Meter } from '../ports/meter/meter.ts'
import type { SourceFailure } from '../ports/source/source.ts'
import { conclusionOfConfigErrors, type OpenCheck, type ReviewRecord } from '../ports/store/review-memory.ts'
import type { Store } from '../ports/store/store.ts'
import { checkNameFor } from '../publish/check-name.ts'
import { type CheckRuns, createCheckRuns } from '../publish/check-run.ts'
import { gatherFeedback } from '../publish/gather-feedback.ts'
import { createPublisher, type Published, type PublishFailure } from '../publish/publish-review.ts'
import type { ReviewStatus } from '../publish/render/status-page.ts'
import { resultOfHostFailure } from './host-result.ts'
import type { JobResult } from './job-result.ts'
import type { JobContext } from './worker.ts'

export interface ReviewedChange {
  readonly report: ReviewReport
  readonly hunks: ReadonlyMap<string, readonly Hunk[]>
}

export type ChangeFailure =
  | SourceFailure
  /** Each with its place, in one line. */
  | { readonly kind: 'bad-config'; readonly problems: readonly string[] }
  | { readonly kind: 'host'; readonly failure: HostFailure }

export type ReviewChange = (
  host: CodeHost,
  pullRequest: PullRequest,
  signal: AbortSignal,
) => Promise<Outcome<ReviewedChange, ChangeFailure>>

export interface ReviewPullRequestParts {
  readonly host: CodeHost
  readonly store: Pick<Store, 'reviews' | 'feedback'>
  readonly circuits: Circuits
  readonly reviewChange: ReviewChange
  readonly checks: { readonly name: string; readonly failOn: Severity | 'never' }
  /** Whether comments on the pull request come to us. */
  readonly takesCommands: boolean
  readonly now: () => number
  /** 0..1 */
  readonly chance: () => number
  readonly meter: Meter
}

/** What one try has in hand. */
interface Try extends ReviewPullRequestParts {
  readonly task: ReviewTask
  readonly context: JobContext
  readonly checkRuns: CheckRuns
  readonly repositoryCircuit: CircuitName
  /** Fetching its code: a repository that the host cannot serve must not stop the work for all others. */
  readonly fetchCircuit: CircuitName
}

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

const fetchFailures: ReadonlySet<ChangeFailure['kind']> = new Set(['unreachable', 'head-moved'])

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
  const note = status.kind === 'draft' ? 'It is a draft.' : `Reviews are paused by ${status.by}.`
  await remember(attempt, pullRequest, { result: 'skipped', note, conclusion: 'neutral', report: null })
  return { kind: 'done', outcome: 'skipped', note }
}

async function reviewAndPublish(
  attempt: Try,
  pullRequest: PullRequest,
  check: OpenCheck,
  last: ReviewRecord | null,
): Promise<JobResult> {
  const { reviewChange, host, context, circuits, repositoryCircuit, fetchCircuit } = attempt
  const admission = await circuits.admit(fetchCircuit)
  if (admission.kind === 'refused') {
    const { until, reason } = admission
    return { kind: 'park', until, reason, isOutage: false }
  }
  const tip = await host.pulls.readBaseTip(pullRequest, context.signal)
  if (!tip.ok) return hostResult(attempt, tip.failure)
  const current = { ...pullRequest, base: tip.value ?? pullRequest.base }
  const reviewed = await reviewChange(host, current, context.signal)
  if (context.signal.aborted) return stoppedResult(context)
  if (reviewed.ok || !fetchFailures.has(reviewed.failure.kind)) await circuits.succeeded(fetchCircuit)
  if (!reviewed.ok) return changeFailed(attempt, pullRequest, check, reviewed.failure)
  const published = await publish(attempt, pullRequest, check, reviewed.value, last)
  if (!published.ok) return publishFailed(attempt, published.failure)
  await circuits.succeeded(repositoryCircuit)
  const result = await concluded(attempt, pullRequest, reviewed.value.report, last, published.value)
  await attempt.checkRuns.forget(pullRequest, check)
  return result
}

async function publish(
  { host, store, context, checkRuns, checks, task, takesCommands }: Try,
  pullRequest: PullRequest,
  check: OpenCheck,
  { report, hunks }: ReviewedChange,
  last: ReviewRecord | null,
): Promise<Outcome<Published, PublishFailure>> {
  const [dismissals, demotions] = await Promise.all([
    store.reviews.dismissals(pullRequest),
    store.feedback.demotions(pullRequest.repository),
  ])
  const publisher = createPublisher({ host, checkRuns, log: context.log })
  return publisher.publish({
    pullRequest,
    check,
    report,
    hunks,
    head: pullRequest.head,
    memory: { dismissals, demotions, lastReport: last?.report ?? null },
    settings: { failOn: checks.failOn, mode: task.mode, takesCommands },
    stillOurs: async () => context.isOurs(),
    signal: context.signal,
  })
}

async function concluded(
  attempt: Try,
  pullRequest: PullRequest,
  report: ReviewReport,
  last: ReviewRecord | null,
  { plan, conversation, commentsSent }: Published,
): Promise<JobResult> {
  const { context, meter, now } = attempt
  const note = plan.check.title
  const latencySeconds = Math.max(0, now() - context.job.createdAt) / 1000
  meter.observe('autogen_review_latency_seconds', latencySeconds)
  await learn(attempt, pullRequest, report, last, conversation)
  const conclusion = plan.check.conclusion ?? 'neutral'
  await remember(attempt, pullRequest, { result: 'published', note, conclusion, report, latencySeconds })
  return {
    kind: 'done',
    outcome: 'published',
    note,
    facts: {
      head: pullRequest.head,
      conclusion,
      findings: report.findings.length,
      comments: commentsSent,
      files: report.stats.files,
      stages: report.stats.stages,
    },
  }
}

async function learn(
  { store, now, context }: Try,
  pullRequest: PullRequestRef,
  report: ReviewReport,
  last: ReviewRecord | null,
  conversation: Published['conversation'],
): Promise<void> {
  const { repository } = pullRequest
  const dismissals = await store.reviews.dismissals(pullRequest)
  const lastReport = last?.report ?? null
  const entries = gatherFeedback({ pullRequest, report, conversation, dismissals, lastReport, now: now() })
  if (entries.length === 0) return
  await store.feedback.record(entries)
  const [tally, demoted] = await Promise.all([
    store.feedback.tally(repository),
    store.feedback.demotions(repository),
  ])
  for (const demotion of decideDemotions(tally, demoted, now())) {
    await store.feedback.demote(repository, demotion)
    context.log.info({ rule: demotion.rule, reason: demotion.reason }, 'rule demoted')
  }
}

async function changeFailed(
  attempt: Try,
  pullRequest: PullRequest,
  check: OpenCheck,
  failure: ChangeFailure,
): Promise<JobResult> {
  const { checkRuns, context, now, chance } = attempt
  switch (failure.kind) {
    case 'bad-config': {
      const status = { kind: 'config-errors', problems: failure.problems } as const
      const shown = await checkRuns.show(pullRequest, check, status, context.signal)
      if (!shown.ok) return hostResult(attempt, shown.failure)
      const note = 'The configuration on the base branch has errors.'
      await remember(attempt, pullRequest, {
        result: 'skipped',
        note,
        conclusion: conclusionOfConfigErrors,
        report: null,
      })
      return { kind: 'done', outcome: 'skipped', note }
    }
    case 'host':
      return hostResult(attempt, failure.failure)
    // The webhook of what took its place is on its way; this try looks at the head again.
    case 'head-moved':
    case 'unreachable': {
      const { openUntil } = await attempt.circuits.failed(attempt.fetchCircuit, failure.message)
      const waitMs = failure.kind === 'head-moved' ? 2_000 : 10_000 * (0.5 + chance())
      const until = Math.max(openUntil ?? 0, Math.round(now() + waitMs))
      return { kind: 'park', until, reason: failure.message, isOutage: false }
    }
    default: {
      const tripped = await attempt.circuits.failed(attempt.repositoryCircuit, failure.message)
      context.log.warn({ kind: failure.kind, circuit: tripped.state }, 'a change could not be read')
      return { kind: 'retry', reason: `${failure.message} ${failure.remedy}` }
    }
  }
}

function publishFailed(attempt: Try, failure: PublishFailure): JobResult {
  if (failure.kind === 'host') return hostResult(attempt, failure.failure)
  switch (failure.why) {
    case 'lease-lost':
      return stoppedResult(attempt.context)
    // Begin again at the new head, or at the closed pull request, at once.
    case 'superseded':
    case 'closed':
      return {
        kind: 'park',
        until: attempt.now(),
        reason: `The pull request is ${failure.why}.`,
        isOutage: false,
      }
  }
}

/** What it comes to is decided by the lease: cancelled, lost or handed back. */
function stoppedResult(context: JobContext): JobResult {
  return context.isOurs()
    ? { kind: 'retry', reason: 'It was stopped before it came to its end.' }
    : { kind: 'hand-back' }
}

function hostResult({ now, chance }: Try, failure: HostFailure): JobResult {
  return resultOfHostFailure(failure, now(), chance())
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

async function remember(
  { store, now }: Try,
  pullRequest: PullRequest,
  facts: Pick<ReviewRecord, 'result' | 'note' | 'conclusion' | 'report'> & {
    readonly latencySeconds?: number
  },
): Promise<void> {
  await store.reviews.record(pullRequest, {
    head: pullRequest.head,
    base: pullRequest.base,
    finishedAt: now(),
    latencySeconds: null,
    ...facts,
  })
}
