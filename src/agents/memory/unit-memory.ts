/**
 * What the arguments about single units came to. A unit whose lines and context are as they were, asked about with the
 * same words, of the same models, need not be argued about again: its claims are put where it stands today.
 *
 * Only arguments that came to their end are kept; one that was stopped, or in which somebody fell silent, is had again.
 */
import { createHash } from 'node:crypto'
import type { AgentSettings } from '../../domain/agents/agent-settings.ts'
import type { ArguedClaim } from '../../domain/agents/claim.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { AgentMemory, AnswerKey } from '../../ports/store/agent-memory.ts'
import type { ContextUnit, UnitKey } from '../context/context.ts'
import { anchorToUnits } from './anchor-to-units.ts'
import { RememberedUnit } from './remembered-unit.ts'

export interface UnitMemoryParts {
  readonly memory: AgentMemory
  readonly clock: Clock
  /** Within which outcomes are shared: the repository. */
  readonly scope: string
  readonly promptVersion: string
  /** The chains of both roles, the first choice first. */
  readonly models: { readonly coder: readonly ModelName[]; readonly reviewer: readonly ModelName[] }
  readonly settings: Pick<AgentSettings, 'rounds' | 'language' | 'temperature' | 'coder' | 'reviewer'>
}

export interface UnitMemory {
  /** Of units that were argued about before: what came of it, on today's lines. Absent: they have to be read. */
  recall(units: readonly ContextUnit[]): Promise<ReadonlyMap<UnitKey, RememberedUnit>>
  /**
   * @param units those of one part, whose argument came to its end
   * @param claims all that it came to; each goes to the unit that it is about
   */
  remember(units: readonly ContextUnit[], claims: readonly ArguedClaim[], owesWhole: boolean): Promise<void>
}

/** Changes with the rules by which arguments end, and with the shape in which outcomes are kept. */
const outcomeVersion = 1
const claimsMax = 60

export function createUnitMemory(parts: UnitMemoryParts): UnitMemory {
  const { memory, clock } = parts
  const origin = originOf(parts)
  const keyOf = (unit: UnitKey) =>
    createHash('sha256')
      .update(JSON.stringify(['unit', outcomeVersion, origin, unit]))
      .digest('hex') as AnswerKey
  return {
    recall: async (units) => {
      if (units.length === 0) return new Map()
      const found = await memory.recall(
        'unit',
        units.map(({ key }) => keyOf(key)),
        clock.now(),
      )
      return new Map(
        units.flatMap((unit) => {
          const read = RememberedUnit.safeParse(found.get(keyOf(unit.key)))
          if (!read.success) return []
          const { claims, owesWhole } = read.data
          return [[unit.key, { claims: claims.map((claim) => toToday(claim, unit)), owesWhole }]]
        }),
      )
    },
    remember: async (units, claims, owesWhole) => {
      const byUnit = anchorToUnits(units, claims)
      await Promise.all(
        units.map((unit) => {
          const own = (byUnit.get(unit.key) ?? []).slice(0, claimsMax)
          const remembered: RememberedUnit = { claims: own.map((one) => toUnit(one, unit)), owesWhole }
          return memory.remember('unit', keyOf(unit.key), remembered, clock.now())
        }),
      )
    },
  }
}

function originOf({ scope, promptVersion, models, settings }: UnitMemoryParts): unknown {
  const { rounds, language, temperature, coder, reviewer } = settings
  const personas = [coder, reviewer].map(({ persona, focus }) => [persona, focus])
  return [scope, promptVersion, models.coder, models.reviewer, rounds, language, temperature, personas]
}

/** Lines count from the unit's first one, for places in its own file. */
function toUnit(argued: ArguedClaim, unit: ContextUnit): ArguedClaim {
  return shifted(argued, unit, -1)
}

function toToday(argued: ArguedClaim, unit: ContextUnit): ArguedClaim {
  return shifted(argued, unit, 1)
}

function shifted(argued: ArguedClaim, unit: ContextUnit, sign: 1 | -1): ArguedClaim {
  const place = <Place extends ArguedClaim['claim']['evidence'][number]>(cited: Place): Place => {
    const first = firstLine(unit, cited.side)
    if (cited.path !== unit.path || first === null) return cited
    const by = sign * (first - 1)
    // What stands above a unit may have moved less than the unit: the quote finds it again from nearby.
    return sign === 1
      ? { ...cited, line: Math.max(1, cited.line + by), endLine: Math.max(1, cited.endLine + by) }
      : { ...cited, line: cited.line + by, endLine: cited.endLine + by }
  }
  const claim = { ...place(argued.claim), evidence: argued.claim.evidence.map(place) }
  return { ...argued, claim }
}

function firstLine({ head, base }: ContextUnit, side: 'RIGHT' | 'LEFT'): number | null {
  return (side === 'RIGHT' ? head : base)?.line ?? null
}
