/** From what was argued to what may be published: only what the code bears out. */
import type { ArguedClaim } from '../../domain/agents/claim.ts'
import type { DroppedFinding } from '../../domain/finding/finding.ts'
import type { AgentObservation, ChangeToDiscuss } from '../../ports/agents/agents.ts'

export interface Grounded {
  readonly observations: readonly AgentObservation[]
  readonly dropped: readonly DroppedFinding[]
}

export type GroundClaims = (
  claims: readonly ArguedClaim[],
  change: ChangeToDiscuss,
  signal: AbortSignal,
) => Promise<Grounded>
