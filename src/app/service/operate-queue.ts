/** What an operator does with the queue. Rows are the truth; entries are what wakes workers up. */
import type { Job } from '../../domain/job/job.ts'
import { parseJobId } from '../../domain/job/job-id.ts'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { QueueCounts, QueueFailure } from '../../ports/queue/queue.ts'
import type { JobCounts } from '../../ports/store/jobs.ts'
import type { Backbone } from './backbone.ts'

/** A switch in the store: it outlives a queue that was lost, and the leader keeps the queue equal to it. */
export const pausedSetting = 'queue-paused'

export interface QueueStatus {
  readonly isPaused: boolean
  readonly rows: JobCounts
  /** Null when the queue cannot be reached. */
  readonly entries: QueueCounts | null
  /** Dead and parked jobs, newest first. */
  readonly unfinished: readonly Job[]
}

type Parts = Pick<Backbone, 'store' | 'queue'>

const listedMax = 20

export async function queueStatus({ store, queue }: Parts): Promise<QueueStatus> {
  const [rows, entries, unfinished, paused] = await Promise.all([
    store.jobs.counts(),
    queue.counts(),
    store.jobs.list(['dead', 'parked'], listedMax),
    store.settings.read(pausedSetting),
  ])
  return { isPaused: paused === true, rows, entries: entries.ok ? entries.value : null, unfinished }
}

export async function pauseQueue({ store, queue }: Parts): Promise<Outcome<void, QueueFailure>> {
  await store.settings.write(pausedSetting, true)
  return queue.pause()
}

export async function resumeQueue({ store, queue }: Parts): Promise<Outcome<void, QueueFailure>> {
  await store.settings.write(pausedSetting, false)
  return queue.resume()
}

/** @param jobs null: every dead one @returns how many wait again */
export async function retryJobs(
  { store, queue }: Parts,
  jobs: readonly string[] | null,
): Promise<Outcome<number, QueueFailure>> {
  const ids = jobs === null ? null : jobs.flatMap((job) => parseJobId(job) ?? [])
  const entries = await store.jobs.retryDead(ids)
  const added = await queue.add(entries)
  return added.ok ? succeed(entries.length) : added
}

export async function findJob({ store }: Pick<Backbone, 'store'>, job: string): Promise<Job | null> {
  const id = parseJobId(job)
  return id === null ? null : store.jobs.find(id)
}
