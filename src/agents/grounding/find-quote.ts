/** All places of a text that read as a quote does, whatever its blanks. */
import { cleanCode } from '../hostile/clean-text.ts'
import { type CodeLines, keyOf } from './code-lines.ts'

export interface QuotePlace {
  /** From 1. */
  readonly line: number
  readonly endLine: number
  /** Of the file's text, in UTF-16 code units. */
  readonly column: number
  readonly endColumn: number
}

const quoteLinesMax = 200
const placesMax = 1_000

/** Lines of a quote without blanks, empty lines, and what models copy along: number columns, fences, marks of cutting. */
export function quoteKeys(quote: string): readonly string[] {
  const lines = cleanCode(quote)
    .split('\n')
    .filter((line) => !/^\s*```[\w-]*\s*$/.test(line))
    .slice(0, quoteLinesMax)
  const filled = lines.filter((line) => line.trim() !== '')
  const areNumbered = filled.length > 0 && filled.every((line) => numberColumn.test(line))
  return filled
    .map((line) => (areNumbered ? line.replace(numberColumn, '') : line))
    .map((line) => keyOf(line.replace(/\s*(?:…\[cut here: \d+ more characters\]|…)\s*$/, '')))
    .filter((key) => key !== '')
}

export const numberColumn = /^[ +-]?\s*(?:L\d+\s+|R\d+\s+)(?:R\d+\s+)?\| ?/

/** May begin and end inside of its first and last line, but not inside of a word. In the order of lines. */
export function placesOf(code: CodeLines, keys: readonly string[]): readonly QuotePlace[] {
  const places: QuotePlace[] = []
  const [first] = keys
  if (first === undefined) return places
  for (let at = 0; at + keys.length <= code.filled.length && places.length < placesMax; at += 1) {
    const place = keys.length === 1 ? onOneLine(code, at, first) : overLines(code, at, keys)
    if (place !== null) places.push(place)
  }
  return places
}

function onOneLine(code: CodeLines, at: number, key: string): QuotePlace | null {
  const index = code.filled[at] as number
  const line = code.keys[index] as string
  for (let from = line.indexOf(key); from !== -1; from = line.indexOf(key, from + 1)) {
    const place = placeOf(code, { index, from }, { index, to: from + key.length })
    if (place !== null) return place
  }
  return null
}

function overLines(code: CodeLines, at: number, keys: readonly string[]): QuotePlace | null {
  const indexes = code.filled.slice(at, at + keys.length)
  const last = keys.length - 1
  const isThere = keys.every((key, offset) => {
    const line = code.keys[indexes[offset] as number] as string
    return offset === 0 ? line.endsWith(key) : offset === last ? line.startsWith(key) : line === key
  })
  if (!isThere) return null
  const index = indexes[0] as number
  const from = (code.keys[index] as string).length - (keys[0] as string).length
  return placeOf(code, { index, from }, { index: indexes[last] as number, to: (keys[last] as string).length })
}

/** Null when it begins or ends inside of a word. */
function placeOf(
  code: CodeLines,
  begin: { readonly index: number; readonly from: number },
  end: { readonly index: number; readonly to: number },
): QuotePlace | null {
  const first = code.shown[begin.index] as string
  const last = code.shown[end.index] as string
  const start = columnOf(first, begin.from)
  const stop = columnOf(last, end.to - 1) + 1
  if (isInWord(first, start) || isInWord(last, stop)) return null
  const isAsIs = first === code.original[begin.index] && last === code.original[end.index]
  return {
    line: begin.index + 1,
    endLine: end.index + 1,
    column: isAsIs ? start + 1 : 1,
    endColumn: isAsIs ? stop + 1 : (code.original[end.index] as string).replace(/\r$/, '').length + 1,
  }
}

/** Where in a line its nth character that is no blank stands. */
function columnOf(line: string, nth: number): number {
  let seen = -1
  for (let at = 0; at < line.length; at += 1) {
    if (!/\s/.test(line[at] as string)) seen += 1
    if (seen === nth) return at
  }
  return line.length
}

function isInWord(line: string, at: number): boolean {
  return (
    at > 0 &&
    at < line.length &&
    /[\p{L}\p{N}_]/u.test(line[at - 1] as string) &&
    /[\p{L}\p{N}_]/u.test(line[at] as string)
  )
}
