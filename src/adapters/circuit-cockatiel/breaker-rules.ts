/** When a breaker opens, and for how long. */
import type { CircuitName } from '../../ports/circuit/circuit.ts'

export interface BreakerRule {
  /** Consecutive ones that open it. */
  readonly failuresMax: number
  /** The first time; twice as long each time the probe fails. */
  readonly openMs: number
  readonly openMsMax: number
  /** A probe that says nothing for so long is taken for dead, and another one is let through. */
  readonly probeMsMax: number
}

export type BreakerRules = Readonly<Record<CircuitName['kind'], BreakerRule>>

const minute = 60_000

/** A repository's probe is a whole review, a dependency's one call. */
export const breakerRules: BreakerRules = {
  repository: { failuresMax: 3, openMs: 5 * minute, openMsMax: 60 * minute, probeMsMax: 15 * minute },
  dependency: { failuresMax: 5, openMs: minute / 2, openMsMax: 5 * minute, probeMsMax: minute },
}
