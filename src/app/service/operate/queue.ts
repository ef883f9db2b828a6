/** What an operator does with the queue. Rows are the truth; entries are what wakes workers up. */
import type { Job } from '../../../domain/job/job.ts'
import { parseJobId } from '../../../domain/job/job-id.ts'
import { type Outcome, succeed } from '../../../domain/outcome.ts'
import { readStoredSwitches, switchesSetting } from '../../../ops/mitigations/stored-switches.ts'
import type { QueueCounts, QueueFailure } from '../../../ports/queue/queue.ts'
import type { JobCounts } from '../../../ports/store/jobs.ts'
import type { Backbone } from '../backbone.ts'

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
  const [rows, entries, unfinished, stored] = await Promise.all([
    store.jobs.counts(),
    queue.counts(),
    store.jobs.list(['dead', 'parked'], listedMax),
    store.settings.read(switchesSetting),
  ])
  const { isIntakePaused } = readStoredSwitches(stored).switches
  return { isPaused: isIntakePaused, rows, entries: entries.ok ? entries.value : null, unfinished }
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
