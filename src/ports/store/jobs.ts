/**
 * Job rows: the truth about work. Promise: at most one waiting or parked row and at most one active row per key; an
 * active row belongs to one lease, and writes with a lease that has been lost change nothing. Leases and delays are counted
 * by the store's clock.
 *
 * Of what goes back to the queue (`park`, `handBack`, `fail`, a lease that ran out) while another row of its key waits
 * behind it, that other row does the work of both: it takes over deliveries, tries and the more urgent lane, is the `next`
 * one, and the row itself is `cancelled`.
 */
import type { Brand } from '../../domain/brand.ts'
import type { DeliveryGuid } from '../../domain/delivery/delivery.ts'
import type { CancelReason, Job, JobState, NewJob } from '../../domain/job/job.ts'
import type { JobId } from '../../domain/job/job-id.ts'
import type { Lane } from '../../domain/job/lane.ts'
import type { AppName, InstallationId } from '../../domain/repository/repository.ts'
import type { QueueEntry } from '../queue/queue.ts'

/** A worker's right to a job. The token grows with each claim, so that a late worker is recognised. */
export interface Lease {
  readonly job: JobId
  readonly token: Brand<number, 'LeaseToken'>
}

export type Claim =
  | { readonly kind: 'claimed'; readonly job: Job; readonly lease: Lease }
  /** Over, cancelled or unknown: the queue entry is of no use. */
  | { readonly kind: 'over' }
  /** Parked in the row (e.g. by another process) until then, by the store's clock. */
  | { readonly kind: 'parked'; readonly until: number }
  /** This row is active under a live lease, which ends then at the latest. */
  | { readonly kind: 'held'; readonly until: number }
  /** Another row of the same key is active: it queues this one when it ends; the entry is of no use. */
  | { readonly kind: 'behind-another' }

export interface LeaseState {
  readonly lease: Lease
  /** False: another worker may have it; stop, and write nothing more. */
  readonly isHeld: boolean
  /** Set when the work has lost its point. */
  readonly cancel: CancelReason | null
}

/** What ended, and what may be queued now: the row that waited behind it. */
export interface Ended {
  /** False: the lease was lost and nothing was written. */
  readonly isHeld: boolean
  readonly next: QueueEntry | null
}

/** `done` and `cancelled` of the last hour; everything else as it is now. */
export interface JobCounts {
  readonly byState: Readonly<Record<JobState, number>>
  readonly waitingByLane: Readonly<Record<Lane, number>>
  /** Also of parked ones whose time has come. Milliseconds since the epoch; null when none waits. */
  readonly oldestWaitingSince: number | null
}

export interface Jobs {
  /** Work that no webhook asked for: sweeps, commands. The same rules as in `Inbox.accept`. */
  add(job: NewJob): Promise<{ readonly id: JobId; readonly entry: QueueEntry | null }>
  /** Takes a waiting or due parked row, or an active one whose lease ran out. Counts an attempt. */
  claim(job: JobId, worker: string, leaseMs: number): Promise<Claim>
  /** One round trip for all of a worker's leases. */
  renew(leases: readonly Lease[], leaseMs: number): Promise<readonly LeaseState[]>
  finish(lease: Lease, note: string): Promise<Ended>
  cancel(lease: Lease, reason: CancelReason): Promise<Ended>
  /** Back to the queue until a time, without counting the attempt. A row that waited behind it is parked with it, unless it is a command. */
  park(lease: Lease, until: number, reason: string): Promise<Ended>
  /** Parks until a switch is taken back, or until then at the latest. @param heldBy the switch's name, see `marksOf` */
  hold(lease: Lease, until: number, reason: string, heldBy: string): Promise<Ended>
  /** What is held by none of these any more waits again, up to `limit` rows, the oldest first. */
  release(stillHeldBy: readonly string[], limit: number): Promise<readonly QueueEntry[]>
  /** Back to the queue at once, without counting the attempt: the worker is going away. */
  handBack(lease: Lease): Promise<Ended>
  /** Tried in vain: parked until `retryAt`, or dead once it was begun `attemptsMax` times. */
  fail(
    lease: Lease,
    failure: { readonly reason: string; readonly retryAt: number; readonly attemptsMax: number },
  ): Promise<Ended & { readonly state: 'parked' | 'dead' }>
  /** Marks active jobs and ends waiting ones of an installation that is gone, but for the task that found that out. @returns how many were ended or marked */
  cancelInstallation(app: AppName, installation: InstallationId): Promise<number>
  /** Makes waiting again what is active under a lease that ran out. */
  recoverExpired(): Promise<readonly QueueEntry[]>
  /** Waiting and parked rows that should have a queue entry (not those behind an active one), by id, a page at a time. */
  listQueueable(after: JobId | null, limit: number): Promise<readonly QueueEntry[]>
  counts(): Promise<JobCounts>
  find(job: JobId): Promise<Job | null>
  /** Newest first: the webhooks that asked for it. */
  deliveriesOf(job: JobId, limit: number): Promise<readonly DeliveryGuid[]>
  /** The active row of this key, else the one that waits or is parked. */
  findUnfinished(key: string): Promise<Job | null>
  /** Newest first. */
  list(states: readonly JobState[], limit: number): Promise<readonly Job[]>
  /** Dead jobs wait again, with their attempts forgotten. `jobs` null: all of them. */
  retryDead(jobs: readonly JobId[] | null): Promise<readonly QueueEntry[]>
}
