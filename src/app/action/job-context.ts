/** A job of GitHub Actions in the shape of a worker's: it belongs to nobody else, and there is no other try. */
import type { ReviewTask } from '../../domain/job/job.ts'
import { jobId } from '../../domain/job/job-id.ts'
import { jobKey } from '../../domain/job/job-key.ts'
import type { Log } from '../../ports/log/log.ts'
import type { JobContext } from '../../work/worker.ts'

export interface JobContextOptions {
  readonly task: ReviewTask
  readonly log: Log
  readonly signal: AbortSignal
  readonly now: number
}

export function jobContext({ task, log, signal, now }: JobContextOptions): JobContext {
  return {
    job: {
      id: jobId('1'),
      key: jobKey(task),
      lane: 'pushed',
      installation: task.pullRequest.repository.installation,
      task,
      state: 'active',
      attempts: 1,
      notBefore: null,
      createdAt: now,
      startedAt: now,
      finishedAt: null,
      reason: null,
    },
    signal,
    isOurs: () => true,
    isLastTry: true,
    log,
  }
}
