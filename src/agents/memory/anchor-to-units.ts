/** Which of the units that were read together a claim is about: the one that holds it, else the nearest one. */
import type { ArguedClaim, Citation } from '../../domain/agents/claim.ts'
import type { ContextUnit, UnitKey } from '../context/context.ts'

/** Every claim goes to exactly one unit; without units, to none. */
export function anchorToUnits(
  units: readonly ContextUnit[],
  claims: readonly ArguedClaim[],
): ReadonlyMap<UnitKey, readonly ArguedClaim[]> {
  const byUnit = new Map<UnitKey, ArguedClaim[]>()
  for (const argued of claims) {
    const unit = unitOf(units, argued)
    if (unit === null) continue
    const claimsOfUnit = byUnit.get(unit.key) ?? []
    claimsOfUnit.push(argued)
    byUnit.set(unit.key, claimsOfUnit)
  }
  return byUnit
}

/** A defect in unchanged code belongs to the change that breaks it, which it cites as evidence. */
function unitOf(units: readonly ContextUnit[], { claim }: ArguedClaim): ContextUnit | null {
  for (const cited of [claim, ...claim.evidence]) {
    const holding = units.find((unit) => distance(unit, cited) === 0)
    if (holding !== undefined) return holding
  }
  const near = units
    .map((unit) => ({ unit, away: distance(unit, claim) }))
    .reduce((best, one) => (one.away < best.away ? one : best), {
      unit: units[0],
      away: Number.POSITIVE_INFINITY,
    })
  return near.unit ?? null
}

/** In lines; infinite between files. */
function distance(unit: ContextUnit, { path, side, line, endLine }: Citation): number {
  const span = side === 'RIGHT' ? unit.head : unit.base
  if (unit.path !== path || span === null) return Number.POSITIVE_INFINITY
  if (endLine < span.line) return span.line - endLine
  return line > span.endLine ? line - span.endLine : 0
}
