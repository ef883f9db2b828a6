/** BullMQ refuses custom ids that are plain integers, so ours carry a letter. */
import { type JobId, parseJobId } from '../../domain/job/job-id.ts'

export function entryIdOf(job: JobId): string {
  return `j${job}`
}

/** @returns null for an entry that is not ours */
export function jobOfEntryId(id: string): JobId | null {
  return id.startsWith('j') ? parseJobId(id.slice(1)) : null
}
