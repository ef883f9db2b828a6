/**
 * A worker: takes an entry from the queue, claims its row under a lease, does the work, writes down what became of it.
 * The only place where every exception is caught: whatever a handler throws is written to the row as a failed try.
 */
import { assertNever } from '../domain/assert-never.ts'
import type { DeliveryGuid } from '../domain/delivery/delivery.ts'
import type { Job, Task } from '../domain/job/job.ts'
import type { JobId } from '../domain/job/job-id.ts'
import type { Clock } from '../ports/clock/clock.ts'
import type { Log, LogFields } from '../ports/log/log.ts'
import type { Meter } from '../ports/meter/meter.ts'
import type { Queue, QueueWorkers, Settled } from '../ports/queue/queue.ts'
import type { Ended, Jobs, Lease } from '../ports/store/jobs.ts'
import { StoreUnavailable } from '../ports/store/store-unavailable.ts'
import type { Tracer } from '../ports/trace/tracer.ts'
import { createLeaseKeeper, type HeldLease } from './hold-leases.ts'
import type { JobResult } from './job-result.ts'
import { subjectOf, traceJob } from './trace-job.ts'

export interface WorkerParts {
  readonly name: string
  readonly jobs: Jobs
  readonly queue: Queue
  readonly handle: (task: Task, context: JobContext) => Promise<JobResult>
  readonly clock: Clock
  /** When a try that failed is made again: milliseconds since the epoch. */
  readonly retryAt: (now: number, attempts: number) => number
  readonly log: Log
  readonly meter: Meter
  readonly tracer: Tracer
  readonly concurrency: number
  readonly attemptsMax: number
  readonly leaseMs: number
  /** One try may take no longer. */
  readonly jobTimeMs: number
}

/** What a handler knows of the try it is making. */
export interface JobContext {
  readonly job: Job
  readonly signal: AbortSignal
  /** Nothing more may be written to the host once this is false. */
  readonly isOurs: () => boolean
  /** When this try fails the job is dead: leave nothing half done. */
  readonly isLastTry: boolean
  readonly log: Log
}

export interface Worker {
  ready(): Promise<void>
  isAlive(): boolean
  /** Finishes what runs. */
  drain(): Promise<void>
  /** Hands back what runs. */
  abort(): Promise<void>
  setConcurrency(concurrency: number): void
}

/** Of many webhooks that came to one job the newest are named. */
const deliveriesNamedMax = 5
/** Until an entry is looked at again whose row could not be. */
const storeWaitMs = 2_000

export function createWorker(parts: WorkerParts): Worker {
  const { jobs, queue, clock, log, leaseMs, concurrency } = parts
  const leases = createLeaseKeeper({ jobs, leaseMs, now: () => clock.now(), log })
  const workers: QueueWorkers = queue.work(
    (job, signal) =>
      takeJob(parts, leases, job, signal).catch((error: unknown) => waitForStore(parts, job, error)),
    { concurrency },
  )
  return {
    ready: () => workers.ready(),
    isAlive: () => workers.isAlive(),
    setConcurrency: (count) => workers.setConcurrency(count),
    drain: () => workers.drain().finally(() => leases.stop()),
    abort: () => workers.abort().finally(() => leases.stop()),
  }
}

async function takeJob(
  parts: WorkerParts,
  leases: { hold(lease: Lease): HeldLease },
  id: JobId,
  queueSignal: AbortSignal,
): Promise<Settled> {
  const { jobs, queue, clock, tracer } = parts
  const claim = await jobs.claim(id, parts.name, parts.leaseMs)
  switch (claim.kind) {
    case 'over':
    case 'behind-another':
      return { kind: 'finished' }
    case 'parked':
    case 'held':
      return { kind: 'parked', until: claim.until }
    case 'claimed':
      break
    default:
      return assertNever(claim)
  }
  const { job, lease } = claim
  const startedAt = clock.now()
  const held = leases.hold(lease)
  try {
    const deliveries = await jobs.deliveriesOf(job.id, deliveriesNamedMax)
    const result = await tracer.follow(subjectOf(job), 'try', { attempt: job.attempts }, () =>
      attempt(parts, job, held, deliveries, queueSignal),
    )
    const settled = await writeDown(parts, job, lease, result)
    report(parts, job, deliveries, result, settled, startedAt)
    traceJob(tracer, { job, state: settled.state, beganAt: startedAt, endedAt: clock.now() })
    if (settled.ended.next !== null) await queue.add([settled.ended.next])
    return settled.settled
  } finally {
    held.release()
  }
}

/** What became of the try stands in no row, so the lease ends by itself, and whoever claims the row then begins anew. */
function waitForStore({ clock, log }: WorkerParts, job: JobId, error: unknown): Settled {
  if (!(error instanceof StoreUnavailable)) throw error
  log.warn({ job, reason: error.message }, 'job waits for the store')
  return { kind: 'parked', until: clock.now() + storeWaitMs }
}

async function attempt(
  parts: WorkerParts,
  job: Job,
  held: HeldLease,
  deliveries: readonly DeliveryGuid[],
  queueSignal: AbortSignal,
): Promise<JobResult> {
  const signal = AbortSignal.any([queueSignal, held.signal, AbortSignal.timeout(parts.jobTimeMs)])
  const context: JobContext = {
    job,
    signal,
    isOurs: () => !queueSignal.aborted && held.ended() === null,
    isLastTry: job.attempts >= parts.attemptsMax,
    log: parts.log.child(namesOf(job, deliveries)),
  }
  const result = await parts.handle(job.task, context).catch((error: unknown): JobResult => {
    if (error instanceof StoreUnavailable) return { kind: 'hand-back' }
    if (!signal.aborted) context.log.error({ err: error }, 'job failed unexpectedly')
    return { kind: 'retry', reason: `A fault of autogen-bot itself: ${messageOf(error)}` }
  })
  if (result.kind === 'done') return result
  const end = held.ended()
  if (end?.kind === 'cancelled') return { kind: 'cancelled', reason: end.reason }
  if (end?.kind === 'lost' || queueSignal.aborted) return { kind: 'hand-back' }
  if (signal.aborted) return { kind: 'retry', reason: `It took longer than ${parts.jobTimeMs / 1000} s.` }
  return result
}

interface WrittenDown {
  readonly ended: Ended
  readonly settled: Settled
  /** The row's state now. */
  readonly state: string
}

async function writeDown(
  parts: WorkerParts,
  job: Job,
  lease: Lease,
  result: JobResult,
): Promise<WrittenDown> {
  const { jobs, clock, attemptsMax } = parts
  const finished: Settled = { kind: 'finished' }
  switch (result.kind) {
    case 'done':
      return { ended: await jobs.finish(lease, result.note), settled: finished, state: 'done' }
    case 'cancelled':
      return { ended: await jobs.cancel(lease, result.reason), settled: finished, state: 'cancelled' }
    case 'park': {
      const { until, reason, heldBy } = result
      const ended = await (heldBy === undefined
        ? jobs.park(lease, until, reason)
        : jobs.hold(lease, until, reason, heldBy))
      // No entry while it is held: one that were parked would not be woken by a release that comes just now.
      if (heldBy !== undefined && ended.next === null) return { ended, settled: finished, state: 'parked' }
      return putBack(ended, until, 'parked')
    }
    case 'retry': {
      const at = parts.retryAt(clock.now(), job.attempts)
      const ended = await jobs.fail(lease, { reason: result.reason, retryAt: at, attemptsMax })
      return ended.state === 'parked'
        ? putBack(ended, at, 'parked')
        : { ended, settled: finished, state: 'dead' }
    }
    case 'hand-back': {
      const ended = await jobs.handBack(lease)
      return putBack(ended, clock.now() + 1_000, 'waiting')
    }
    default:
      return assertNever(result)
  }
}

/** A row that another one waited behind is taken over by that one: its own entry is of no use any more. */
function putBack(ended: Ended, until: number, state: string): WrittenDown {
  const isOver = ended.next !== null || !ended.isHeld
  return {
    ended,
    settled: isOver ? { kind: 'finished' } : { kind: 'parked', until },
    state: isOver ? 'cancelled' : state,
  }
}

/** `processing_time` is the field that people grep for. */
function report(
  parts: WorkerParts,
  job: Job,
  deliveries: readonly DeliveryGuid[],
  result: JobResult,
  written: WrittenDown,
  startedAt: number,
): void {
  const { log, meter, clock } = parts
  const seconds = (clock.now() - startedAt) / 1000
  const waited = Math.max(0, startedAt - Math.max(job.createdAt, job.notBefore ?? 0)) / 1000
  const outcome = result.kind === 'done' ? result.outcome : written.state
  const labels = { kind: job.task.kind, outcome }
  meter.count('autogen_jobs_total', labels)
  meter.observe('autogen_job_processing_seconds', seconds, { kind: job.task.kind })
  meter.observe('autogen_job_wait_seconds', waited, { lane: job.lane })
  const review = job.task.kind === 'review' ? reviewOutcome(outcome) : null
  if (review !== null) meter.count('autogen_reviews_total', { outcome: review })
  const fields = {
    ...namesOf(job, deliveries),
    key: job.key,
    lane: job.lane,
    outcome,
    attempt: job.attempts,
    processing_time: seconds,
    wait_time: waited,
    ...('reason' in result ? { reason: result.reason } : {}),
    ...(result.kind === 'done' ? { note: result.note, ...result.facts } : {}),
  }
  if (written.state === 'dead') log.error(fields, 'job given up')
  else if (result.kind === 'done') log.info(fields, 'job finished')
  else log.info(fields, 'job put back')
}

/** How an accepted request ended; null: not yet, or it lost its point. */
function reviewOutcome(outcome: string): 'published' | 'skipped' | 'failed' | null {
  switch (outcome) {
    case 'published':
      return 'published'
    case 'skipped':
    case 'unchanged':
      return 'skipped'
    case 'dead':
    case 'failed':
      return 'failed'
    default:
      return null
  }
}

/** What every line about a job is found by. */
function namesOf(job: Job, deliveries: readonly DeliveryGuid[]): LogFields {
  return { job: job.id, ...(deliveries.length === 0 ? {} : { delivery: deliveries.join(' ') }) }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
