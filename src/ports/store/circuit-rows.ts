/**
 * Where circuit breakers keep their state, so that all processes agree. Promise: a row is replaced only when it still is
 * the version that was read, so that of several processes that decide at once one prevails and the others look again.
 */
import type { CircuitName } from '../circuit/circuit.ts'

export interface CircuitRow {
  readonly version: number
  /** JSON; its meaning is the breaker's. */
  readonly state: unknown
}

export interface CircuitRows {
  /** `now` is the store's time in milliseconds since the epoch: the clock that all processes share. */
  read(name: CircuitName): Promise<{ readonly row: CircuitRow | null; readonly now: number }>
  /** @param version that was read; null when there was no row @returns false when it is another by now */
  replace(name: CircuitName, version: number | null, state: unknown): Promise<boolean>
  list(): Promise<readonly (CircuitRow & { readonly name: CircuitName })[]>
  /** @returns false when there is no such row */
  remove(name: CircuitName): Promise<boolean>
}
