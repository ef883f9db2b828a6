/**
 * What a review is cut into: each changed line belongs to the definition that it stands in, where a parser read the
 * file; elsewhere to a block of lines that changed near each other.
 */
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { Definition } from '../../ports/syntax/syntax.ts'
import type { SymbolIndex } from '../symbols/symbol-index.ts'
import type { LineSpan } from './context.ts'
import { type MergedLine, mergeSides, placeOfRight } from './merge-sides.ts'
import { type Owner, ownersOf } from './owners.ts'

export interface FoundUnit {
  readonly file: FileToDiscuss
  readonly path: string
  /** `Outer.inner`; null outside of any definition. */
  readonly symbol: string | null
  /** Of the head, or of the base when the head has it no longer; null outside of any. */
  readonly definition: Definition | null
  /** Around `definition`, the outermost first. */
  readonly within: readonly Definition[]
  /** True when the definition, and not a part of it, is gone. */
  readonly isGone: boolean
  readonly head: LineSpan | null
  readonly base: LineSpan | null
  /** The whole file; shared by its units. */
  readonly lines: readonly MergedLine[]
  /** Places in `lines` of what changed, ascending; at least one. */
  readonly changed: readonly number[]
}

/** Lines of change that are no farther apart than this are read together. */
const gapMax = 8
const blockLinesMax = 150

export interface UnitSources {
  readonly files: readonly FileToDiscuss[]
  readonly index: SymbolIndex
  readonly mask: (text: string) => string
}

/** In the order of the files and of their lines. A file whose lines are all the same has none. */
export function findUnits({ files, index, mask }: UnitSources): readonly FoundUnit[] {
  return files.flatMap((file) => {
    const lines = mergeSides(file, mask)
    const changed = lines.flatMap(({ mark }, at) => (mark === ' ' ? [] : [at]))
    if (changed.length === 0) return []
    const outlines = {
      head: file.head === null ? null : index.outlineOf(file.path),
      base: index.baseOutlineOf(file.path),
    }
    const owners = ownersOf(lines, changed, outlines)
    return groupsOf(changed, owners).map((group) => unitOf(file, lines, group))
  })
}

interface Group {
  readonly owner: Owner | null
  readonly changed: number[]
}

/** One group for each definition that is read as a whole; the rest by nearness. */
function groupsOf(changed: readonly number[], owners: readonly (Owner | null)[]): readonly Group[] {
  const groups: Group[] = []
  const ofDefinition = new Map<string, Group>()
  let block: Group | null = null
  for (const [order, at] of changed.entries()) {
    const owner = owners[order] ?? null
    if (owner?.isWhole) {
      const known = ofDefinition.get(owner.id)
      if (known !== undefined) known.changed.push(at)
      else {
        const group = { owner, changed: [at] }
        ofDefinition.set(owner.id, group)
        groups.push(group)
      }
      continue
    }
    const last = block?.changed[block.changed.length - 1] ?? Number.NEGATIVE_INFINITY
    const continues =
      block !== null &&
      block.owner?.id === owner?.id &&
      at - last <= gapMax &&
      block.changed.length < blockLinesMax
    if (block !== null && continues) block.changed.push(at)
    else {
      block = { owner, changed: [at] }
      groups.push(block)
    }
  }
  return groups
}

function unitOf(file: FileToDiscuss, lines: readonly MergedLine[], { owner, changed }: Group): FoundUnit {
  const shown = owner?.isWhole && !owner.isGone ? null : spansOf(lines, changed)
  return {
    file,
    path: file.path,
    symbol: owner?.symbol ?? null,
    definition: owner?.definition ?? null,
    within: owner?.within ?? [],
    isGone: owner?.isGone ?? false,
    head: shown === null && owner !== null ? spanOf(owner.definition) : (shown?.head ?? null),
    base: (shown ?? spansOf(lines, placesIn(lines, changed, owner))).base,
    lines,
    changed,
  }
}

function spanOf({ line, endLine }: Definition): LineSpan {
  return { line, endLine }
}

/** Places of a definition's lines, those that it lost among them. */
function placesIn(
  lines: readonly MergedLine[],
  changed: readonly number[],
  owner: Owner | null,
): readonly number[] {
  if (owner === null) return changed
  const { line, endLine } = owner.definition
  const inside: number[] = []
  // From where it begins: a file may have as many definitions as lines.
  for (let at = placeOfRight(lines, line); at < lines.length; at += 1) {
    const right = lines[at]?.right ?? null
    if (right !== null && right > endLine) break
    if (right !== null) inside.push(at)
  }
  return [...inside, ...changed]
}

function spansOf(
  lines: readonly MergedLine[],
  places: readonly number[],
): { readonly head: LineSpan | null; readonly base: LineSpan | null } {
  return { head: side('right'), base: side('left') }

  function side(name: 'left' | 'right'): LineSpan | null {
    let [line, endLine] = [Number.POSITIVE_INFINITY, 0]
    for (const at of places) {
      const number = lines[at]?.[name] ?? null
      if (number === null) continue
      line = Math.min(line, number)
      endLine = Math.max(endLine, number)
    }
    return endLine === 0 ? null : { line, endLine }
  }
}
