/** Breakers are kept by provider: when one is down, none of its models answers. */
import type { CircuitName } from '../../ports/circuit/circuit.ts'

/** @param provider as the configuration names it */
export function modelCircuit(provider: string): CircuitName {
  return { kind: 'dependency', subject: `model/${provider}` }
}
