/** A unit that is larger than a part, in pieces of which each fits; and the beginning of one that is not worth all of it. */
import type { FoundUnit } from './find-units.ts'
import { mostThatFits } from './most-that-fits.ts'

/**
 * Pieces of consecutive changed lines, each as long as `fits` lets it be; a single line that does not fit is one.
 *
 * @param linesMax no piece of more lines fits, so none is tried
 */
export function splitUnit(
  unit: FoundUnit,
  linesMax: number,
  fits: (piece: FoundUnit) => boolean,
): readonly FoundUnit[] {
  const pieces: FoundUnit[] = []
  let from = 0
  while (from < unit.changed.length) {
    const rest = Math.min(linesMax, unit.changed.length - from)
    const count = Math.max(
      1,
      mostThatFits(rest, (lines) => fits(pieceOf(unit, from, lines))),
    )
    pieces.push(pieceOf(unit, from, count))
    from += count
  }
  return pieces
}

export function firstLines(unit: FoundUnit, linesMax: number): FoundUnit {
  return unit.changed.length <= linesMax ? unit : pieceOf(unit, 0, linesMax)
}

/** The piece's spans are those of its own lines, so that nobody takes it for the whole. */
function pieceOf(unit: FoundUnit, from: number, count: number): FoundUnit {
  const changed = unit.changed.slice(from, from + count)
  return { ...unit, changed, head: spanOf(unit, changed, 'right'), base: spanOf(unit, changed, 'left') }
}

function spanOf({ lines }: FoundUnit, changed: readonly number[], side: 'left' | 'right') {
  const numbers = changed.flatMap((at) => lines[at]?.[side] ?? [])
  const [first, last] = [numbers[0], numbers[numbers.length - 1]]
  return first === undefined || last === undefined ? null : { line: first, endLine: last }
}
