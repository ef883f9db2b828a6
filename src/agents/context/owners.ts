/** Which definition each changed line belongs to. */
import type { Definition, Outline } from '../../ports/syntax/syntax.ts'
import type { MergedLine } from './merge-sides.ts'

export interface Owner {
  /** The same for lines of one definition, told apart from others of its name. */
  readonly id: string
  readonly symbol: string
  readonly definition: Definition
  readonly within: readonly Definition[]
  /** False for what is too long to be read at once, such as a class: its lines are grouped by nearness. */
  readonly isWhole: boolean
  /** True when the definition stands in the base alone. */
  readonly isGone: boolean
}

interface Outlines {
  readonly head: Outline | null
  readonly base: Outline | null
}

/** Longer ones are read by their functions, or by lines that changed near each other. */
const unitLinesMax = 120

/** One for each of `changed`, in its order; null outside of any definition. */
export function ownersOf(
  lines: readonly MergedLine[],
  changed: readonly number[],
  outlines: Outlines,
): readonly (Owner | null)[] {
  const headOwner = ownerLookup(outlines.head, keptLines(lines, 'right'), false)
  const baseOwner = ownerLookup(outlines.base, keptLines(lines, 'left'), true)
  const bySymbol = outlines.head === null ? new Map<string, Owner>() : headOwner.bySymbol()
  const around = neighbours(lines)
  const owners = changed.map((at): Owner | null => {
    const { right, left } = lines[at] as MergedLine
    if (right !== null) return headOwner.at(right)
    const [before, after] = [around.before[at] ?? 0, around.after[at] ?? 0]
    const stayed = headOwner.at(before)
    if (stayed !== null && stayed.id === headOwner.at(after)?.id) return stayed
    const was = left === null ? null : baseOwner.at(left)
    return was === null ? null : (bySymbol.get(was.symbol) ?? was)
  })
  settleReplaced(lines, changed, owners, outlines.base !== null)
  settleLoose(lines, changed, owners)
  return owners
}

/** A removed line that only its neighbourhood tells of belongs to what was put in its place. */
function settleReplaced(
  lines: readonly MergedLine[],
  changed: readonly number[],
  owners: (Owner | null)[],
  isToldByBase: boolean,
) {
  if (isToldByBase) return
  for (let order = changed.length - 1; order >= 0; order -= 1) {
    const at = changed[order] as number
    if (owners[order] !== null || lines[at]?.mark !== '-') continue
    if (changed[order + 1] === at + 1) owners[order] = owners[order + 1] ?? null
  }
}

const commentLike = /^\s*(?:\/\/|\/\*|\*|#|--|;|@|\[|"""|''')/
const wordless = /^[^\p{L}\p{N}]*$/u

/** Comments above a definition go with it; brackets and blank lines with what stands before them. */
function settleLoose(lines: readonly MergedLine[], changed: readonly number[], owners: (Owner | null)[]) {
  for (let order = changed.length - 2; order >= 0; order -= 1) {
    const at = changed[order] as number
    const next = owners[order + 1] ?? null
    if (owners[order]?.isWhole || !next?.isWhole || changed[order + 1] !== at + 1) continue
    if (commentLike.test(lines[at]?.text.slice(0, 200) ?? '')) owners[order] = next
  }
  for (let order = 1; order < changed.length; order += 1) {
    const at = changed[order] as number
    const previous = owners[order - 1] ?? null
    if (owners[order]?.isWhole || !previous?.isWhole || changed[order - 1] !== at - 1) continue
    if (wordless.test(lines[at]?.text.slice(0, 200) ?? '')) owners[order] = previous
  }
}

/** Numbers in the head of the nearest lines that it has, before and after each place. */
function neighbours(lines: readonly MergedLine[]): {
  readonly before: Int32Array
  readonly after: Int32Array
} {
  const [before, after] = [new Int32Array(lines.length), new Int32Array(lines.length)]
  let last = 0
  for (const [at, { right }] of lines.entries()) {
    before[at] = last
    if (right !== null) last = right
  }
  let next = 0
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    after[at] = next
    next = lines[at]?.right ?? next
  }
  return { before, after }
}

interface OwnerLookup {
  at(line: number): Owner | null
  bySymbol(): ReadonlyMap<string, Owner>
}

/** @param kept how many lines up to each one stand on both sides */
function ownerLookup(outline: Outline | null, kept: Int32Array, isGone: boolean): OwnerLookup {
  const definitions = outline?.definitions ?? []
  const lineCount = kept.length - 1
  // Inner definitions come after those around them, so that painting in order leaves the innermost.
  const innermost = new Int32Array(lineCount + 1).fill(-1)
  for (const [place, { line, endLine }] of definitions.entries()) {
    if (line >= 1 && line <= lineCount) innermost.fill(place, line, Math.min(endLine, lineCount) + 1)
  }
  const owners = new Map<number, Owner | null>()

  function isNew({ line, endLine }: Definition): boolean {
    const last = Math.min(endLine, lineCount)
    return line >= 1 && line <= last && kept[last] === kept[line - 1]
  }

  function ownerOf(place: number): Owner | null {
    const known = owners.get(place)
    if (known !== undefined) return known
    const chain = chainOf(definitions, place)
    const owner = chooseOwner(chain, isGone, isNew)
    owners.set(place, owner)
    return owner
  }

  return {
    at(line) {
      const place = innermost[line] ?? -1
      return place === -1 ? null : ownerOf(place)
    },
    bySymbol() {
      const found = new Map<string, Owner>()
      for (const place of definitions.keys()) {
        const owner = ownerOf(place)
        if (owner !== null && !found.has(owner.symbol)) found.set(owner.symbol, owner)
      }
      return found
    },
  }
}

/** The definition and those around it, the outermost first. */
export function chainOf(definitions: readonly Definition[], place: number): readonly Definition[] {
  const chain: Definition[] = []
  for (let at: number | null = place; at !== null && chain.length < 50; ) {
    const definition: Definition | undefined = definitions[at]
    if (definition === undefined) break
    chain.unshift(definition)
    at = definition.parent
  }
  return chain
}

/**
 * The outermost function, or class that is new as a whole, that is not too long, so that what is written together is
 * read together; else the innermost function; else a type or a value that is not too long; else the class, of which
 * only the near lines are read.
 */
function chooseOwner(
  chain: readonly Definition[],
  isGone: boolean,
  isNew: (definition: Definition) => boolean,
): Owner | null {
  const isFunction = ({ kind }: Definition) => kind === 'function' || kind === 'method'
  const isNewClass = (definition: Definition) => definition.kind === 'class' && isNew(definition)
  const functions = chain.filter(isFunction)
  const chosen =
    chain.find((definition) => (isFunction(definition) || isNewClass(definition)) && isShort(definition)) ??
    functions[functions.length - 1] ??
    chain.find((definition) => !isContainer(definition) && isShort(definition)) ??
    chain[chain.length - 1]
  if (chosen === undefined) return null
  const within = chain.slice(0, chain.indexOf(chosen))
  const symbol = [...within, chosen].map(({ name }) => name).join('.')
  return {
    id: `${isGone ? 'base' : 'head'} ${chosen.line} ${symbol}`,
    symbol,
    definition: chosen,
    within,
    isWhole: isFunction(chosen) || (isShort(chosen) && (!isContainer(chosen) || isNewClass(chosen))),
    isGone,
  }
}

function isShort({ line, endLine }: Definition): boolean {
  return endLine - line < unitLinesMax
}

/** What holds other definitions and is seldom read as a whole. */
export function isContainer({ kind }: Definition): boolean {
  return kind === 'class' || kind === 'module'
}

/** For each line number of a side, how many lines up to it stand on both sides; place 0 is before the first line. */
function keptLines(lines: readonly MergedLine[], side: 'left' | 'right'): Int32Array {
  const last = lines.findLast((line) => line[side] !== null)?.[side] ?? 0
  const kept = new Int32Array(last + 1)
  for (const line of lines) {
    const number = line[side]
    if (number !== null) kept[number] = (kept[number - 1] ?? 0) + (line.mark === ' ' ? 1 : 0)
  }
  return kept
}
