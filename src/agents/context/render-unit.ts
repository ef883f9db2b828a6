/** A unit's lines as a model reads them, with as much around the change as there is room for. */
import type { Definition } from '../../ports/syntax/syntax.ts'
import { dataBlock, numberedLines } from '../hostile/data-block.ts'
import type { FoundUnit } from './find-units.ts'
import { cutLine } from './masked-lines.ts'
import { type MergedLine, placeOfRight } from './merge-sides.ts'
import { isContainer } from './owners.ts'

/**
 * `bare`: what changed and nothing else; `lines`: a few lines beside it; `near`: with the signatures around it;
 * `whole`: all of the definition.
 */
export const breadths = ['bare', 'lines', 'near', 'whole'] as const
export type Breadth = (typeof breadths)[number]

const aroundLines: Readonly<Record<Breadth, number>> = { bare: 0, lines: 3, near: 12, whole: 40 }
/** Outside of any function what is farther away has less to do with the change. */
const aroundBlock: Readonly<Record<Breadth, number>> = { bare: 0, lines: 3, near: 8, whole: 15 }
/** A definition of fewer lines is shown without a gap. */
export const wholeLinesMax = 150
const signatureLinesMax = 8
const outerLinesMax = 3

/** A stretch of lines that was left out between two that stand. */
const gap = '…'

export function unitBlock(unit: FoundUnit, breadth: Breadth): string {
  return dataBlock(
    'unit',
    { path: unit.path, symbol: unit.symbol, status: statusOf(unit) },
    renderPlaces(unit.lines, placesOf(unit, breadth)),
  )
}

function statusOf({ file, isGone }: FoundUnit): string | null {
  if (file.head === null) return 'file deleted'
  if (file.base === null) return 'file added'
  return isGone ? 'removed' : null
}

/** Places of the unit's lines that are shown, ascending. */
export function placesOf(unit: FoundUnit, breadth: Breadth): readonly number[] {
  const wanted = new Set(unit.changed)
  const distance = (isLoose(unit) ? aroundBlock : aroundLines)[breadth]
  for (const at of unit.changed) addAround(wanted, unit, at, distance)
  if (breadth === 'near' || breadth === 'whole') addDefinition(wanted, unit, breadth)
  return [...wanted].sort((a, b) => a - b)
}

/** No definition of the head bounds what stands around it, so that other units may change those lines. */
export function isLoose({ definition, isGone }: FoundUnit): boolean {
  return definition === null || isGone || isContainer(definition)
}

/** Half of the way to another unit's change, which shows the other half; from `near` on within the definition. */
function addAround(wanted: Set<number>, unit: FoundUnit, at: number, distance: number) {
  const { definition, lines } = unit
  const isBounded = distance > aroundLines.lines && definition !== null && !isLoose(unit)
  for (const step of [-1, 1]) {
    const reach = reachOf(unit, at, step, distance)
    for (let far = 1; far <= reach; far += 1) {
      const place = at + step * far
      if (wanted.has(place)) break
      if (isBounded && !isWithin(definition, lines[place]?.right ?? null)) break
      wanted.add(place)
    }
  }
}

/** How many lines that way belong to this change rather than to the next. */
function reachOf({ lines }: FoundUnit, at: number, step: number, distance: number): number {
  for (let far = 1; far <= distance * 2; far += 1) {
    const line = lines[at + step * far]
    if (line === undefined) return Math.min(distance, far - 1)
    // The line in the middle goes to the change before it.
    if (line.mark !== ' ') return Math.min(distance, step > 0 ? far >> 1 : (far - 1) >> 1)
  }
  return distance
}

function isWithin({ line, endLine }: Definition, number: number | null): boolean {
  return number !== null && number >= line && number <= endLine
}

function addDefinition(
  wanted: Set<number>,
  { definition, within, lines, isGone }: FoundUnit,
  breadth: Breadth,
) {
  if (isGone) return
  for (const outer of within) addSignature(wanted, lines, outer, outerLinesMax)
  if (definition === null) return
  addSignature(wanted, lines, definition, signatureLinesMax)
  const { line, endLine } = definition
  const isShownWhole = breadth === 'whole' && endLine - line < wholeLinesMax
  addNumbers(wanted, lines, isShownWhole ? line : endLine, endLine)
}

function addSignature(
  wanted: Set<number>,
  lines: readonly MergedLine[],
  { line, signatureEndLine }: Definition,
  linesMax: number,
) {
  addNumbers(wanted, lines, line, Math.min(signatureEndLine, line + linesMax - 1))
}

function addNumbers(wanted: Set<number>, lines: readonly MergedLine[], from: number, to: number) {
  let place = placeOfRight(lines, from)
  for (; place < lines.length; place += 1) {
    const { right } = lines[place] as MergedLine
    if (right !== null && right > to) return
    wanted.add(place)
  }
}

export function renderPlaces(lines: readonly MergedLine[], places: readonly number[]): string {
  const pieces: MergedLine[][] = []
  for (const [order, place] of places.entries()) {
    const line = lines[place]
    if (line === undefined) continue
    const shown = { ...line, text: cutLine(line.text) }
    const piece = pieces[pieces.length - 1]
    if (piece !== undefined && places[order - 1] === place - 1) piece.push(shown)
    else pieces.push([shown])
  }
  return pieces.map((piece) => numberedLines(piece)).join(`\n${gap}\n`)
}
