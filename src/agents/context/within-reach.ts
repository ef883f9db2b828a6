/**
 * Bounds the work on a change that is larger than what may be read of it: units that can be in no part, whatever becomes
 * of the others, are not prepared, only told. What is left is a little more than what fits, so that the choice among it
 * stays that of the parts.
 */
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { FoundUnit } from './find-units.ts'
import { linesMaxOf, lineTokensMin, rankOf } from './fit-units.ts'

export interface ContextBounds {
  readonly contextTokensMax: number
  readonly partsMax: number
}

/** Of all parts of a review together; a repository's configuration cannot ask for more. */
const contextTokensTotalMax = 1_000_000
/** No unit takes less for its frame, without its lines. */
const frameTokensMin = 25
/** Of what fits: units that need not be read again take no room. */
const reachFactor = 1.5

/** Fewer parts where they would hold more than one review may read. */
export function boundedParts({ contextTokensMax, partsMax }: ContextBounds): ContextBounds {
  const most = Math.max(1, Math.floor(contextTokensTotalMax / contextTokensMax))
  return { contextTokensMax, partsMax: Math.min(partsMax, most) }
}

export interface Reach {
  /** In their order. */
  readonly units: readonly FoundUnit[]
  readonly beyond: readonly FoundUnit[]
}

export function withinReach(
  units: readonly FoundUnit[],
  { contextTokensMax, partsMax }: ContextBounds,
): Reach {
  const tokensMax = contextTokensMax * partsMax * reachFactor
  const linesOf = new Map<FileToDiscuss, number>()
  const near = new Set<FoundUnit>()
  let tokens = 0
  for (const unit of units.toSorted((a, b) => rankOf(a.file) - rankOf(b.file))) {
    if (tokens > tokensMax) break
    near.add(unit)
    const before = linesOf.get(unit.file) ?? 0
    const lines = Math.min(unit.changed.length, Math.max(0, linesMaxOf(unit.file, true) - before))
    linesOf.set(unit.file, before + lines)
    tokens += frameTokensMin + lines * lineTokensMin
  }
  return near.size === units.length
    ? { units, beyond: [] }
    : { units: units.filter((unit) => near.has(unit)), beyond: units.filter((unit) => !near.has(unit)) }
}
