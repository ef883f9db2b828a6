/** When a job that failed is tried again: later each time, and not at the same moment as the others. */

const firstMs = 5_000
const lastMs = 10 * 60_000

/**
 * @param attempts how often it was begun, from 1
 * @param chance 0..1
 * @returns milliseconds since the epoch
 */
export function retryAt(now: number, attempts: number, chance: number): number {
  const full = Math.min(lastMs, firstMs * 2 ** Math.min(20, Math.max(0, attempts - 1)))
  return Math.round(now + full / 2 + (full / 2) * chance)
}
