/** What the program's exit says; documented in the README and in `--help`. */
export const exitCodes = {
  done: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Wrong usage, an unusable repository, a configuration with errors. */
  usage: 2,
  /** A failure of the program itself. */
  internal: 3,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
