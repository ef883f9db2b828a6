/**
 * One part: every unit's changed lines first, then what is known of them, then by value per token what is said about
 * the change, more of the definitions, what they call, who calls them, their tests.
 */
import type { LineSpan } from './context.ts'
import type { TokenCounter } from './count-tokens.ts'
import { isContainer } from './owners.ts'
import type { PreparedUnit } from './prepare-units.ts'
import { earlierBlock, instructionsBlock, knownBlock } from './remarks.ts'
import { wholeLinesMax } from './render-unit.ts'
import { type Candidate, createShownUnit } from './shown-unit.ts'
import type { StoryBlocks } from './story-blocks.ts'
import type { UnitBlocks } from './unit-blocks.ts'

export interface PackedPart {
  readonly text: string
  /** Of the vocabulary, without a safety factor. */
  readonly tokens: number
  /** Units that were shown without what is around their lines. */
  readonly bare: readonly PreparedUnit[]
  /** Definitions, callers, tests and remarks: how many there were, and how many did not fit. */
  readonly offered: number
  readonly leftOut: number
}

export interface PartSources {
  readonly units: readonly PreparedUnit[]
  readonly story: StoryBlocks
  readonly counter: TokenCounter
  readonly blocks: UnitBlocks
  readonly mask: (text: string) => string
  readonly tokensMax: number
}

export function packPart({ units, story, counter, blocks, mask, tokensMax }: PartSources): PackedPart {
  const costOf = (block: string | null) => (block === null ? 0 : counter.count(`${block}\n`))
  const shown = units.map((prepared) => createShownUnit(prepared, blocks))
  const remarks = remarkBlocks(units, mask)
  const definitions = definitionValues(units)
  const taken = new Set<string>()
  let opening = story.title
  let spent = costOf(opening) + shown.reduce((sum, { tokensMin }) => sum + tokensMin, 0)

  function offer(block: string, value: number): Candidate {
    let tokens: number | null = null
    const cost = () => {
      tokens ??= costOf(block)
      return tokens
    }
    return { value, cost, take: () => taken.add(block) }
  }

  function add({ cost, take }: Candidate) {
    const tokens = cost()
    if (spent + tokens > tokensMax) return
    spent += tokens
    take()
  }

  for (const { block } of remarks) add(offer(block, 0))
  const candidates = [
    ...shown.flatMap(({ growth }) => growth),
    ...story.more.map(({ block, value }) => offer(block, value)),
    ...[...definitions].map(([block, value]) => offer(block, value)),
    {
      value: 200,
      cost: () => costOf(story.pullRequest ?? story.title) - costOf(story.title),
      take: () => {
        opening = story.pullRequest ?? story.title
      },
    },
  ]
  for (const candidate of byWorth(candidates)) add(candidate)
  // Paths and symbols were not masked before.
  const text = mask(
    [
      ...(opening === null ? [] : [opening]),
      ...story.more.map(({ block }) => block).filter((block) => taken.has(block)),
      ...blocksOf(remarks, null, taken),
      ...shown.flatMap((unit, at) => [unit.block(), ...blocksOf(remarks, at, taken)]),
      ...[...definitions.keys()].filter((block) => taken.has(block)),
    ].join('\n'),
  )
  const offered = [...definitions.keys(), ...remarks.map(({ block }) => block)]
  return {
    text,
    tokens: counter.count(text),
    bare: shown.filter((unit) => unit.isBare()).map(({ prepared }) => prepared),
    offered: offered.length,
    leftOut: offered.filter((block) => !taken.has(block)).length,
  }
}

/** By value per token; equals stay in their order. */
function byWorth(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, worth: candidate.value / Math.max(1, candidate.cost()) }))
    .toSorted((a, b) => b.worth - a.worth)
    .map(({ candidate }) => candidate)
}

interface RemarkBlock {
  /** Place of the unit that it belongs to; null for several. */
  readonly unit: number | null
  readonly block: string
}

function blocksOf(
  remarks: readonly RemarkBlock[],
  unit: number | null,
  taken: ReadonlySet<string>,
): readonly string[] {
  return remarks.filter((remark) => remark.unit === unit && taken.has(remark.block)).map(({ block }) => block)
}

function remarkBlocks(
  units: readonly PreparedUnit[],
  mask: (text: string) => string,
): readonly RemarkBlock[] {
  const blocks: RemarkBlock[] = []
  const seen = new Set<string>()
  const instructed = new Map<string, Set<string>>()

  function addOnce(unit: number | null, block: string) {
    if (seen.has(block)) return
    seen.add(block)
    blocks.push({ unit, block })
  }

  for (const { unit, remarks } of units) {
    for (const instruction of remarks.instructions) {
      const paths = instructed.get(instruction) ?? new Set()
      instructed.set(instruction, paths.add(unit.path))
    }
  }
  for (const [instruction, paths] of instructed) {
    addOnce(null, instructionsBlock([...paths], instruction, mask))
  }
  for (const [at, { unit, remarks }] of units.entries()) {
    if (remarks.earlier.length > 0) addOnce(at, earlierBlock(unit.path, remarks.earlier, mask))
    if (remarks.known.length > 0) addOnce(at, knownBlock(unit.path, remarks.known, mask))
  }
  return blocks
}

/** What the units rest on, with its value for all of them together; what a unit of the part is, it shows itself. */
function definitionValues(units: readonly PreparedUnit[]): ReadonlyMap<string, number> {
  const own = new Set(units.map(({ unit }) => `${unit.path}\n${unit.symbol}`))
  const ownSpans = spansOfUnits(units)
  const values = new Map<string, number>()
  for (const { surroundings } of units) {
    for (const { surrounding, block } of surroundings) {
      const { path, role, symbol, spans } = surrounding
      if (role === 'called' && own.has(`${path}\n${symbol}`)) continue
      const isShown = ownSpans
        .get(path)
        ?.some((unit) => spans.every((span) => span.line >= unit.line && span.endLine <= unit.endLine))
      if (!isShown) values.set(block, (values.get(block) ?? 0) + surrounding.value)
    }
  }
  return values
}

/** Of definitions that are short enough to be shown whole. */
function spansOfUnits(units: readonly PreparedUnit[]): ReadonlyMap<string, readonly LineSpan[]> {
  const spans = new Map<string, LineSpan[]>()
  for (const { unit } of units) {
    const { definition, head, path } = unit
    if (definition === null || head === null || isContainer(definition)) continue
    if (head.endLine - head.line >= wholeLinesMax) continue
    const those = spans.get(path)
    if (those === undefined) spans.set(path, [head])
    else those.push(head)
  }
  return spans
}
