/**
 * Where a claim is told: on lines of this change. One about lines that stood before is told only when a changed line that
 * it cites breaks them, or when the change took away the lines beside them; then it is told there, and says so.
 */
import type { Citation, Claim } from '../../domain/agents/claim.ts'
import { enclosingSymbol } from '../../domain/finding/enclosing-symbol.ts'
import type { DropReason } from '../../domain/finding/finding.ts'
import type { TextRange } from '../../domain/finding/observation.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { CodeOfChange, CodeText, Side } from './code-of-change.ts'
import { type Located, locate } from './locate.ts'

export interface PlacedClaim {
  readonly claim: Claim
  readonly file: FileToDiscuss
  readonly side: Side
  readonly range: TextRange
  /** The lines that the claim's replacement is for; null when these are not known any more. */
  readonly replaces: { readonly line: number; readonly endLine: number } | null
  /** Put before the message when it is told at another place than it is about; empty. */
  readonly preface: string
}

export interface Refusal {
  readonly reason: DropReason
  readonly detail: string
}

/** Lines of a hunk between a claim and the removed lines that it is about. */
const besideMax = 3

export function placeClaim(claim: Claim, code: CodeOfChange): Outcome<PlacedClaim, Refusal> {
  const found = find(claim, claim, code)
  if (!found.ok) return fail({ reason: 'not-grounded', detail: found.failure })
  const { text, located } = found.value
  const placed = {
    claim,
    file: text.file as FileToDiscuss,
    side: text.side,
    range: located,
    replaces: linesToReplace(claim, located, text),
    preface: '',
  }
  if (touches(text, located)) return succeed(placed)
  const elsewhere = breakingCitation(claim, code) ?? removedBeside(placed.file, located, text.side)
  if (elsewhere === null)
    return fail({
      reason: 'outside-change',
      detail: `The change did not touch line ${located.line}, and no changed line is cited that breaks it.`,
    })
  const preface = `This breaks line ${located.line}${elsewhere.file === placed.file ? '' : ` of ${placed.file.path}`}: `
  return succeed({ claim, ...elsewhere, replaces: null, preface })
}

/** Whether code that reads so is there, in the change or elsewhere in the repository. */
export async function isThere(citation: Citation, code: CodeOfChange): Promise<boolean> {
  for (const side of [citation.side, other(citation.side)]) {
    const text = await code.any(citation.path, side)
    if (text !== null && locate(text.code, requestOf(citation, '', text)).ok) return true
  }
  return false
}

interface Found {
  readonly text: CodeText
  readonly located: Located
}

function find(citation: Citation, { title, message }: Claim, code: CodeOfChange): Outcome<Found, string> {
  const words = `${title} ${message}`
  const text = code.changed(citation.path, citation.side)
  const found = text === null ? null : locate(text.code, requestOf(citation, words, text))
  if (text !== null && found?.ok) return succeed({ text, located: found.value })
  // Which side is which is often mixed up: what only stands on the other one, and was changed there, is meant.
  const across = code.changed(citation.path, other(citation.side))
  const there = across === null ? null : locate(across.code, requestOf(citation, words, across))
  if (across !== null && there?.ok && touches(across, there.value))
    return succeed({ text: across, located: there.value })
  if (text === null && across === null) return fail('It names a file that this change does not hold.')
  return fail(found === null || found.ok ? 'It names a side that the file does not have.' : found.failure)
}

function requestOf({ line, endLine, quote }: Citation, words: string, { code, language }: CodeText) {
  const symbolOf = (at: number) => enclosingSymbol((number) => code.original[number - 1] ?? '', at, language)
  return { line, endLine, quote, words, symbolOf }
}

/** A replacement is for the lines as claimed; or, moved, for the quote when that was all of them. */
function linesToReplace(claim: Claim, located: Located, { side }: CodeText): PlacedClaim['replaces'] {
  if (claim.replacement === null || side !== 'RIGHT' || claim.side !== 'RIGHT') return null
  if (located.isAsClaimed) return { line: located.line, endLine: located.endLine }
  const { line, endLine } = located.quoted
  return endLine - line === claim.endLine - claim.line ? { line, endLine } : null
}

function touches({ file, side }: CodeText, { line, endLine }: TextRange): boolean {
  return file !== null && firstChanged(file, side, line, endLine) !== null
}

function firstChanged(file: FileToDiscuss, side: Side, line: number, endLine: number): number | null {
  const changed = side === 'RIGHT' ? file.addedLines : file.removedLines
  for (let at = line; at <= endLine; at += 1) if (changed.has(at)) return at
  return null
}

type Elsewhere = Pick<PlacedClaim, 'file' | 'side' | 'range'>

function breakingCitation(claim: Claim, code: CodeOfChange): Elsewhere | null {
  for (const citation of claim.evidence) {
    const found = find(citation, claim, code)
    if (!found.ok) continue
    const { text, located } = found.value
    if (text.file !== null && touches(text, located.quoted))
      return { file: text.file, side: text.side, range: located.quoted }
  }
  return null
}

/** A check that was removed is missed by the line behind it, which did not change. */
function removedBeside(file: FileToDiscuss, located: Located, side: Side): Elsewhere | null {
  if (side !== 'RIGHT') return null
  for (const { lines } of file.hunks) {
    const first = lines.findIndex(({ newLine }) => newLine !== null && newLine >= located.line)
    const last = lines.findLastIndex(({ newLine }) => newLine !== null && newLine <= located.endLine)
    if (first === -1 || last === -1 || last < first) continue
    const beside = lines
      .slice(Math.max(0, first - besideMax), last + besideMax + 1)
      .flatMap(({ oldLine, kind }) => (kind === 'removed' && oldLine !== null ? [oldLine] : []))
    const [line] = beside
    if (line === undefined) continue
    let endLine = line
    while (beside.includes(endLine + 1)) endLine += 1
    return { file, side: 'LEFT', range: wholeLines(file.base ?? '', line, endLine) }
  }
  return null
}

function wholeLines(text: string, line: number, endLine: number): TextRange {
  const lines = text.split('\n')
  const first = lines[line - 1] ?? ''
  const column = first.length - first.trimStart().length + 1
  return { line, endLine, column, endColumn: (lines[endLine - 1] ?? '').replace(/\r$/, '').length + 1 }
}

function other(side: Side): Side {
  return side === 'RIGHT' ? 'LEFT' : 'RIGHT'
}
