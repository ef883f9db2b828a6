/** When a message that could not be sent is tried again, and when it is given up. */
import type { NotifierFailure } from '../../ports/notifier/notifier.ts'
import type { OutgoingResult } from '../../ports/store/notifications.ts'

const attemptsMax = 12
const baseMs = 5_000
const longestMs = 600_000
/** Older than this nobody can use it. */
export const ageMsMax = 86_400_000

export interface FailedTry {
  readonly failure: NotifierFailure
  /** Tries before this one. */
  readonly attempts: number
  readonly ageMs: number
  readonly isTest: boolean
}

export function afterFailure(
  { failure, attempts, ageMs, isTest }: FailedTry,
  now: number,
  random: () => number,
): OutgoingResult {
  const { message } = failure
  if (failure.kind === 'refused' || isTest || ageMs > ageMsMax) return { kind: 'dead', failure: message }
  if (failure.kind === 'rate-limited') return { kind: 'put-off', notBefore: now + failure.retryAfterMs }
  if (attempts + 1 >= attemptsMax) return { kind: 'dead', failure: message }
  return { kind: 'retry', notBefore: now + pauseMs(attempts, random), failure: message }
}

/** Doubles, with a quarter of chance to each side, so that what failed together is not tried together. */
export function pauseMs(attempts: number, random: () => number): number {
  return Math.round(Math.min(longestMs, baseMs * 2 ** attempts) * (0.75 + random() / 2))
}
