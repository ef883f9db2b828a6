/** After which failures the same model is asked again, and when. */
import type { ModelFailure } from '../../ports/model/model.ts'

const backoffMs = 1_000
const backoffMsMax = 20_000
/** A limit that ends sooner is waited for; with another model to go on with, nobody waits long. */
const patienceMs = 10_000
const lastPatienceMs = 60_000

export interface Retry {
  /** From 1. */
  readonly attempt: number
  readonly attemptsMax: number
  /** No other model is left. */
  readonly isLast: boolean
  readonly now: number
  /** 0..1 */
  readonly chance: number
}

/** @returns milliseconds to wait; null: go on with the next model */
export function retryAfterMs(failure: ModelFailure, retry: Retry): number | null {
  const { attempt, attemptsMax, isLast, now, chance } = retry
  if (attempt >= attemptsMax) return null
  // Full jitter: callers that failed together do not come back together.
  const jitterMs = chance * Math.min(backoffMsMax, backoffMs * 2 ** (attempt - 1))
  switch (failure.kind) {
    case 'rate-limited': {
      if (failure.retryAt === null) return jitterMs
      const waitMs = Math.max(0, failure.retryAt - now)
      if (waitMs > (isLast ? lastPatienceMs : patienceMs)) return null
      return waitMs + chance * backoffMs
    }
    case 'unavailable':
    case 'timed-out':
      return jitterMs
    default:
      return null
  }
}
