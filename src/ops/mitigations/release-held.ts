/** What no switch holds any more begins again at once. */
import { marksOf, type Switches } from '../../domain/operations/switches.ts'
import type { Queue } from '../../ports/queue/queue.ts'
import type { Jobs } from '../../ports/store/jobs.ts'

export interface ReleaseParts {
  readonly jobs: Pick<Jobs, 'release'>
  readonly queue: Pick<Queue, 'add'>
}

const pageMax = 500
const pagesMax = 200

/** @returns how many rows wait again; what the queue does not take now, the reconciler brings */
export async function releaseHeld({ jobs, queue }: ReleaseParts, switches: Switches): Promise<number> {
  const marks = marksOf(switches)
  let released = 0
  for (let page = 0; page < pagesMax; page += 1) {
    const entries = await jobs.release(marks, pageMax)
    if (entries.length === 0) break
    released += entries.length
    await queue.add(entries)
  }
  return released
}
