/**
 * Path patterns whose cost is known before they are run: at most pattern length x path length, no backtracking.
 *
 * The syntax is the part of the usual glob language that everybody knows, with the usual meaning: `*`, `**`, `?`, `[a-z]`, `[!a]`,
 * `{a,b}`. What is usually compiled to regular expressions also knows `+(…)` and raw groups, where `+(+(a|b)*)*x`
 * keeps a processor busy for minutes over a name of 24 letters: those are refused.
 */
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import { classEnd, expandBraces } from './expand-braces.ts'

export const globLengthMax = 500
const alternativesMax = 50

/** One choice of every pair of braces; null stands for `**`. */
type Alternative = readonly (Segment | null)[]
type Segment = readonly Token[]
type Token =
  | { readonly kind: 'star' }
  | { readonly kind: 'one'; readonly accepts: (character: string) => boolean }

export interface Glob {
  readonly source: string
  readonly alternatives: readonly Alternative[]
}

export interface GlobProblem {
  readonly wrong: string
  readonly mend: string
}

export function parseGlob(source: string): Outcome<Glob, GlobProblem> {
  const refused = refusal(source)
  if (refused !== null) return fail(refused)
  const choices = expandBraces(source, alternativesMax)
  if (choices === null)
    return problem('the braces do not pair up or offer one choice only', 'write {a,b}, each brace closed')
  if (choices.length > alternativesMax)
    return problem(`the braces make more than ${alternativesMax} patterns`, 'split it into several patterns')
  const alternatives: Alternative[] = []
  for (const choice of choices) {
    const wrong = refusalOfChoice(choice)
    if (wrong !== null) return fail(wrong)
    // At the end it means everything inside the folder, not a file of the folder's name.
    const closed = choice.endsWith('**') ? `${choice}/*` : choice
    const segments = closed.split('/').map((segment) => (segment === '**' ? null : tokensOf(segment)))
    if (segments.includes('unclosed'))
      return problem('a [ is not closed', 'close it with ], or put [[] for the character itself')
    alternatives.push(segments as Alternative)
  }
  return succeed({ source, alternatives })
}

/** @param path `/` between its parts, none in front; names that begin with a dot are names like any other */
export function globMatches(glob: Glob, path: string): boolean {
  const parts = path.split('/').map((part) => [...part])
  return glob.alternatives.some((alternative) =>
    matchesWild(
      alternative,
      parts,
      (segment) => segment === null,
      (segment, part) =>
        segment !== null && matchesWild(segment, part, (token) => token.kind === 'star', acceptsOne),
    ),
  )
}

function acceptsOne(token: Token, character: string): boolean {
  return token.kind === 'one' && token.accepts(character)
}

/** One wildcard matcher for both levels: segments of a path, characters of a segment. Only the last wildcard is ever retried. */
function matchesWild<Wanted, Given>(
  wanted: readonly Wanted[],
  given: readonly Given[],
  isWild: (want: Wanted) => boolean,
  accepts: (want: Wanted, one: Given) => boolean,
): boolean {
  let at = 0
  let from = 0
  let wildAt = -1
  let wildFrom = 0
  while (from < given.length) {
    const want = wanted[at]
    if (want !== undefined && isWild(want)) {
      wildAt = at
      wildFrom = from
      at += 1
    } else if (want !== undefined && accepts(want, given[from] as Given)) {
      at += 1
      from += 1
    } else if (wildAt >= 0) {
      wildFrom += 1
      from = wildFrom
      at = wildAt + 1
    } else return false
  }
  return wanted.slice(at).every(isWild)
}

function refusal(source: string): GlobProblem | null {
  if (source === '')
    return { wrong: 'the pattern is empty', mend: 'write ** for every path, or leave it out' }
  if (source.length > globLengthMax)
    return {
      wrong: `the pattern is longer than ${globLengthMax} characters`,
      mend: 'split it into several patterns',
    }
  if (source.startsWith('!'))
    return { wrong: 'a pattern cannot begin with !', mend: 'put it under paths.exclude without the !' }
  if (source.includes('\\'))
    return { wrong: 'a pattern has no backslash', mend: 'use / between names and [*] for a literal *' }
  if (/[()]/.test(source))
    return {
      wrong: 'groups in parentheses are not understood',
      mend: 'use braces: {a,b}; for a literal parenthesis ?',
    }
  if (source.includes('..'))
    return { wrong: 'ranges and parent folders (..) are not understood', mend: 'name the choices: {1,2,3}' }
  return null
}

function refusalOfChoice(choice: string): GlobProblem | null {
  if (choice.startsWith('/') || choice.startsWith('./'))
    return { wrong: 'paths begin at the root of the repository', mend: 'leave out the / or ./ in front' }
  if (choice.endsWith('/'))
    return { wrong: 'a pattern names files, not a folder', mend: 'add ** after the last /' }
  if (choice === '' || choice.includes('//'))
    return { wrong: 'a part of the pattern is empty', mend: 'leave out the extra / or choice' }
  if (choice.split('/').some((segment) => segment !== '**' && segment.includes('**')))
    return { wrong: '** stands alone between slashes', mend: 'write **/*x instead of **x' }
  return null
}

function problem(wrong: string, mend: string): Outcome<never, GlobProblem> {
  return fail({ wrong, mend })
}

function tokensOf(segment: string): Segment | 'unclosed' {
  const tokens: Token[] = []
  for (let at = 0; at < segment.length; ) {
    const character = String.fromCodePoint(segment.codePointAt(at) ?? 0)
    if (character === '[') {
      const end = classEnd(segment, at)
      if (end === -1) return 'unclosed'
      tokens.push({ kind: 'one', accepts: classOf(segment.slice(at + 1, end)) })
      at = end + 1
      continue
    }
    if (character === '*') tokens.push({ kind: 'star' })
    else tokens.push({ kind: 'one', accepts: (one) => character === '?' || one === character })
    at += character.length
  }
  return tokens
}

function classOf(body: string): (character: string) => boolean {
  const negated = body.startsWith('!') || body.startsWith('^')
  const members = [...(negated ? body.slice(1) : body)]
  const ranges: (readonly [string, string])[] = []
  for (let at = 0; at < members.length; at += 1) {
    const low = members[at] as string
    const high = members[at + 2]
    if (members[at + 1] === '-' && high !== undefined) {
      ranges.push([low, high])
      at += 2
    } else ranges.push([low, low])
  }
  return (character) => ranges.some(([low, high]) => low <= character && character <= high) !== negated
}
