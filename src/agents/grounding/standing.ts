/** A claim that found its place, on its way to being told. */
import type { Speaker } from '../../domain/agents/voice.ts'
import type { AgentObservation } from '../../ports/agents/agents.ts'
import type { PlacedClaim } from './place-claim.ts'

export interface Standing extends AgentObservation {
  readonly placed: PlacedClaim
  readonly by: Speaker
  readonly title: string
}
