/**
 * Upkeep that is done by the calendar. Promise: of several that begin the same task at once one gets it; a run whose
 * lease ran out writes nothing; a run and its report are written together. All times are the caller's.
 */

export interface MaintenanceTaskState {
  readonly task: string
  /** The calendar's next time after this one is when it is due. */
  readonly countsFrom: number
  readonly knownSince: number
  readonly lastSuccessAt: number | null
  readonly lastFailureAt: number | null
  /** After a failure: it is not tried again before. */
  readonly retryAt: number | null
  /** Who runs it now, as far as the lease tells. */
  readonly holder: string | null
  readonly leaseUntil: number | null
}

export interface MaintenanceRun {
  readonly task: string
  /** Counts the runs of this task. */
  readonly number: number
  readonly startedAt: number
}

export interface BeginRun {
  readonly task: string
  /** What the decision to run was made from; null when a person asked: the task runs whatever it says. */
  readonly countsFrom: number | null
  readonly holder: string
  readonly at: number
  readonly leaseMs: number
}

export type ReportVerdict = 'good' | 'attention' | 'unknown'

export interface NewMaintenanceReport {
  readonly askedBy: string
  /** Null when a person asked. */
  readonly dueAt: number | null
  readonly endedAt: number
  readonly result: 'done' | 'failed'
  readonly verdict: ReportVerdict
  readonly markdown: string
  readonly report: unknown
  /** Of a run that failed. */
  readonly retryAt: number | null
}

export interface MaintenanceReport extends Omit<NewMaintenanceReport, 'retryAt'> {
  readonly id: number
  readonly task: string
  readonly startedAt: number
}

export interface Maintenance {
  /** Those that are new count from `at`. */
  introduce(tasks: readonly string[], at: number): Promise<void>
  tasks(): Promise<readonly MaintenanceTaskState[]>
  /** @returns null when another one runs it, or has run it since */
  begin(request: BeginRun): Promise<MaintenanceRun | null>
  /** @returns the report's number; null when the lease was lost and nothing was written */
  end(run: MaintenanceRun, report: NewMaintenanceReport): Promise<number | null>
  /** Newest first. @param task null: of every task */
  reports(task: string | null, limit: number): Promise<readonly MaintenanceReport[]>
  /** Removes reports that began before. @returns how many */
  forgetBefore(time: number): Promise<number>
}
