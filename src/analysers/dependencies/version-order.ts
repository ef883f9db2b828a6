/**
 * One tolerant order for the versions of all ecosystems (semver, PEP 440, Maven, dotted numbers), good enough to tell
 * that a version went down. It is a total order over any strings; what does not begin with a number sorts first.
 */
type Token = readonly [rank: number, text: string]

/** Words with a meaning, by rank; the end of a version is 0. */
const words: Readonly<Record<string, number>> = {
  dev: -90,
  nightly: -85,
  snapshot: -80,
  canary: -75,
  a: -70,
  alpha: -70,
  b: -60,
  beta: -60,
  m: -50,
  milestone: -50,
  c: -40,
  cr: -40,
  rc: -40,
  pre: -40,
  preview: -40,
  final: 0,
  ga: 0,
  release: 0,
  post: 50,
  r: 50,
  rev: 50,
  p: 50,
  patch: 50,
  sp: 50,
  pl: 50,
}
const unknownWordFirst = -65
const numberFirst = -99
const numberLater = 60
const unknownWordLater = 70
const end: Token = [0, '']

interface Version {
  readonly epoch: string
  readonly release: readonly string[]
  readonly rest: readonly Token[]
}

/** Negative when `a` is older. Build metadata (`+...`) counts for nothing. */
export function compareVersions(a: string, b: string): number {
  const left = readVersion(a)
  const right = readVersion(b)
  if (left === null || right === null) {
    if (left !== null) return 1
    if (right !== null) return -1
    return a < b ? -1 : a > b ? 1 : 0
  }
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareLists(left.release, right.release, '', compareDigits) ||
    compareLists(left.rest, right.rest, end, compareTokens)
  )
}

/** True for a text that begins like a version; branches (`dev-main`), addresses and ranges do not. */
export function isVersion(text: string): boolean {
  return readVersion(text) !== null
}

/** The version that a manifest's range is built on: of `1.2`, `=1.2`, `^1.2`, `~> 1.2`; null for what spans more. */
export function pinnedVersion(range: string): string | null {
  const operator = /^(?:===?|\^|~>|~=|~)?\s*/.exec(range.trim())?.[0] ?? ''
  const version = range.trim().slice(operator.length)
  if (!/^v?\d[\w.+!-]*$/.test(version)) return null
  return version.replace(/\.[xX]$/, '')
}

/** True when `shorter` names fewer parts of the same version, as `1.2` does of `1.2.7`. */
export function isPrefixVersion(shorter: string, longer: string): boolean {
  const short = shorter.replace(/^v/, '')
  return longer.replace(/^v/, '').startsWith(`${short}.`)
}

function readVersion(text: string): Version | null {
  const found = /^[vV=]{0,2}(?:(\d+)!)?(\d+(?:\.\d+)*)([^+]*)/.exec(text.trim().slice(0, 200))
  if (found === null) return null
  const release = (found[2] as string).split('.').map(withoutZeros)
  while (release.length > 0 && release.at(-1) === '') release.pop()
  return { epoch: withoutZeros(found[1] ?? ''), release, rest: tokensOf(found[3] ?? '') }
}

function tokensOf(rest: string): readonly Token[] {
  const tokens: Token[] = []
  for (const [piece] of rest.toLowerCase().matchAll(/\d+|[a-z]+/g)) {
    const first = tokens.length === 0
    if (piece >= '0' && piece <= ':') tokens.push([first ? numberFirst : numberLater, withoutZeros(piece)])
    else if (Object.hasOwn(words, piece)) tokens.push([words[piece] as number, ''])
    else tokens.push([first ? unknownWordFirst : unknownWordLater, piece])
  }
  while (tokens.length > 0 && tokens.at(-1)?.[0] === 0) tokens.pop()
  return tokens
}

function compareTokens(a: Token, b: Token): number {
  if (a[0] !== b[0]) return a[0] - b[0]
  if (a[0] === numberFirst || a[0] === numberLater) return compareDigits(a[1], b[1])
  return a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0
}

function compareLists<T>(
  a: readonly T[],
  b: readonly T[],
  filler: T,
  compare: (x: T, y: T) => number,
): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = compare(a[at] ?? filler, b[at] ?? filler)
    if (order !== 0) return order
  }
  return 0
}

/** Digits of any length as a number, without making one: versions are text and may be longer than a number holds. */
function compareDigits(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length
  return a < b ? -1 : a > b ? 1 : 0
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+/, '')
}
