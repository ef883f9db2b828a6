/** What became of one try at a job, as the worker has to write it down. */
import type { CancelReason } from '../domain/job/job.ts'

export type JobResult =
  /** `outcome` is a word for the metric, `note` a sentence for people. */
  | { readonly kind: 'done'; readonly outcome: JobOutcome; readonly note: string; readonly facts?: JobFacts }
  | { readonly kind: 'cancelled'; readonly reason: CancelReason }
  /** Something outside has to pass first; the try does not count. `isOutage`: the code host is at fault. */
  | {
      readonly kind: 'park'
      readonly until: number
      readonly reason: string
      readonly isOutage: boolean
      /** The switch that holds it: once that is taken back it begins at once. */
      readonly heldBy?: string
    }
  /** It went wrong; the try counts. */
  | { readonly kind: 'retry'; readonly reason: string }
  /** The lease is lost or the worker goes away: another one does it. */
  | { readonly kind: 'hand-back' }

export type JobOutcome = 'published' | 'unchanged' | 'skipped' | 'answered' | 'failed'

/** Fields for the line in the log: figures and short words. */
export type JobFacts = Readonly<Record<string, string | number | Readonly<Record<string, number>>>>
