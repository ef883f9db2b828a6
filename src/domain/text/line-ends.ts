/**
 * Tools disagree on where lines end: some count a lone CR, which git does not. They are given LF in its place (the
 * text keeps its length, and code hidden behind a CR stays code), and their positions are brought back by offset.
 */
import type { TextRange } from '../finding/observation.ts'
import { indexLines, type LineIndex } from './line-index.ts'

export interface EvenText {
  /** What tools read. */
  readonly text: string
  /** A line of the original, as the lines of `text` that stand in its place. */
  fromOriginal(line: number): readonly number[]
  toOriginal<Range extends TextRange>(range: Range): Range
}

const loneReturn = /\r(?!\n)/g

export function evenLineEnds(original: string): EvenText {
  const text = original.replace(loneReturn, '\n')
  if (text === original) {
    return { text, fromOriginal: (line) => [line], toOriginal: (range) => range }
  }
  const before = indexLines(original)
  const after = indexLines(text)
  return {
    text,
    fromOriginal(line) {
      const first = after.positionAt(before.offsetAt(line, 1)).line
      const last = after.positionAt(before.offsetAt(line, Number.MAX_SAFE_INTEGER)).line
      return Array.from({ length: last - first + 1 }, (_, at) => first + at)
    },
    toOriginal(range) {
      const start = moved(after, before, range.line, range.column)
      const end = moved(after, before, range.endLine, range.endColumn)
      return { ...range, line: start.line, column: start.column, endLine: end.line, endColumn: end.column }
    },
  }
}

function moved(from: LineIndex, to: LineIndex, line: number, column: number) {
  return to.positionAt(from.offsetAt(line, column))
}
