/** Lines at the head of any file that is shown around a change: of changed files with the marks of the change. */

import { maskedLines } from './masked-lines.ts'
import { type MergedLine, placeOfRight } from './merge-sides.ts'

export interface FileLines {
  /** Null for a file that could not be read. */
  of(path: string): readonly MergedLine[] | null
}

export function createFileLines(
  changed: ReadonlyMap<string, readonly MergedLine[]>,
  texts: ReadonlyMap<string, string>,
  mask: (text: string) => string,
): FileLines {
  const known = new Map<string, readonly MergedLine[]>()
  return {
    of(path) {
      const lines = changed.get(path) ?? known.get(path)
      if (lines !== undefined) return lines
      const text = texts.get(path)
      if (text === undefined) return null
      const plain = maskedLines(text, mask).map(
        (line, at): MergedLine => ({ mark: ' ', left: null, right: at + 1, text: line }),
      )
      known.set(path, plain)
      return plain
    },
  }
}

/** Places of the lines with those numbers at the head, and of what was removed between them. */
export function placesOfSpans(
  lines: readonly MergedLine[],
  spans: readonly { readonly line: number; readonly endLine: number }[],
): readonly number[] {
  const places: number[] = []
  for (const { line, endLine } of spans) {
    let place = placeOfRight(lines, line)
    // What was removed before the first line is not of this stretch.
    while (place < lines.length && lines[place]?.right === null) place += 1
    for (; place < lines.length; place += 1) {
      const right = lines[place]?.right ?? null
      if (right !== null && right > endLine) break
      places.push(place)
    }
    while (places.length > 0 && lines[places[places.length - 1] as number]?.right === null) places.pop()
  }
  return places
}
