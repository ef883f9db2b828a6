/**
 * Reports that are right by the letter of their rule and wrong in practice. Each test here stands for a kind of false
 * alarm that was met when reading reports on real code.
 */
import type { LineIndex } from '../../domain/text/line-index.ts'

export interface Reported {
  readonly name: string
  readonly message: string
  readonly text: string
  /** Whether the whole text has a pattern. */
  readonly has: (pattern: RegExp) => boolean
  readonly lines: LineIndex
  readonly start: number
  readonly end: number
}

const react = /\breact\b/

type Test = (reported: Reported) => boolean

const tests: Readonly<Record<string, Test>> = {
  // A body that is one try catches what it throws.
  'no-async-promise-executor': ({ text, start }) =>
    /^[^{}]{0,200}\{\s{0,200}try\b/.test(text.slice(start, start + 700)),
  // Tables of constants carry more digits than a number holds, and a row of nines means "very many".
  'no-loss-of-precision': (reported) => !/^(?!9+$)\d+$/.test(codeOf(reported).replaceAll('_', '')),
  // `x !== x` is the old test for NaN.
  'no-self-compare': (reported) => /^[\w$]+$/.test(codeOf(reported)),
  // Properties whose setter does something, such as `location.href = location.href`.
  'no-self-assign': (reported) =>
    /(?:location|href|hash|src|scroll\w+|value|innerHTML|currentTime)$/.test(codeOf(reported)),
  // A canvas has a fill() of its own.
  'no-array-fill-with-reference-type': ({ text, start }) =>
    !/Array\b|\]\s*\./.test(text.slice(Math.max(0, start - 120), start)),
  // A fixed set of fields costs the same on every round.
  'no-accumulating-spread': ({ text, start, end }) =>
    !/\[\s*$/.test(text.slice(Math.max(0, start - 60), start)) &&
    !/^\s*,\s*\[/.test(text.slice(end, end + 60)),
  // Matchers of other assertion libraries.
  'valid-expect': ({ message }) => /modifier/i.test(message),
  // `(list || [])?.map()` is never undefined.
  'no-unsafe-optional-chaining': (reported) => /(?:\|\||\?\?)[^()]*\)\?\./.test(codeOf(reported)),
  // The comment says so, in words that the rule does not know.
  'no-fallthrough': ({ lines, text, start }) => {
    const line = lines.positionAt(start).line
    return /fall/i.test(text.slice(lines.offsetAt(line - 3, 1), lines.offsetAt(line, 1)))
  },
  // The compiler says it for TypeScript, and knows globals.
  'jsx-no-undef': ({ name }) => !/\.[mc]?jsx?$/.test(name),
  // `use` is the fixture callback of a test runner, and other frameworks call their composables where they like.
  'rules-of-hooks': (reported) =>
    /^use\b(?!\w)/.test(codeOf(reported)) || !(/\.[jt]sx$/.test(reported.name) || reported.has(react)),
}

/** Frameworks with JSX of their own rules. */
const otherJsx = /\bfrom\s{0,3}['"](?:solid-js|@builder\.io\/qwik|@qwik\.dev|hono\/jsx|@kitajs)/

/** True when the author means what the rule objects to, as far as the text tells. */
export function isMeant(rule: { readonly id: string; readonly code: string }, reported: Reported): boolean {
  if (rule.code.startsWith('react(') && reported.has(otherJsx)) return true
  return tests[rule.id]?.(reported) ?? false
}

function codeOf({ text, start, end }: Reported): string {
  return text.slice(start, Math.min(end, start + 300))
}
