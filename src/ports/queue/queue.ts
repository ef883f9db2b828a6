/**
 * In which order job rows are worked on, and by whom. Promise: the queue holds pointers (job ids) and nothing that is
 * not also in the store, so it may be lost at any moment and is filled again by a reconciler.
 *
 * Order: all waiting entries of a lane are taken before any of a less urgent lane. Inside a lane installations take
 * turns (start-time fair queueing), and each installation's own entries come out first in, first out: one with five
 * thousand entries delays another's single entry by a few, not by five thousand.
 *
 * Delivery is at least once: an entry is handed out again when its worker dies. Who works on a job is decided by the
 * lease on the job's row, not here; the queue only wakes people up.
 *
 * An `add` for a job whose entry is being worked on right now is NOT remembered: it changes nothing. The caller who
 * finishes that job looks at the rows and adds what is due (the handler can do it before or after it settles; after is
 * surest, because then the entry is gone), and the reconciler adds whatever was still missed.
 */
import type { JobId } from '../../domain/job/job-id.ts'
import type { Lane } from '../../domain/job/lane.ts'
import type { Outcome } from '../../domain/outcome.ts'

export interface QueueEntry {
  readonly job: JobId
  readonly lane: Lane
  /** Whose turn it uses up. Any text of up to 200 characters that is the same for all jobs of one installation. */
  readonly installation: string
  /** Milliseconds since the epoch; null or a time that has passed for "now". */
  readonly notBefore: number | null
}

export interface QueueFailure {
  readonly kind: 'unreachable' | 'timed-out' | 'refused' | 'misconfigured'
  /** What is wrong and where, in one sentence, without credentials. */
  readonly message: string
  /** What to do next, in one sentence. */
  readonly remedy: string
}

export interface QueueCounts {
  /** Entries that a worker could take now (also while the queue is paused). */
  readonly waiting: number
  readonly waitingByLane: Readonly<Record<Lane, number>>
  /** Entries with a time before which nobody takes them. */
  readonly parked: number
  readonly active: number
  readonly isPaused: boolean
  /** How long the entry that has waited longest has been waiting; null when none waits. */
  readonly oldestWaitingMs: number | null
}

/** What became of one handled entry. `until` in milliseconds since the epoch. */
export type Settled = { readonly kind: 'finished' } | { readonly kind: 'parked'; readonly until: number }

/**
 * `signal` is aborted when the entry was handed back by `abort`: whatever is returned after that is ignored. (An entry
 * that the queue lost or gave to another worker meanwhile aborts nothing: the row's lease decides who may go on.) A
 * handler that throws parks its entry for a short time that grows with each throw and never ends: attempts are
 * counted, and given up, on the job's row.
 */
export type HandleJob = (job: JobId, signal: AbortSignal) => Promise<Settled>

export interface WorkOptions {
  /** Entries handled at the same time. 0 takes none until `setConcurrency`. */
  readonly concurrency: number
  /** After this long without a sign of life an entry is given to another worker. Default and at most 5,000. */
  readonly lockMs?: number
}

export interface QueueWorkers {
  /** Resolves once entries are being taken; waits as long as the server is away. */
  ready(): Promise<void>
  /** Takes no new entries; resolves when the running ones have settled. Final. */
  drain(): Promise<void>
  /** Takes no new entries; aborts the running ones and puts them back, first in line. Final. */
  abort(): Promise<void>
  /** False after `drain` or `abort`, and while the server cannot be reached. */
  isAlive(): boolean
  setConcurrency(concurrency: number): void
}

export interface Queue {
  /**
   * Idempotent. An entry whose job is already waiting or parked changes nothing, unless the new one is in a more
   * urgent lane or due earlier: then it is moved up to the better of both. One whose job is active is not remembered
   * (see above). All or nothing is not promised: after a failure add the same entries again.
   */
  add(entries: readonly QueueEntry[]): Promise<Outcome<void, QueueFailure>>
  /** Takes out waiting and parked entries; an active one stays, an unknown one is no failure. */
  remove(jobs: readonly JobId[]): Promise<Outcome<void, QueueFailure>>
  /** Those of `jobs` that have an entry: waiting, parked or active. */
  has(jobs: readonly JobId[]): Promise<Outcome<ReadonlySet<JobId>, QueueFailure>>
  counts(): Promise<Outcome<QueueCounts, QueueFailure>>
  /** For every worker of every process. Running entries go on; new ones are kept. */
  pause(): Promise<Outcome<void, QueueFailure>>
  resume(): Promise<Outcome<void, QueueFailure>>
  work(handle: HandleJob, options: WorkOptions): QueueWorkers
  /** Drains this object's workers and gives its connections back. */
  close(): Promise<void>
}
