/**
 * What every process measured, as rows. Promise: the row of an instance and a time is written once, whoever writes it
 * again; rows are read in the order of time, then instance. Rows of ten seconds are fine, rolled-up ones of five minutes
 * coarse; a coarse row bears the time at which its five minutes end.
 */
import type { Labels } from '../meter/meter.ts'

/** Label sets of the values of a row, without `instance` and `job`. Rows that have the same share one object. */
export type SampleLayout = readonly Labels[]

export interface SampleRow {
  readonly instance: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** It takes webhooks: its rows are what uptime is made of. */
  readonly serves: boolean
  readonly layout: SampleLayout
  /** One for each of `layout`. */
  readonly values: Float64Array
}

export interface FineRow extends SampleRow {
  /** Of the process, on its machine. */
  readonly pid: number
}

export interface CoarseRow extends SampleRow {
  /** How many fine rows it is made of. */
  readonly sources: number
}

export interface SampleQuery {
  /** Both included. */
  readonly from: number
  readonly to: number
  /** Null: of all. */
  readonly instance: string | null
  /** Only what comes after this row. */
  readonly after: Pick<SampleRow, 'instance' | 'at'> | null
  readonly limit: number
}

/** Five minutes of one instance. */
export interface Bucket {
  readonly instance: string
  readonly begin: number
}

export interface SampleGap {
  /** Its instance, layout and values are those of every row in the gap; its time does not matter. */
  readonly row: FineRow
  readonly from: number
  /** Not included. */
  readonly to: number
}

export const bucketMs = 5 * 60_000

export interface Samples {
  write(rows: readonly FineRow[]): Promise<void>
  fine(query: SampleQuery): Promise<readonly SampleRow[]>
  coarse(query: SampleQuery): Promise<readonly SampleRow[]>
  /** Fine rows that have come after the given time of their instance; of instances that are not named, from `from` on. */
  news(seen: ReadonlyMap<string, number>, from: number, limit: number): Promise<readonly SampleRow[]>
  newest(instance: string): Promise<{ readonly at: number; readonly pid: number } | null>
  /** When a process that takes webhooks last wrote a row, fine or coarse. */
  lastServed(): Promise<number | null>
  /** The time of the oldest row, fine or coarse. */
  oldest(): Promise<number | null>
  /** Writes the same row at every step through a gap. */
  fillFine(gap: SampleGap, everyMs: number): Promise<void>
  /** The same at every end of five minutes. */
  fillCoarse(gap: SampleGap): Promise<void>
  /** Buckets within [from, to) that lack their coarse row, or have more fine rows than it was made of; oldest first. */
  unrolled(from: number, to: number, limit: number): Promise<readonly Bucket[]>
  /** In place of the row that is there. */
  roll(row: CoarseRow): Promise<void>
  /** @returns how many rows are gone */
  forget(before: { readonly fine: number; readonly coarse: number }): Promise<number>
}
