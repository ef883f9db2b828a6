/** One line of hostile code made fit for a terminal: printable, tabs expanded, cut to a width around the place that matters. */
import { printable } from '../../domain/text/printable.ts'
import { displayWidth, graphemes } from './display-width.ts'

const tabWidth = 4

export interface FittedLine {
  readonly text: string
  /** Where the marked part begins and how wide it is, in cells of the terminal. */
  readonly markAt: number
  readonly markWidth: number
}

interface Cell {
  readonly text: string
  readonly width: number
  /** Offset in the line, in UTF-16 code units. */
  readonly from: number
}

/**
 * @param from first marked code unit, from 0
 * @param to the one behind the last; the line's end when it is beyond
 */
export function fitLine(line: string, from: number, to: number, width: number): FittedLine {
  const start = Math.min(Math.max(0, from), line.length)
  // Only what can be shown is looked at: a line may be 20 MB long, and a name for a character 9 cells.
  const sliceFrom = boundary(line, Math.max(0, start - 2 * width))
  const sliceTo = boundary(line, Math.min(line.length, start + 2 * width))
  const cells = cellsOf(line.slice(sliceFrom, sliceTo), sliceFrom)
  const isSlice = sliceFrom > 0 || sliceTo < line.length
  const fits = !isSlice && widthOf(cells) <= width
  const first = fits ? 0 : firstShown(cells, start, width, sliceFrom > 0)
  const shown = fits ? cells : takeWidth(cells.slice(first), width - 2)
  const isCutLeft = first > 0 || sliceFrom > 0
  const isCutRight = first + shown.length < cells.length || sliceTo < line.length
  const lead = isCutLeft ? '…' : ''
  const before = shown.filter((cell) => cell.from < start)
  const marked = shown.filter((cell) => cell.from >= start && cell.from < Math.max(to, start + 1))
  const markAt = Math.min(lead.length + widthOf(before), width - 1)
  return {
    text: `${lead}${shown.map((cell) => cell.text).join('')}${isCutRight ? '…' : ''}`,
    markAt,
    markWidth: Math.min(Math.max(1, widthOf(marked)), width - markAt),
  }
}

/** From the start when the marked place is in sight from there; otherwise a third of the width before it. */
function firstShown(cells: readonly Cell[], start: number, width: number, isCut: boolean): number {
  const markAt = cells.findIndex((cell) => cell.from >= start)
  const mark = markAt === -1 ? cells.length : markAt
  if (!isCut && widthOf(cells.slice(0, mark)) < (width * 2) / 3) return 0
  let first = mark
  for (let left = Math.floor(width / 3); first > 0; first -= 1) {
    left -= (cells[first - 1] as Cell).width
    if (left < 0) break
  }
  return first
}

function takeWidth(cells: readonly Cell[], width: number): readonly Cell[] {
  let used = 0
  const end = cells.findIndex((cell) => {
    used += cell.width
    return used > width
  })
  return end === -1 ? cells : cells.slice(0, end)
}

function cellsOf(text: string, offset: number): readonly Cell[] {
  let column = 0
  const cells: Cell[] = []
  for (const { segment, index } of graphemes(text)) {
    const shown = segment === '\t' ? ' '.repeat(tabWidth - (column % tabWidth)) : printable(segment)
    const width = displayWidth(shown)
    column += width
    cells.push({ text: shown, width, from: offset + index })
  }
  return cells
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0)
}

/** Never between the halves of a surrogate pair. */
function boundary(line: string, at: number): number {
  const isInside = at > 0 && at < line.length && /[\udc00-\udfff]/.test(line[at] as string)
  return isInside && /[\ud800-\udbff]/.test(line[at - 1] as string) ? at - 1 : at
}
