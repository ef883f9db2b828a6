/**
 * Rows without a queue entry: a process died between commit and enqueuing, or the queue lost its memory. Also gives back
 * what is active under a lease that nobody renews.
 */
import type { JobId } from '../../domain/job/job-id.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Queue, QueueEntry, QueueFailure } from '../../ports/queue/queue.ts'
import type { Jobs } from '../../ports/store/jobs.ts'
import type { Reconcile, Reconciled, ReconcileFailure } from './reconciler.ts'

export interface RequeueRowsParts {
  readonly jobs: Pick<Jobs, 'recoverExpired' | 'counts' | 'listQueueable'>
  readonly queue: Pick<Queue, 'counts' | 'has' | 'add'>
  readonly clock: Clock
  readonly pageMax?: number
  readonly pagesMax?: number
  /** Equal counts may hide a stale entry beside a missing one, so every row is looked at this often all the same. */
  readonly thoroughEveryMs?: number
}

export function createRequeueRows({
  jobs,
  queue,
  clock,
  pageMax = 1_000,
  pagesMax = 500,
  thoroughEveryMs = 60_000,
}: RequeueRowsParts): Reconcile {
  let thoroughAt: number | null = null
  let resumeAfter: JobId | null = null

  /** True when the queue holds as many entries as there are rows to hold one. */
  async function looksWhole(): Promise<Outcome<boolean, QueueFailure>> {
    const [rows, entries] = await Promise.all([jobs.counts(), queue.counts()])
    if (!entries.ok) return entries
    return succeed(entries.value.waiting + entries.value.parked >= rows.byState.waiting + rows.byState.parked)
  }

  async function addMissing(entries: readonly QueueEntry[]): Promise<Outcome<number, QueueFailure>> {
    if (entries.length === 0) return succeed(0)
    const present = await queue.has(entries.map(({ job }) => job))
    if (!present.ok) return present
    const missing = entries.filter(({ job }) => !present.value.has(job))
    if (missing.length === 0) return succeed(0)
    const added = await queue.add(missing)
    return added.ok ? succeed(missing.length) : added
  }

  return async (signal) => {
    const expired = await jobs.recoverExpired()
    const progress = { examined: expired.length, recovered: 0 }
    if (expired.length > 0) {
      // Also those that still have an entry: what the entry waits for is the lease's end, which is now.
      const added = await queue.add(expired)
      if (!added.ok) return failed(added.failure, 0)
      progress.recovered += expired.length
    }
    const isDue = thoroughAt === null || clock.now() - thoroughAt >= thoroughEveryMs || resumeAfter !== null
    if (!isDue) {
      const whole = await looksWhole()
      if (!whole.ok) return failed(whole.failure, progress.recovered)
      if (whole.value) return succeed({ ...progress, isComplete: true })
    }
    for (let page = 0; page < pagesMax && !signal.aborted; page += 1) {
      const entries: readonly QueueEntry[] = await jobs.listQueueable(resumeAfter, pageMax)
      const added = await addMissing(entries)
      if (!added.ok) return failed(added.failure, progress.recovered)
      progress.examined += entries.length
      progress.recovered += added.value
      resumeAfter = entries.length < pageMax ? null : (entries.at(-1)?.job ?? null)
      if (resumeAfter === null) {
        thoroughAt = clock.now()
        return succeed({ ...progress, isComplete: true })
      }
    }
    return succeed({ ...progress, isComplete: false } satisfies Reconciled)
  }
}

function failed(failure: QueueFailure, recovered: number): Outcome<Reconciled, ReconcileFailure> {
  return fail({ ...failure, retryAt: null, recovered })
}
