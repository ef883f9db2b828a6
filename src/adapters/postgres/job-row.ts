/** Job rows and queue entries, as the steps in SQL take and give them. */
import type { Job, JobState, NewJob, ReviewTask, Task } from '../../domain/job/job.ts'
import { jobId } from '../../domain/job/job-id.ts'
import type { Lane } from '../../domain/job/lane.ts'
import type { InstallationId } from '../../domain/repository/repository.ts'
import type { QueueEntry } from '../../ports/queue/queue.ts'
import { timeOrNull } from './times.ts'

export interface JobRow {
  readonly id: string
  readonly key: string
  readonly state: string
  readonly lane: string
  readonly installation: string
  readonly task: string
  readonly is_full: boolean
  readonly attempts: number
  readonly not_before: number | null
  readonly created_at: number
  readonly started_at: number | null
  readonly finished_at: number | null
  readonly reason: string | null
}

/** All of it null when there is nothing to queue. */
export interface EntryRow {
  readonly job: string | null
  readonly lane: string | null
  readonly app: string | null
  readonly installation: string | null
  readonly not_before: number | null
}

type JobValues = readonly [
  key: string | null,
  lane: string | null,
  installation: number | null,
  kind: string | null,
  task: string | null,
  isFull: boolean,
  notBefore: string | null,
  cancelsActive: string | null,
]

/** In the order of the parameters of `take_in_job`. */
export function jobValues(job: NewJob | null): JobValues {
  if (job === null) return [null, null, null, null, null, false, null, null]
  const { key, lane, installation, task, notBefore, cancelsActive } = job
  const isFull = task.kind === 'review' && task.mode === 'full'
  const plain: Task = isFull ? { ...task, mode: 'up-to-head' } : task
  return [
    key,
    lane,
    installation,
    task.kind,
    JSON.stringify(plain),
    isFull,
    timeOrNull(notBefore),
    cancelsActive,
  ]
}

export function jobFrom(row: JobRow): Job {
  return {
    id: jobId(row.id),
    key: row.key,
    lane: row.lane as Lane,
    installation: Number(row.installation) as InstallationId,
    task: taskFrom(row),
    state: row.state as JobState,
    attempts: row.attempts,
    notBefore: row.not_before,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    reason: row.reason,
  }
}

function taskFrom({ task, is_full }: JobRow): Task {
  const parsed = JSON.parse(task) as Task
  return is_full && parsed.kind === 'review' ? ({ ...parsed, mode: 'full' } satisfies ReviewTask) : parsed
}

export function entryFrom(row: EntryRow): QueueEntry | null {
  return row.job === null ? null : entryOf(row as EntryRow & { readonly job: string })
}

export function entryOf(row: EntryRow & { readonly job: string }): QueueEntry {
  return {
    job: jobId(row.job),
    lane: row.lane as Lane,
    installation: `${row.app}/${row.installation}`,
    notBefore: row.not_before,
  }
}

export function entriesFrom(rows: readonly EntryRow[]): readonly QueueEntry[] {
  return rows.map(entryFrom).filter((entry) => entry !== null)
}
