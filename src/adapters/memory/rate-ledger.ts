/**
 * A ledger that nobody else reads or writes: what a single process knows of its limits is in the adapter of its host
 * already.
 */
import type { RateLedger } from '../../ports/store/rate-ledger.ts'

export function createEmptyRateLedger(): RateLedger {
  return {
    read: async () => ({ windows: [], pausedUntil: null }),
    async note() {},
    async pause() {},
    list: async () => [],
  }
}
