/** Everything that is read before anybody is asked, and from it the parts that are argued about. */
import type { ArguedClaim } from '../domain/agents/claim.ts'
import type { Finding } from '../domain/finding/finding.ts'
import type { ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { PackedContext, UnitKey } from './context/context.ts'
import { packContext } from './context/pack-context.ts'
import { readGuidance } from './context/read-guidance.ts'
import type { UnitMemory } from './memory/unit-memory.ts'
import { type ReadRepository, type RepositoryParts, readRepository } from './read-repository.ts'

export interface Surroundings extends ReadRepository {
  readonly packed: PackedContext
  /** Findings of the last review. */
  readonly earlier: readonly Finding[]
  /** What came of units that were argued about before and are as they were: they stand in no part. */
  readonly recalled: ReadonlyMap<UnitKey, readonly ArguedClaim[]>
}

export interface SurroundingsParts extends RepositoryParts {
  readonly units: Pick<UnitMemory, 'recall'>
  /** Of the last review. */
  readonly earlier: () => Promise<readonly Finding[]>
}

export async function readSurroundings(
  parts: SurroundingsParts,
  change: ChangeToDiscuss,
  signal: AbortSignal,
): Promise<Surroundings> {
  const { files, known, mask } = change
  const { agents, instructionsFor } = change.settings
  const [repository, guidance, earlier] = await Promise.all([
    readRepository(parts, change, signal),
    readGuidance(change.snapshot),
    parts.earlier(),
  ])
  let recalled: Surroundings['recalled'] = new Map()
  const packed = await packContext(
    {
      ...repository,
      files,
      known,
      settings: agents,
      guidance,
      instructionsFor,
      mask,
      recall: async (units) => {
        const outcomes = await parts.units.recall(units)
        recalled = new Map([...outcomes].map(([key, { claims }]) => [key, claims]))
        const owing = [...outcomes].flatMap(([key, { owesWhole }]) => (owesWhole ? [key] : []))
        return { known: new Set(outcomes.keys()), owing: new Set(owing) }
      },
    },
    signal,
  )
  return { ...repository, packed, earlier, recalled }
}
