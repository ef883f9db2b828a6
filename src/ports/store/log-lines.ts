/** Lines of every process' log that say what went wrong. Promise: the newest few hundred are kept. */
export interface LogLines {
  add(lines: readonly LogLine[]): Promise<void>
  /** Newest first. */
  list(limit: number): Promise<readonly LogLine[]>
}

export interface LogLine {
  readonly at: number
  /** Which process, e.g. `worker on host-1, 4711`. */
  readonly process: string
  readonly level: 'warn' | 'error'
  /** JSON as it was logged, redacted and bounded. */
  readonly line: string
}

export const logLinesKept = 500
