/** A job in its trace: how long it waited for its first try and, once it is over, how long it all took. */
import type { Job } from '../domain/job/job.ts'
import type { Tracer } from '../ports/trace/tracer.ts'

export interface TracedTry {
  readonly job: Job
  /** The row's state after the try. */
  readonly state: string
  /** Milliseconds since the epoch. */
  readonly beganAt: number
  readonly endedAt: number
}

export function subjectOf({ id }: Pick<Job, 'id'>): string {
  return `job ${id}`
}

export function traceJob(tracer: Tracer, { job, state, beganAt, endedAt }: TracedTry): void {
  const attributes = { kind: job.task.kind, lane: job.lane, state }
  const waitedSince = Math.max(job.createdAt, job.notBefore ?? 0)
  if (job.attempts === 1) {
    const wait = { name: 'wait', beganAt: waitedSince, endedAt: beganAt, attributes, isWhole: false }
    tracer.record(subjectOf(job), wait)
  }
  if (!over.has(state)) return
  tracer.record(subjectOf(job), {
    name: job.task.kind,
    beganAt: job.createdAt,
    endedAt,
    attributes,
    isWhole: true,
  })
}

const over: ReadonlySet<string> = new Set(['done', 'dead', 'cancelled'])
