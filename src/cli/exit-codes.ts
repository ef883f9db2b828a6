/** What the program's exit says; documented in the README and in `--help`. */
export const exitCodes = {
  done: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Wrong usage, an unusable repository, a configuration with errors. */
  usage: 2,
  /** A failure of the program itself. */
  internal: 3,
  /** Understood and allowed, but what would do it is not set up here, e.g. a target for a rollback. */
  notConfigured: 4,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
