/** A unit on its way into a part: how broadly it is shown, and what more of it would cost. */
import type { PreparedUnit } from './prepare-units.ts'
import { type Breadth, breadths } from './render-unit.ts'
import type { UnitBlocks } from './unit-blocks.ts'

/** Something that may be added to a part when there is room. */
export interface Candidate {
  readonly value: number
  /** Tokens that it would take now; 0 when there is nothing to add any longer. */
  cost(): number
  take(): void
}

export interface ShownUnit {
  readonly prepared: PreparedUnit
  /** Tokens of its changed lines. */
  readonly tokensMin: number
  readonly growth: readonly Candidate[]
  block(): string
  /** True when there was more of its definition to be shown, and no room. */
  isBare(): boolean
}

type Growth = Exclude<Breadth, 'bare'>
const growthValues: Readonly<Record<Growth, number>> = { lines: 200, near: 150, whole: 100 }

export function createShownUnit(prepared: PreparedUnit, blocks: UnitBlocks): ShownUnit {
  let breadth: Breadth = 'bare'

  function shownAs(wanted: Breadth) {
    return blocks(prepared.unit, wanted)
  }

  function growTo(wanted: Growth): Candidate {
    const isGrowth = () => breadths.indexOf(wanted) > breadths.indexOf(breadth)
    return {
      value: growthValues[wanted],
      cost: () => (isGrowth() ? shownAs(wanted).tokens - shownAs(breadth).tokens : 0),
      take: () => {
        if (isGrowth()) breadth = wanted
      },
    }
  }

  return {
    prepared,
    tokensMin: shownAs('bare').tokens,
    growth: [growTo('lines'), growTo('near'), growTo('whole')],
    block: () => shownAs(breadth).block,
    isBare: () =>
      prepared.unit.definition !== null &&
      (breadth === 'bare' || breadth === 'lines') &&
      shownAs('near').block !== shownAs(breadth).block,
  }
}
