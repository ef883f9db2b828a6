/**
 * Whose turn it is. BullMQ takes the smallest priority first; ours is made of the lane and, inside the lane, of a tag:
 *
 *   tag = max(virtual time of the lane, last tag of this installation in this lane + 1)
 *
 * which is start-time fair queueing with jobs of equal weight. The virtual time is the tag at the head of the lane and
 * never runs backwards, so that a newcomer stands at the head, and who brings thousands stands once in each round. All
 * of this state lives in the server that holds the queue, and is changed by one script or function a batch, so that
 * any number of processes may add.
 *
 * Tags are bounded: past the last one (an installation with more than 262,144 waiting jobs, or a lane that was not
 * empty for so many rounds) it is first come, first served. A lane that is found empty starts again at 0 once it has
 * come half of the way.
 *
 * A parked entry gets its tag when it wakes, for else thousands that are parked together, and so have old tags, would
 * wake in front of everybody. BullMQ gives a delayed job back its old priority, so its own time is set `graceMs` late
 * and we wake the entry ourselves before that; if we fail to, BullMQ still does.
 */
import type { JobId } from '../../domain/job/job-id.ts'
import { type Lane, lanes, urgencyOf } from '../../domain/job/lane.ts'
import type { QueueCounts } from '../../ports/queue/queue.ts'

/** Tags of one lane. Five lanes fit into BullMQ's 2^21 priorities. */
export const slotsPerLane = 262_144

export const graceMs = 10_000

/** A lane is taken for idle only this long after tags were given out: their entries may still be on their way. */
export const settleMs = 1_000

/** An entry whose time is decided: `due` is null for now. */
export interface TurnRequest {
  readonly job: JobId
  readonly lane: Lane
  readonly installation: string
  readonly due: number | null
}

export interface Woken {
  readonly count: number
  /** When the next parked entry is due; null when none is parked. */
  readonly nextDue: number | null
}

/** What the server of the queue does for us beside BullMQ. */
export interface Turns {
  /**
   * Gives each request that has no entry its priority; 0 for the others, of which those that gain by it are moved up.
   * No two requests are for the same job.
   */
  plan(requests: readonly TurnRequest[], now: number): Promise<readonly number[]>
  /** Gives up to `max` parked entries that are due a tag and puts them in line. */
  wake(now: number, max: number): Promise<Woken>
  known(jobs: readonly JobId[]): Promise<ReadonlySet<JobId>>
  counts(now: number): Promise<QueueCounts>
}

/** The lowest priority number of a lane. BullMQ's 0 means "none", so ours begin at 1. */
export function firstPriority(lane: Lane): number {
  return urgencyOf(lane) * slotsPerLane + 1
}

/** @param counts in the order of `lanes` */
export function byLane(counts: readonly number[]): Readonly<Record<Lane, number>> {
  const [command = 0, opened = 0, pushed = 0, reReview = 0, sweep = 0] = counts
  return { command, opened, pushed, 're-review': reReview, sweep }
}

export const lanesCount = lanes.length
