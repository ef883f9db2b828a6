/**
 * A read that met a passing fault is asked again at once, twice at most; whatever lasts longer is the queue's to retry.
 * A write is never sent again here: it may have happened.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Stage } from './exchange.ts'

export interface RetryReadsOptions {
  readonly now: () => number
  readonly random: () => number
}

const retriesMax = 2
const firstDelayMs = 150
/** A fault that took this long, such as a timeout, is no hiccup. */
const withinMs = 5_000

export function createRetryReads({ now, random }: RetryReadsOptions): Stage {
  return (next) => async (request) => {
    const began = now()
    for (let retries = 0; ; retries += 1) {
      const answer = await next(request)
      if (answer.ok || request.kind === 'write' || retries === retriesMax) return answer
      const isPassing = answer.failure.kind === 'unavailable' || answer.failure.kind === 'network'
      if (!isPassing || request.signal.aborted || now() - began > withinMs) return answer
      await delay(firstDelayMs * 3 ** retries * (0.5 + random()), undefined, {
        signal: request.signal,
      }).catch(() => {})
      if (request.signal.aborted) return answer
    }
  }
}
