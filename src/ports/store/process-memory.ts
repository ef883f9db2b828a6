/**
 * What the processes of the service tell of their memory, and what they are asked for: a newer report, a snapshot of
 * the heap. Promise: a wish that was written is seen by its process when it next looks; a process that ended keeps its
 * last row until it is forgotten. All times are the caller's.
 */

export interface ProcessMemoryRow {
  /** `HOST/PID` */
  readonly instance: string
  readonly role: string
  readonly reportedAt: number
  /** As the process wrote it; see `MemoryReport`. */
  readonly report: unknown
  readonly snapshot: SnapshotWish | null
}

export interface SnapshotWish {
  readonly wantedAt: number
  readonly wantedBy: string
  /** Null: not begun. */
  readonly begunAt: number | null
  readonly endedAt: number | null
  readonly result: SnapshotResult | null
}

export type SnapshotResult =
  | { readonly kind: 'written'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'refused'; readonly message: string; readonly remedy: string }

export interface ProcessMemory {
  /** The newest report of a process takes the place of the one before. */
  report(row: {
    readonly instance: string
    readonly role: string
    readonly at: number
    readonly report: unknown
  }): Promise<void>
  /** Asks every process for a report that is newer than this. */
  wantReports(at: number): Promise<void>
  /** @returns false when no such process has reported since `aliveSince` */
  wantSnapshot(wish: {
    readonly instance: string
    readonly at: number
    readonly by: string
    readonly aliveSince: number
  }): Promise<boolean>
  /** What a process is asked for now. */
  wishes(instance: string): Promise<{ readonly report: boolean; readonly snapshot: boolean }>
  beginSnapshot(instance: string, at: number): Promise<void>
  endSnapshot(instance: string, at: number, result: SnapshotResult): Promise<void>
  /** Newest report first. */
  list(reportedSince: number): Promise<readonly ProcessMemoryRow[]>
  /** @returns how many */
  forgetBefore(time: number): Promise<number>
}
