/** Breakers of a process that makes one try and ends: there is no second one that they could keep from being made. */
import type { Circuits } from '../../ports/circuit/circuit.ts'

export function createClosedCircuits(): Circuits {
  return {
    admit: async () => ({ kind: 'admitted' }),
    async succeeded() {},
    failed: async (name, reason) => ({
      name,
      state: 'closed',
      failures: 1,
      openUntil: null,
      reason,
      changedAt: 0,
    }),
    list: async () => [],
    reset: async () => false,
  }
}
