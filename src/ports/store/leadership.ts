/** One process leads. Promise: never two at once; when it dies another may lead within seconds. */
export interface Leadership {
  /** @returns null when another process leads */
  take(holder: string): Promise<Term | null>
  /** Who leads, for people. */
  holder(): Promise<string | null>
}

export interface Term {
  /** Grows with each term, whoever leads: what carries a higher one is from a later leader. */
  readonly number: number
  /** Aborted when the leader can no longer be sure that it leads. */
  readonly signal: AbortSignal
  /**
   * Asked right before something that two must not do. Unlike the signal it is right also in the first moment after the
   * process was stopped for a while, when timers have not yet run.
   */
  holds(): boolean
  /** Another may lead at once. */
  resign(): Promise<void>
}
