/** One process leads. Promise: never two at once; when it dies another may lead within seconds. */
export interface Leadership {
  /** @returns null when another process leads */
  take(holder: string): Promise<Term | null>
  /** Who leads, for people. */
  holder(): Promise<string | null>
}

export interface Term {
  /** Aborted when the leader can no longer be sure that it leads. */
  readonly signal: AbortSignal
  resign(): Promise<void>
}
