/**
 * Reports that are right by the letter of their rule and wrong in practice. Each test here stands for a kind of false
 * alarm that was met when reading reports on real code.
 */
import type { LineIndex } from '../../domain/text/line-index.ts'

export interface Reported {
  readonly path: string
  readonly message: string
  /** Whether the whole text has a pattern. */
  readonly has: (pattern: RegExp) => boolean
  /** The code that is reported, at most a few hundred characters. */
  readonly code: string
  /** The line on which it begins. */
  readonly line: string
  readonly row: number
  readonly lines: LineIndex
}

/** Names that a runner, a notebook or gettext puts among the builtins. */
const fromOutside =
  /^(?:_|ngettext|get_ipython|display|dbutils|spark|reveal_type|profile|__path__|WindowsError)$/
/** Modules that fill their own names at run time. */
const makesGlobals = /\bglobals\(\)/
const definition = /^\s*(?:@|(?:async\s+)?def\b|class\b)/

const statement =
  /^[\s('"rbfRBF]{0,60}(?:select\b[^;]{0,300}\bfrom|insert\s+into|update\s[^;]{0,200}\bset|delete\s+from|replace\s+into|with\s[^;]{0,200}\bas|create|drop|alter)\b/i

const nameOfSetting =
  /(?:prefix|suffix|header|ur[il]|path|name|field|param|id|pattern|regexp?|format|type|endpoint|label|column)['"\]]*\s*(?::[^=]{1,40})?[=:]/i

type Test = (reported: Reported) => boolean

/** Names of Python 2, met in code that runs on both. */
const ofPythonTwo =
  /^(?:unicode|xrange|raw_input|basestring|long|unichr|reduce|file|cmp|reload|execfile|intern|buffer|apply)$/
const runsOnBoth = /\bPY[23]\b|version_info|\bsix\b|python ?2|\bNameError\b/i

const tests: Readonly<Record<string, Test>> = {
  F821: ({ code, has }) =>
    fromOutside.test(code) || has(makesGlobals) || (ofPythonTwo.test(code) && has(runsOnBoth)),
  // In a package's own file the names may be those of its modules.
  F822: ({ path, has }) => /(?:^|\/)__init__\.pyi?$/.test(path) || has(makesGlobals),
  F402: ({ code }) => /^_+$/.test(code),
  // An import made twice is tidiness, a name set to None first is a forward declaration, and a decorator may keep both.
  F811: ({ line, message, lines, row }) =>
    !definition.test(line) ||
    !definition.test(lines.lineText(lineNamed(message))) ||
    /^\s*@/.test(lines.lineText(row - 1)),
  F507: ({ code }) => /\b(?:locals|vars|globals)\(\)/.test(code),
  // A row of names asks whether they are there; an ellipsis declares.
  B018: ({ code }) => /^[\w.,\s()]+$|\.\w+$|^\d+ *\/ *0$/.test(code),
  // What super().__init__() gives is None.
  PLE0101: ({ line }) => /\bsuper\(/.test(line),
  // Arguments with defaults are a way of binding globals early.
  PLR0206: ({ line }) => /\(\s*\w+\s*,\s*\w+\s*=/.test(line),
  // Halves and whole numbers are exact.
  RUF032: ({ code }) => /^[^.]*\b\d+\.(?:0|25|5|75)\D*$/.test(code),
  // Importing a debugger stops nothing.
  T100: ({ code }) => /^(?:import|from)\b/.test(code),
  // Rights to read and run are given to everyone on purpose; those to write are not.
  S103: ({ message }) => !/`0o[0-7]*[2367]`/.test(message),
  S105: ({ code, line }) => nameOfSetting.test(line) || !looksLikePassword(code),
  S106: ({ code }) => !looksLikePassword(code),
  S107: ({ code }) => !looksLikePassword(code),
  // Prose with a word of SQL in it.
  S608: ({ code }) => !statement.test(code) || onlyConstants(code),
  // A loader of the caller's choice, or one that is derived from the safe one.
  S506: ({ line }) => /Safe\w*Loader|\bloader\b/.test(line),
  // ruff says of a command that is one literal that it seems safe.
  S602: ({ message }) => seemsSafe(message),
  S604: ({ message }) => seemsSafe(message),
  S605: ({ message }) => seemsSafe(message),
}

export function isMeant(rule: string, reported: Reported): boolean {
  return tests[rule]?.(reported) ?? false
}

/** The line of the first definition, as ruff's message names it. */
function lineNamed(message: string): number {
  return Number(/from line (\d{1,9})\b/.exec(message)?.[1] ?? 0)
}

function seemsSafe(message: string): boolean {
  return /seems safe/i.test(message)
}

/** SQL that only constants of the module are put into, by their names. */
function onlyConstants(code: string): boolean {
  const values = [...code.matchAll(/\{([^{}\n]{1,80})\}|%\s*\(?([\w.]{1,80})\)?\s*$/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  )
  return values.length > 0 && values.every((value) => /^[A-Z0-9_.]+$/.test(value))
}

/** Words, addresses, names of settings and placeholders are no passwords; a password mixes kinds of characters. */
function looksLikePassword(code: string): boolean {
  const value = stringValue(code)
  if (value.length < 6 || value.length > 200 || /[\s{}<>()^[\]\\/]|%s|[.:_-]$/.test(value)) return false
  if (/pass|secret|token|example|change|dummy|test|your|xxx|\*\*\*|placeholder|none|null/i.test(value))
    return false
  return /\d/.test(value) && /[a-z]/i.test(value) && !/^[\d.]+[a-z]*$/i.test(value)
}

/** What is between the quotes of the last string in the code. */
export function stringValue(code: string): string {
  return /(["'])([^"'\n]*)\1\s*$/.exec(code)?.[2] ?? ''
}
