/** Units with everything that is known about them, each by itself. */

import { dataBlock } from '../hostile/data-block.ts'
import type { SymbolIndex } from '../symbols/symbol-index.ts'
import type { TreeReader } from '../tools/tree-reader.ts'
import type { UnitKey } from './context.ts'
import { createFileLines, type FileLines, placesOfSpans } from './file-lines.ts'
import type { FoundUnit } from './find-units.ts'
import { type RemarkSources, remarksOf, type UnitRemarks } from './remarks.ts'
import { renderPlaces } from './render-unit.ts'
import { fewUnits, manyUnits, type Surrounding, surroundingsOf, testsByStem } from './surroundings.ts'
import { repeatedKey, unitKey } from './unit-key.ts'

export interface PreparedUnit {
  readonly unit: FoundUnit
  readonly key: UnitKey
  readonly remarks: UnitRemarks
  readonly surroundings: readonly PreparedSurrounding[]
}

export interface PreparedSurrounding {
  readonly surrounding: Surrounding
  /** The same for the same lines, whoever rests on them. */
  readonly block: string
}

export interface Preparation {
  readonly index: SymbolIndex
  readonly tree: TreeReader
  readonly mask: (text: string) => string
  readonly remarks: RemarkSources
}

const manyUnitsMin = 150
/** Files that are read for what is around a change, unchanged ones; the rest of the surroundings is told by name alone. */
const filesReadMax = 200

export async function prepareUnits(
  units: readonly FoundUnit[],
  { index, tree, mask, remarks }: Preparation,
): Promise<readonly PreparedUnit[]> {
  const stems = testsByStem(index.paths)
  const bounds = units.length >= manyUnitsMin ? manyUnits : fewUnits
  const found = units.map((unit) => surroundingsOf(unit, index, stems, bounds))
  const changed = new Map(units.map(({ path, lines }) => [path, lines]))
  const wanted = new Set(found.flat().flatMap(({ path }) => (changed.has(path) ? [] : [path])))
  const texts = new Map<string, string>()
  for (const [path, read] of await tree.read('head', [...wanted].slice(0, filesReadMax))) {
    if (read.kind === 'text') texts.set(path, read.text)
  }
  const lines = createFileLines(changed, texts, mask)
  const firsts = new Set<string>()
  const keyOf = distinctKeys()
  return units.map((unit, at) => {
    const isFirst = !firsts.has(unit.path)
    firsts.add(unit.path)
    const own = remarksOf(unit, isFirst, remarks)
    const shown = (found[at] ?? []).flatMap((surrounding) => renderSurrounding(surrounding, lines) ?? [])
    return { unit, key: keyOf(unitKey(unit, own, shown)), remarks: own, surroundings: shown }
  })
}

/** Equal blocks are told apart by their order: the second was not read when the first was. */
function distinctKeys(): (key: UnitKey) => UnitKey {
  const met = new Map<UnitKey, number>()
  return (key) => {
    const before = met.get(key) ?? 0
    met.set(key, before + 1)
    return before === 0 ? key : repeatedKey(key, before)
  }
}

function renderSurrounding(
  surrounding: Surrounding,
  lines: FileLines,
): (PreparedSurrounding & { readonly lines: readonly string[] }) | null {
  const file = lines.of(surrounding.path)
  if (file === null) return null
  const places = placesOfSpans(file, surrounding.spans)
  if (places.length === 0) return null
  const { role, path, symbol } = surrounding
  return {
    surrounding,
    block: dataBlock(
      'definition',
      { role, path, symbol: symbol === '' ? null : symbol },
      renderPlaces(file, places),
    ),
    lines: places.flatMap((place) => (file[place]?.right === null ? [] : [file[place]?.text ?? ''])),
  }
}
