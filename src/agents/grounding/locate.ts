/**
 * Where a citation stands in the code: at its line, else where its quote is found uniquely near, else uniquely in the
 * file. Equal snippets are told apart by the definition that the claim names, then by the nearest position.
 */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { CodeLines } from './code-lines.ts'
import { placesOf, type QuotePlace, quoteKeys } from './find-quote.ts'

export interface Located extends QuotePlace {
  /** The lines of the quote alone; `line`..`endLine` may be wider, as claimed. */
  readonly quoted: QuotePlace
  /** False when it stands elsewhere than claimed. */
  readonly isAsClaimed: boolean
}

export interface LocateRequest {
  readonly line: number
  readonly endLine: number
  readonly quote: string
  /** The words around the citation: a definition that they name decides between equal snippets. */
  readonly words: string
  /** Of a line, the name of the definition around it. */
  readonly symbolOf: (line: number) => string | null
}

const nearLines = 40
/** A claimed range may be this much longer than its quote. */
const slackLines = 20
/** A shorter quote stands everywhere, so it counts only where it is claimed, or alone right beside. */
const tellingCharacters = 4
const besideLines = 3

export function locate(code: CodeLines, claimed: LocateRequest): Outcome<Located, string> {
  const request = { ...claimed, line: Math.max(1, Math.trunc(claimed.line)) }
  const keys = quoteKeys(request.quote)
  if (keys.length === 0) return fail('It quotes no code.')
  const places = placesOf(code, keys)
  if (places.length === 0) return fail('What it quotes is not in the file.')
  const within = places.filter(
    ({ line }) => line >= request.line && line <= Math.max(request.line, request.endLine),
  )
  const here = within.find(({ line }) => line === request.line) ?? within[0]
  if (here !== undefined) return succeed(asClaimed(here, request, code))
  if (keys.join('').length < tellingCharacters) {
    const beside = places.filter(({ line }) => Math.abs(line - request.line) <= besideLines)
    const [one] = beside
    return beside.length === 1 && one !== undefined
      ? succeed({ ...one, quoted: one, isAsClaimed: false })
      : fail('What it quotes is not at that line, and too short to be looked for.')
  }
  const near = places.filter(({ line }) => Math.abs(line - request.line) <= nearLines)
  const found = only(near, request) ?? nearest(near, request.line) ?? only(places, request)
  return found === null
    ? fail(`What it quotes stands at ${places.length} other places, and it cannot be told which is meant.`)
    : succeed({ ...found, quoted: found, isAsClaimed: false })
}

function asClaimed(quoted: QuotePlace, request: LocateRequest, code: CodeLines): Located {
  const lines = quoted.endLine - quoted.line + 1
  const endLine = Math.min(Math.max(request.endLine, quoted.endLine), code.original.length)
  const isWider = request.line < quoted.line || endLine > quoted.endLine
  if (!isWider || endLine - request.line + 1 > lines + slackLines)
    return { ...quoted, quoted, isAsClaimed: true }
  const first = code.original[request.line - 1] ?? ''
  return {
    line: request.line,
    endLine,
    column: request.line === quoted.line ? quoted.column : first.length - first.trimStart().length + 1,
    endColumn:
      endLine === quoted.endLine
        ? quoted.endColumn
        : (code.original[endLine - 1] ?? '').replace(/\r$/, '').length + 1,
    quoted,
    isAsClaimed: true,
  }
}

function only(places: readonly QuotePlace[], request: LocateRequest): QuotePlace | null {
  if (places.length === 1) return places[0] as QuotePlace
  const named = places.filter(({ line }) => {
    const symbol = request.symbolOf(line)
    return symbol !== null && namesWord(request.words, symbol)
  })
  return named.length === 1 ? (named[0] as QuotePlace) : null
}

function nearest(places: readonly QuotePlace[], line: number): QuotePlace | null {
  const [first, second] = [...places].sort((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line))
  if (first === undefined) return null
  return second !== undefined && Math.abs(second.line - line) === Math.abs(first.line - line) ? null : first
}

function namesWord(words: string, symbol: string): boolean {
  const name = symbol.slice(symbol.lastIndexOf('.') + 1)
  return words.split(/[^\p{L}\p{N}_$]+/u).includes(name)
}
