/**
 * Units as blocks, with what these cost. A part is weighed many times over until it is as full as can be, and every unit
 * in it at four breadths: each is written and counted once.
 */
import type { TokenCounter } from './count-tokens.ts'
import type { FoundUnit } from './find-units.ts'
import { type Breadth, unitBlock } from './render-unit.ts'

export interface UnitBlock {
  readonly block: string
  /** With the line feed behind it. */
  readonly tokens: number
}

/** The same unit at the same breadth is the same block; it is kept as long as the unit is. */
export type UnitBlocks = (unit: FoundUnit, breadth: Breadth) => UnitBlock

export function createUnitBlocks(counter: TokenCounter): UnitBlocks {
  const written = new WeakMap<FoundUnit, Map<Breadth, UnitBlock>>()
  return (unit, breadth) => {
    const ofUnit = written.get(unit) ?? new Map<Breadth, UnitBlock>()
    written.set(unit, ofUnit)
    const known = ofUnit.get(breadth)
    if (known !== undefined) return known
    const block = unitBlock(unit, breadth)
    const made = { block, tokens: counter.count(`${block}\n`) }
    ofUnit.set(breadth, made)
    return made
  }
}
