/**
 * What is hidden from models though no report would call it a secret: a password for a host that nobody reaches, a value
 * beside a name without quotes, a token in an address, in Base64, or put together from pieces. Each is looked for only
 * where its sign stands, because most texts hold none.
 */
import { looksRandom } from './assigned-secrets.ts'
import { entropy, isMadeUp, isPlaceholder } from './placeholder.ts'
import { findTokens } from './token-patterns.ts'

export interface Span {
  readonly start: number
  readonly end: number
}

export function* findLikelySecrets(text: string): Iterable<Span> {
  for (const { sign, pattern, accepts } of forms) {
    if (!sign.test(text)) continue
    for (const match of text.matchAll(pattern)) {
      const { name = '', v = '' } = match.groups ?? {}
      if (!accepts(v, name)) continue
      const end = match.index + match[0].lastIndexOf(v) + v.length
      yield { start: end - v.length, end }
    }
  }
  yield* inBase64(text)
  yield* inPieces(text)
}

interface Form {
  /** Quick to look for. */
  readonly sign: RegExp
  /** `v` is the secret; bounded, and anchored at what few texts hold. */
  readonly pattern: RegExp
  readonly accepts: (value: string, name: string) => boolean
}

/** A name that speaks about a secret rather than of one. */
const about =
  /(?:hash|hashed|digest|url|uri|path|file|name|ids?|len(?:gth)?|size|type|at|ttl|count|limit|version|prefix|suffix)$/i

/** Long Base64 with slashes in it is no path. */
function isDrawn(value: string): boolean {
  const read = plain(value)
  return looksRandom(read) || (read.length >= 40 && entropy(read) > 4.4 && !isMadeUp(read))
}

const forms: readonly Form[] = [
  {
    sign: /:\/\//,
    pattern: /:\/\/[^\s:@/'"`<>\\]{0,100}:(?<v>[^\s@/'"`<>\\]{6,200})@/g,
    accepts: (value) => !isPlaceholder(value) && /[A-Za-z]/.test(value) && /\d|[a-z][A-Z]/.test(value),
  },
  {
    sign: /pass|pwd|secret|token|key|[?&]sig/i,
    pattern:
      /(?<name>(?:pass(?:w(?:or)?d|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|key-data|(?<=[?&])sig(?:nature)?)[\w-]{0,24})(?:[\t ]{0,4}[=:][\t ]{0,4}|[\t ]{1,4})(?<v>[^\s"'`#&;,<>()[\]{}|\\]{10,2000})(?![([.\w])/gi,
    accepts: (value, name) => !about.test(name) && isDrawn(value),
  },
  {
    sign: /basic |bearer /i,
    pattern: /\b(?:basic|bearer)[\t ]{1,4}(?<v>[\w+/.~=-]{12,2000})/gi,
    accepts: isDrawn,
  },
  {
    sign: /<\/[\w-]{0,40}(?:pass|secret|token|key)/i,
    pattern:
      /<[\w-]{0,40}(?:pass(?:word|phrase)?|secret|token|key)\b[^<>]{0,200}>\s{0,20}(?<v>[^<>\s]{8,400})\s{0,20}<\//gi,
    accepts: isDrawn,
  },
  {
    sign: /identified by|password ['"]/i,
    pattern: /\b(?:identified[\t ]{1,4}by|password)[\t ]{1,4}['"](?<v>[^\s'"]{8,200})['"]/gi,
    accepts: isDrawn,
  },
  {
    sign: /curl|wget|https? -/,
    pattern: /(?:-u|--user)[\t =]{1,4}["']?[\w.@+-]{1,80}:(?<v>[^\s"'@:]{8,200})/g,
    accepts: isDrawn,
  },
  {
    sign: /mysql|mariadb/,
    pattern: /[\t ]-p(?<v>[^\s"'`]{8,100})/g,
    accepts: isDrawn,
  },
  {
    sign: /:(?:543\d|330\d|\*):/,
    pattern: /^[^\s:]{1,100}:(?:\d{2,5}|\*):[^\s:]{1,100}:[^\s:]{1,100}:(?<v>[^\s:]{8,200})$/gm,
    accepts: isDrawn,
  },
  {
    sign: /dp\.(?:pt|st|ct|sa|scim|audit)\./,
    pattern: /\bdp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]{2,35}\.)?(?<v>[A-Za-z0-9]{40,44})\b/g,
    accepts: (value) => !isMadeUp(value),
  },
]

/** Of an address: `%2B` is a plus. */
function plain(value: string): string {
  return value.replace(/%[\dA-F]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
}

/** How tokens and keys begin in Base64, and in hexadecimal. */
const encoded =
  /(?<![\w+/])(?:Z2h[vpwyz]X|Z2hzX|Z2l0aHViX3BhdF|Z2xwYXQt|QUtJQ|QVNJQ|eG94[abeoprs]|c2st|c2tfbGl2Z|QUl6Y|bnBtX|LS0tLS1CRUdJTi|6768[67][0-9a-f]5f|414b4941)[\w+/-]{16,20000}={0,2}/g
const encodedSign =
  /Z2h|Z2l0aHVi|Z2xwYXQt|QUtJQ|QVNJQ|eG94|c2st|c2tf|QUl6Y|bnBtX|LS0tLS1CRUdJTi|6768[67]|414b4941/
/** Lines of Base64 that go on, with what source code puts between them. */
const goesOn = /(?:\\{1,4}[nr]|[\s"'`,;+]){1,40}([A-Za-z0-9+/]{16,2000}={0,2})(?![\w+/])/y

function* inBase64(text: string): Iterable<Span> {
  if (!encodedSign.test(text)) return
  let lookedAt = 0
  for (const { index, 0: run } of text.matchAll(encoded)) {
    if (index < lookedAt) continue
    const written = Buffer.from(run, /^[\da-f]+$/.test(run) ? 'hex' : 'base64').toString('latin1')
    const isKey = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/.test(written)
    if (!isKey && !holdsToken(written.slice(0, tokenCharactersMax))) continue
    lookedAt = index + run.length
    yield { start: index, end: lookedAt }
    if (!isKey) continue
    goesOn.lastIndex = lookedAt
    for (let next = goesOn.exec(text); next !== null; next = goesOn.exec(text)) {
      lookedAt = goesOn.lastIndex
      yield { start: lookedAt - (next[1]?.length ?? 0), end: lookedAt }
    }
  }
}

/** How tokens begin that may go on behind a quote. */
const begun =
  /(?<![A-Za-z0-9])(?:gh[opsur]_|github_pat_|glpat-|AKIA|ASIA|xox[abeoprs]-|sk-|[rs]k_live_|AIza|npm_|SG\.)[\w.-]{0,240}(?=["'`]|\\\r?\n)/g
const begunSign = /gh[opsur]_|github_pat_|glpat-|AKIA|ASIA|xox[abeoprs]-|sk-|k_live_|AIza|npm_|SG\./
/** Between two pieces of one text: quotes with an operator of any language between them, or a line that goes on. */
const seam = /(["'`])\s{0,40}(?:\+|\.{1,2}|&|\\)?\s{0,80}\1|\\\r?\n[\t ]{0,80}/g
const windowCharacters = 1_000
const tokenCharactersMax = 400
/** Of one text; a text with more is made to keep us busy. */
const windowsMax = 1_000

function* inPieces(text: string): Iterable<Span> {
  if (!begunSign.test(text)) return
  let windows = 0
  for (const { index } of text.matchAll(begun)) {
    windows += 1
    if (windows > windowsMax) return
    const window = text.slice(index, index + windowCharacters)
    const pieces: Span[] = []
    let from = 0
    for (const { index: at, 0: between } of window.matchAll(seam)) {
      pieces.push({ start: from, end: at })
      from = at + between.length
    }
    pieces.push({ start: from, end: window.length })
    if (pieces.length === 1) continue
    const whole = pieces
      .map(({ start, end }) => window.slice(start, end))
      .join('')
      .slice(0, tokenCharactersMax)
    yield* tokenAtStart(whole, pieces, index)
  }
}

function* tokenAtStart(whole: string, pieces: readonly Span[], offset: number): Iterable<Span> {
  const [token] = [...findTokens(asText(whole))].filter(({ start }) => start === 0)
  if (token === undefined) return
  let left = token.end
  for (const { start, end } of pieces) {
    if (left <= 0) return
    const length = Math.min(end - start, left)
    left -= length
    yield { start: offset + start, end: offset + start + length }
  }
}

function holdsToken(text: string): boolean {
  for (const _ of findTokens(asText(text))) return true
  return false
}

function asText(text: string) {
  return { text, path: '.env', language: null, isSample: false }
}
