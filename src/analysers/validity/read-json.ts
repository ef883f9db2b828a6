/** JSON: `JSON.parse` decides whether a text is valid; a scanner finds where it is not, and which keys come twice. */
import { createScanner, type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser'
import type { JsonDialect } from './json-dialect.ts'
import { type Problem, problemsMax, quoted } from './problem.ts'

const depthMax = 1000

/** The scanner's token numbers; the library exports them as a const enum, which type stripping cannot read. */
const openings: ReadonlySet<number> = new Set([1, 3])
const closings: ReadonlySet<number> = new Set([2, 4])
const endOfFile = 17

/** @param wasStrict the base's text was valid without comments and trailing commas */
export function readJson(text: string, dialect: JsonDialect, wasStrict: boolean): readonly Problem[] {
  if (text.trim() === '') return []
  const deep = deepestOpening(text)
  if (deep !== null) return [deep]
  const { failures, duplicates } = visitJson(text)
  const failure = isStrictJson(text) ? undefined : failures.find((one) => counts(one, dialect, wasStrict))
  if (failure === undefined) return duplicates
  if (isLineByLine(text)) return []
  const sure = dialect !== 'unsure' || wasStrict || failure.kind === 'broken'
  const { start, end, message } = failure
  return [{ rule: 'json-syntax', start, end, message, ...(sure ? {} : { confidence: 0.75 }) }]
}

/** A byte order mark is the decoder's business. */
export function isStrictJson(text: string): boolean {
  try {
    JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
    return true
  } catch {
    return false
  }
}

interface Failure {
  readonly kind: 'comment' | 'trailing-comma' | 'broken'
  readonly start: number
  readonly end: number
  readonly message: string
}

/** A comment in a file that nobody is known to read strictly is taken for intended, unless the file had none so far. */
function counts(failure: Failure, dialect: JsonDialect, wasStrict: boolean): boolean {
  if (failure.kind === 'broken') return true
  if (dialect === 'lenient') return false
  return failure.kind === 'trailing-comma' || dialect === 'strict' || wasStrict
}

interface Visited {
  readonly failures: readonly Failure[]
  readonly duplicates: readonly Problem[]
}

function visitJson(text: string): Visited {
  const failures: Failure[] = []
  const duplicates: Problem[] = []
  const open: Map<string, { start: number; end: number }>[] = []
  const from = text.startsWith('\uFEFF') ? 1 : 0
  visit(
    text.slice(from),
    {
      onError(code, at, length) {
        const start = from + at
        if (failures.length < problemsMax)
          failures.push(failureOf(text, code, start, start + Math.max(1, length)))
      },
      onObjectBegin() {
        open.push(new Map())
      },
      onObjectEnd() {
        open.pop()
      },
      onObjectProperty(name, at, length) {
        const keys = open[open.length - 1]
        const place = { start: from + at, end: from + at + length }
        const earlier = keys?.get(name)
        keys?.set(name, place)
        if (earlier === undefined || isCommentKey(name) || duplicates.length >= problemsMax) return
        duplicates.push({
          rule: 'json-duplicate-key',
          ...place,
          earlier,
          message: `The key ${quoted(name)} stands twice in this object; readers keep only the last value. Remove or rename one.`,
        })
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  )
  return { failures, duplicates }
}

function failureOf(text: string, code: ParseErrorCode, start: number, end: number): Failure {
  const name = printParseErrorCode(code)
  if (name === 'InvalidCommentToken') {
    return {
      kind: 'comment',
      start,
      end,
      message: 'JSON has no comments: the reader of this file will reject it. Remove the comment.',
    }
  }
  if (isTrailingComma(text, name, start)) {
    const comma = text.lastIndexOf(',', start)
    return {
      kind: 'trailing-comma',
      start: comma,
      end: comma + 1,
      message:
        'JSON allows no comma before a closing bracket: the reader of this file will reject it. Remove the comma.',
    }
  }
  const what = words[name] ?? 'something here does not belong'
  return { kind: 'broken', start, end, message: `This is not valid JSON: ${what}.` }
}

function isTrailingComma(text: string, code: string, at: number): boolean {
  if (code !== 'PropertyNameExpected' && code !== 'ValueExpected') return false
  if (text[at] !== '}' && text[at] !== ']') return false
  // Blanks and comments may stand between; only blanks are looked through, a comment is a failure of its own.
  let before = at - 1
  while (before >= 0 && ' \t\r\n'.includes(text[before] as string)) before -= 1
  return text[before] === ','
}

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this word is neither a string in double quotes nor true, false or null',
  InvalidNumberFormat: 'this number is malformed',
  PropertyNameExpected: 'a key in double quotes is missing here',
  ValueExpected: 'a value is missing here',
  ColonExpected: 'a colon is missing before this',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'an object is never closed; a } is missing',
  CloseBracketExpected: 'an array is never closed; a ] is missing',
  EndOfFileExpected: 'the document has already ended before this',
  UnexpectedEndOfString: 'a string is not closed on its line',
  UnexpectedEndOfNumber: 'a number ends too early',
  InvalidUnicode: 'a \\u escape is malformed',
  InvalidEscapeCharacter: 'this escape does not exist',
  InvalidCharacter: 'a control character must be escaped inside a string',
}

/** Keys that people write because JSON has no comments. */
function isCommentKey(name: string): boolean {
  return name === '' || name.startsWith('//') || name.startsWith('#') || /^[_$]{0,2}comment/i.test(name)
}

/** One JSON document a line, as logs and data sets have it. */
function isLineByLine(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 1 && lines.every((line) => /^\s*[[{"]/.test(line)) && lines.every(isStrictJson)
}

function deepestOpening(text: string): Problem | null {
  const scanner = createScanner(text, true)
  let depth = 0
  for (let kind = scanner.scan(); kind !== endOfFile; kind = scanner.scan()) {
    if (openings.has(kind)) depth += 1
    if (closings.has(kind)) depth -= 1
    if (depth <= depthMax) continue
    const start = scanner.getTokenOffset()
    return {
      rule: 'nested-too-deep',
      start,
      end: start + 1,
      message: `This JSON is nested more than ${depthMax} levels deep, which parsers refuse or crash on. Flatten the structure.`,
    }
  }
  return null
}
