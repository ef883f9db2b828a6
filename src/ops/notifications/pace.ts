/** How fast one notifier is used: so many at once, then so many a minute. What is urgent goes anyway and is counted. */
export interface Pace {
  /** How many may be sent now. */
  left(): number
  take(): void
  /** Until one may be sent. */
  waitMs(): number
}

const atOnce = 10
const everyMs = 2_000

/** @param elapsedMs of a clock that never jumps: what the other side counts is real time */
export function createPace(elapsedMs: () => number): Pace {
  let tokens = atOnce
  let seenAt = elapsedMs()

  function refill(): void {
    const now = elapsedMs()
    tokens = Math.min(atOnce, tokens + (now - seenAt) / everyMs)
    seenAt = now
  }

  return {
    left() {
      refill()
      return Math.max(0, Math.floor(tokens))
    },
    take() {
      refill()
      tokens = Math.max(-atOnce, tokens - 1)
    },
    waitMs() {
      refill()
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) * everyMs)
    },
  }
}
