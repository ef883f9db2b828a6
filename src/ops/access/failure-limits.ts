/**
 * How often somebody may be wrong. Secrets cannot be guessed anyway; this keeps guessing from costing us anything. Only
 * failures count, so that who has the right token is not locked out by who has not, unless they come from one address.
 */
import type { Clock } from '../../ports/clock/clock.ts'

export interface FailureLimits {
  /** @returns seconds to wait; 0: go on */
  waitSeconds(subject: string): number
  failed(subject: string): void
}

export interface FailureLimitsOptions {
  readonly failuresMax: number
  readonly windowMs: number
  readonly clock: Clock
  /** Subjects that are remembered; the oldest are forgotten first. */
  readonly subjectsMax?: number
}

export function createFailureLimits({
  failuresMax,
  windowMs,
  clock,
  subjectsMax = 10_000,
}: FailureLimitsOptions): FailureLimits {
  const windows = new Map<string, { readonly beganAt: number; failures: number }>()

  function windowOf(subject: string) {
    const known = windows.get(subject)
    const age = known === undefined ? 0 : clock.now() - known.beganAt
    if (known !== undefined && age >= 0 && age < windowMs) return known
    windows.delete(subject)
    return null
  }

  return {
    waitSeconds(subject) {
      const window = windowOf(subject)
      if (window === null || window.failures < failuresMax) return 0
      return Math.max(1, Math.ceil((window.beganAt + windowMs - clock.now()) / 1_000))
    },
    failed(subject) {
      const window = windowOf(subject) ?? { beganAt: clock.now(), failures: 0 }
      window.failures += 1
      windows.set(subject, window)
      if (windows.size > subjectsMax) windows.delete(windows.keys().next().value ?? '')
    },
  }
}
