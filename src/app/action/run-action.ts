/**
 * A review in the runner of GitHub Actions: the same engine and the same publishing as the service's, with the job's
 * token, and a memory that ends with the job. What was said before is read from the pull request.
 *
 * Unlike a worker this waits for short limits itself: nobody else would come back. When it may not publish, the review
 * is handed to the caller, who has the job's summary for it.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { createTokenHost } from '../../adapters/github/create-token-host.ts'
import { createClosedCircuits } from '../../adapters/memory/closed-circuits.ts'
import { createFeedback } from '../../adapters/memory/feedback.ts'
import { createEmptyRateLedger } from '../../adapters/memory/rate-ledger.ts'
import { createReviewMemory } from '../../adapters/memory/review-memory.ts'
import { noStory } from '../../agents/context/context.ts'
import { fail, type Outcome } from '../../domain/outcome.ts'
import { type PullRequest, pullRequestKey } from '../../domain/pull-request/pull-request.ts'
import type { ReviewReport } from '../../domain/review/report.ts'
import type { Log } from '../../ports/log/log.ts'
import { silentMeter } from '../../ports/meter/silent-meter.ts'
import { noTracer } from '../../ports/trace/tracer.ts'
import { createCheckRuns } from '../../publish/check-run.ts'
import type { JobResult } from '../../work/job-result.ts'
import { reviewPullRequest } from '../../work/review-pull-request.ts'
import type { ChangeFailure, ReviewChange, ReviewedChange } from '../../work/review-try.ts'
import { userAgent } from '../service/user-agent.ts'
import type { ActionInput } from './action-input.ts'
import type { ActionProblem } from './action-problem.ts'
import { jobContext } from './job-context.ts'
import { reviewWorkspace } from './review-workspace.ts'

export type ActionResult =
  | { readonly kind: 'published'; readonly report: ReviewReport; readonly note: string }
  /** The review is there, and nobody has seen it yet. */
  | { readonly kind: 'unpublished'; readonly report: ReviewReport; readonly reason: string }
  /** A draft, a closed pull request, an older head. */
  | { readonly kind: 'nothing-to-do'; readonly note: string }
  | ({ readonly kind: 'no-review' } & ActionProblem)

export interface ActionOptions {
  readonly log: Log
  readonly signal: AbortSignal
}

const triesMax = 4
const waitMsMax = 90_000

const clock = { now: () => Date.now() }

export async function runAction(input: ActionInput, options: ActionOptions): Promise<ActionResult> {
  const { log, signal } = options
  const review = createReviewOnce(input)
  const host = createTokenHost({
    app: { name: input.event.pullRequest.repository.app, baseUrl: input.apiUrl },
    token: input.token,
    rates: createEmptyRateLedger(),
    clock,
    log,
    meter: silentMeter,
    userAgent,
  })
  const published = await publish({ input, log, signal, host, review, memory: createReviewMemory() })
  if (published.kind === 'nothing-to-do') return published
  if (signal.aborted) return stopped()
  const reviewed = await review([input.event.base], signal)
  if (signal.aborted) return stopped()
  if (!reviewed.ok) return noReview(reviewed.failure)
  const { report } = reviewed.value
  const { result } = published
  if (result.kind === 'done')
    return result.outcome === 'published'
      ? { kind: 'published', report, note: result.note }
      : { kind: 'unpublished', report, reason: result.note }
  return { kind: 'unpublished', report, reason: 'reason' in result ? result.reason : '' }
}

type Review = (
  bases: readonly PullRequest['base'][],
  signal: AbortSignal,
) => Promise<Outcome<ReviewedChange, ChangeFailure>>

/**
 * The change does not become another one by looking at it again. The base branch may be ahead of what the job checked
 * out; then its commit of the event is what there is.
 */
function createReviewOnce({ workspace, event, agents: given }: ActionInput): Review {
  const { title, description } = event
  const agents = given === null ? null : { ...given, story: { ...noStory, title, description } }
  let settled: Outcome<ReviewedChange, ChangeFailure> | null = null
  return async (bases, signal) => {
    if (settled !== null) return settled
    for (const base of new Set([...bases, event.base])) {
      settled = await reviewWorkspace({ workspace, base, head: event.head, agents }, signal)
      if (settled.ok || settled.failure.kind !== 'unknown-ref') break
    }
    return settled ?? fail(headMoved)
  }
}

interface PublishParts extends ActionOptions {
  readonly input: ActionInput
  readonly host: ReturnType<typeof createTokenHost>
  readonly review: Review
  readonly memory: ReturnType<typeof createReviewMemory>
}

type Publishing =
  | { readonly kind: 'nothing-to-do'; readonly note: string }
  | { readonly kind: 'tried'; readonly result: JobResult }

async function publish(parts: PublishParts): Promise<Publishing> {
  const { input, host, log, signal, memory } = parts
  const { pullRequest, head } = input.event
  const checkRuns = createCheckRuns({ checks: host.checks, memory, log, checkName: input.checks.name })
  const reviewChange: ReviewChange = async (_host, now, during) =>
    now.head === head ? parts.review([now.base], during) : fail(headMoved)
  const task = { kind: 'review', pullRequest, mode: 'up-to-head' } as const
  const work = {
    host,
    store: { reviews: memory, feedback: createFeedback() },
    circuits: createClosedCircuits(),
    reviewChange,
    checks: input.checks,
    takesCommands: false,
    hold: null,
    now: clock.now,
    chance: Math.random,
    meter: silentMeter,
    tracer: noTracer,
  }
  await adoptOpenChecks(parts)
  for (let tries = 1; ; tries += 1) {
    const now = await host.pulls.read(pullRequest, signal)
    const note = now.ok ? whyPointless(now.value, head) : null
    if (now.ok && note !== null) {
      await checkRuns.closeOthers(pullRequest, null, { kind: 'superseded', by: now.value.head }, signal)
      return { kind: 'nothing-to-do', note }
    }
    const result = await reviewPullRequest(work, task, jobContext({ task, log, signal, now: clock.now() }))
    if (now.ok && now.value.isDraft) return { kind: 'nothing-to-do', note: 'The pull request is a draft.' }
    if (result.kind === 'park' && tries < triesMax && (await waited(result.until, signal))) continue
    const reason = 'The review could not be published; it is in the summary of the job.'
    await checkRuns.closeOthers(pullRequest, null, { kind: 'skipped', reason }, AbortSignal.timeout(10_000))
    return { kind: 'tried', result }
  }
}

/** A job that was cancelled may have left its check run open; this one ends it. */
async function adoptOpenChecks({ input, host, memory, signal }: PublishParts): Promise<void> {
  const { pullRequest, head } = input.event
  const runs = await host.checks.list(pullRequest.repository, head, signal)
  if (!runs.ok) return
  const externalId = `${pullRequestKey(pullRequest)}@${head}`
  for (const run of runs.value) {
    if (run.externalId === externalId && run.status !== 'completed')
      await memory.checkOpened(pullRequest, { checkRun: run.id, head })
  }
}

function whyPointless(now: PullRequest, head: PullRequest['head']): string | null {
  if (now.state === 'closed') return 'The pull request is closed.'
  if (now.head !== head) return `There is a newer head, ${now.head}; the job that it started reviews it.`
  return null
}

/** @returns false when it is too long, or was called off */
async function waited(until: number, signal: AbortSignal): Promise<boolean> {
  const waitMs = until - clock.now()
  if (waitMs > waitMsMax) return false
  try {
    await delay(Math.max(0, waitMs), undefined, { signal })
    return true
  } catch {
    return false
  }
}

function noReview(failure: ChangeFailure): ActionResult {
  switch (failure.kind) {
    case 'bad-config':
      return {
        kind: 'no-review',
        message: 'The configuration of the base has errors, so nothing was reviewed.',
        remedy: failure.problems.join(' '),
      }
    default: {
      const { message, remedy } = failure.kind === 'host' ? failure.failure : failure
      return { kind: 'no-review', message, remedy }
    }
  }
}

function stopped(): ActionResult {
  return {
    kind: 'no-review',
    message: 'It was stopped before the review came to its end.',
    remedy: 'Run the job again.',
  }
}

const headMoved = {
  kind: 'head-moved',
  message: 'There is a newer head than the one this job was started for.',
  remedy: 'Nothing: the job that it started reviews it.',
} as const
