/** The configuration on the default branch changed: pull requests that waited for it to be mended are reviewed again. */
import type { ConfigTask } from '../domain/job/job.ts'
import { jobKey } from '../domain/job/job-key.ts'
import type { Queue } from '../ports/queue/queue.ts'
import type { Store } from '../ports/store/store.ts'
import type { JobResult } from './job-result.ts'

export interface ConfigParts {
  readonly store: Pick<Store, 'jobs' | 'reviews'>
  readonly queue: Queue
}

export async function recheckConfig(
  { store, queue }: ConfigParts,
  { repository }: ConfigTask,
): Promise<JobResult> {
  const waiting = await store.reviews.waitingForConfig(repository)
  for (const pullRequest of waiting) {
    const task = { kind: 'review', pullRequest: { ...pullRequest, repository }, mode: 'full' } as const
    const { entry } = await store.jobs.add({
      key: jobKey(task),
      lane: 're-review',
      installation: repository.installation,
      task,
      notBefore: null,
      cancelsActive: null,
    })
    // What cannot be queued now is found by the reconciler.
    if (entry !== null) await queue.add([entry])
  }
  return { kind: 'done', outcome: 'answered', note: `${waiting.length} pull requests are reviewed again.` }
}
