/** Time, injected, so that tests and records agree on it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}
