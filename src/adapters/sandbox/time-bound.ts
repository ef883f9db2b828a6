/**
 * A bound on a child's time that a busy machine does not shorten: when the wall clock says that time is up but the child was
 * given less of the processor than that, it gets the rest, up to a multiple on the wall clock.
 */
import type { WatchedChild } from './watched-child.ts'

const wallFactorMax = 3
const lookAgainMs = 50

export interface TimeBound {
  /** What is bounded ended in time. */
  lift(): void
}

/** @param timeMs of the wall clock, and of processor time where the system tells it */
export function boundTime(child: WatchedChild, timeMs: number): TimeBound {
  const begin = performance.now()
  const usedBefore = child.processorMs() ?? 0
  let timer = setTimeout(look, timeMs)

  function look(): void {
    const usedNow = child.processorMs()
    const isStarved = usedNow !== null && usedNow - usedBefore < timeMs
    if (isStarved && performance.now() - begin < timeMs * wallFactorMax) {
      timer = setTimeout(look, lookAgainMs)
    } else {
      child.stop({ kind: 'timed-out', detail: `more than ${timeMs / 1_000} s` })
    }
  }

  return {
    lift: () => clearTimeout(timer),
  }
}
