/**
 * Where a text has comments and strings.
 *
 * One pass from left to right with no parser, so a broken file is as good as a sound one and the time is linear.
 * It errs on odd syntax now and then (a division taken for a regular expression); such an error ends with the line
 * wherever the language lets strings end there.
 */
import type { Language } from '../language.ts'
import { type LexicalSyntax, lexicalSyntaxOf } from './lexical-syntax.ts'
import {
  endOfBalanced,
  endOfComment,
  endOfHeredoc,
  endOfRegex,
  endOfString,
  startsRegex,
} from './span-ends.ts'

export interface Span {
  /** Offset of the first character, delimiters included. */
  readonly start: number
  /** Offset behind the last character. */
  readonly end: number
  readonly kind: 'comment' | 'string'
}

/** Ascending and disjoint; null when the language's comments and strings cannot be told by a scan like this. */
export function commentsAndStrings(text: string, language: Language | null): readonly Span[] | null {
  const syntax = lexicalSyntaxOf(language)
  return syntax === null ? null : scan(text, syntax)
}

/** The text with every span of these kinds made blanks: same length, same line feeds. */
export function blankOut(text: string, spans: readonly Span[], kinds: readonly Span['kind'][]): string {
  const pieces: string[] = []
  let at = 0
  for (const span of spans) {
    if (!kinds.includes(span.kind)) continue
    pieces.push(text.slice(at, span.start), text.slice(span.start, span.end).replace(/[^\n]/g, ' '))
    at = span.end
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}

/** What is at `offset`. Binary search over the spans. */
export function kindAt(spans: readonly Span[], offset: number): 'code' | Span['kind'] {
  let low = 0
  let high = spans.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const span = spans[middle] as Span
    if (offset < span.start) high = middle - 1
    else if (offset >= span.end) low = middle + 1
    else return span.kind
  }
  return 'code'
}

interface Scan {
  readonly text: string
  readonly syntax: LexicalSyntax
  readonly spans: Span[]
  /** For each open template literal, the braces still open inside its `${`. */
  readonly templates: number[]
  /** Here documents whose end was not found; past a bound the rest is read as if there were none. */
  heredocsLost: number
}

function scan(text: string, syntax: LexicalSyntax): readonly Span[] {
  const state: Scan = { text, syntax, spans: [], templates: [], heredocsLost: 0 }
  const opener = openerOf(syntax)
  let at = syntax.odd.includes('php-tags') ? skipMarkup(state, 0) : 0
  if (syntax.blockComments.some(([open]) => open === '\n=begin') && text.startsWith('=begin')) {
    at = push(state, 0, endOfComment(text, 0, '\n=end'), 'comment')
  }
  while (at < text.length) {
    opener.lastIndex = at
    const found = opener.exec(text)
    if (found === null) break
    at = Math.max(found.index + 1, step(state, found.index, found[0]))
  }
  return state.spans
}

/** Handles what opens at `at`; returns where to go on. */
function step(state: Scan, at: number, opener: string): number {
  const { text, syntax } = state
  if (opener === '{' || opener === '}') return brace(state, at, opener)
  const block = syntax.blockComments.find(([open]) => open === opener)
  if (block !== undefined) {
    const nests = syntax.nestedComments ? block[0] : null
    return push(state, at, endOfComment(text, at + opener.length, block[1], nests), 'comment')
  }
  if (syntax.lineComments.includes(opener)) return lineComment(state, at, opener)
  const form = syntax.strings.find(({ open }) => open === opener)
  if (form !== undefined) return push(state, at, endOfString(text, at + opener.length, form), 'string')
  return oddForm(state, at, opener)
}

function oddForm(state: Scan, at: number, opener: string): number {
  const { text, syntax } = state
  if (opener === '`') return template(state, at, at + 1)
  if (opener === '/') return startsRegex(text, at) ? push(state, at, endOfRegex(text, at), 'string') : at + 1
  if (opener === "'") return charLiteral(state, at)
  if (opener === '?>') return skipMarkup(state, at + 2)
  if (opener === 'r"' || opener === 'r#') {
    const raw = /r(#{0,20})"/y
    raw.lastIndex = at
    const found = raw.exec(text)
    return found === null ? at + 1 : closedBy(state, at, at + found[0].length, `"${found[1]}`)
  }
  if (opener === 'R"') {
    const raw = /R"([^()\s\\]{0,16})\(/y
    raw.lastIndex = at
    const found = raw.exec(text)
    return found === null ? at + 1 : closedBy(state, at, at + found[0].length, `)${found[1]}"`)
  }
  if (opener === '%') {
    const end = endOfBalanced(text, at)
    return end === null ? at + 1 : push(state, at, end, 'string')
  }
  if (opener === '<<' && syntax.odd.includes('heredoc') && state.heredocsLost < 32) {
    const body = endOfHeredoc(text, at)
    if (body === 'none') return at + 2
    if (body === 'unclosed') {
      state.heredocsLost++
      return at + 2
    }
    return push(state, body.start, body.end, 'string')
  }
  return at + 1
}

function lineComment(state: Scan, at: number, opener: string): number {
  const { text, syntax } = state
  if (syntax.commentAfterBlank && at > 0 && !/[\s;]/.test(text[at - 1] as string)) return at + 1
  if (syntax.odd.includes('php-tags') && opener === '#' && text[at + 1] === '[') return at + 1
  const lineEnd = text.indexOf('\n', at)
  return push(state, at, lineEnd === -1 ? text.length : lineEnd, 'comment')
}

function brace(state: Scan, at: number, which: string): number {
  const depth = state.templates.length - 1
  if (depth < 0) return at + 1
  const open = state.templates[depth] as number
  if (which === '{') state.templates[depth] = open + 1
  else if (open === 0) {
    state.templates.pop()
    return template(state, at, at + 1)
  } else state.templates[depth] = open - 1
  return at + 1
}

/** The part of a template literal from `from` to its next `${` or to its end. */
function template(state: Scan, start: number, from: number): number {
  const { text } = state
  for (let at = from; at < text.length; at++) {
    const unit = text[at]
    if (unit === '\\') at++
    else if (unit === '`') return push(state, start, at + 1, 'string')
    else if (unit === '$' && text[at + 1] === '{') {
      state.templates.push(0)
      return push(state, start, at + 2, 'string')
    }
  }
  return push(state, start, text.length, 'string')
}

/** `'a'`, but neither a lifetime (`'a`) nor a digit separator (`1'000`). */
function charLiteral(state: Scan, at: number): number {
  const { text, syntax } = state
  if (at > 0 && /[0-9A-Fa-f]/.test(text[at - 1] as string)) return at + 1
  if (syntax.odd.includes('char-or-lifetime') && text[at + 1] !== '\\') {
    const close = text.codePointAt(at + 1) ?? 0
    const width = close > 0xffff ? 2 : 1
    return text[at + 1 + width] === "'" ? push(state, at, at + 2 + width, 'string') : at + 1
  }
  const form = { open: "'", close: "'", escapes: true, spansLines: false }
  return push(state, at, endOfString(text, at + 1, form), 'string')
}

function closedBy(state: Scan, start: number, from: number, close: string): number {
  const end = state.text.indexOf(close, from)
  return push(state, start, end === -1 ? state.text.length : end + close.length, 'string')
}

/** PHP begins as markup; what is between `?>` and `<?` is no code. A text without `<?` is taken for code as a whole. */
function skipMarkup(state: Scan, from: number): number {
  const open = state.text.indexOf('<?', from)
  if (open === -1 && from === 0) return 0
  if (open === -1) return from < state.text.length ? push(state, from, state.text.length, 'string') : from
  if (open > from) push(state, from, open, 'string')
  return open + 2
}

function push(state: Scan, start: number, end: number, kind: Span['kind']): number {
  state.spans.push({ start, end, kind })
  return end
}

const openers = new WeakMap<LexicalSyntax, RegExp>()

function openerOf(syntax: LexicalSyntax): RegExp {
  const known = openers.get(syntax)
  if (known !== undefined) return known
  const texts = [
    ...syntax.strings.map(({ open }) => open),
    ...syntax.blockComments.map(([open]) => open),
    ...syntax.lineComments,
    ...syntax.odd.flatMap((form) => oddOpeners[form]),
  ].sort((a, b) => b.length - a.length)
  const made = new RegExp(texts.map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'), 'g')
  openers.set(syntax, made)
  return made
}

const oddOpeners: Readonly<Record<LexicalSyntax['odd'][number], readonly string[]>> = {
  'template-literal': ['`', '{', '}'],
  'regex-literal': ['/'],
  'char-or-lifetime': ["'"],
  'char-literal': ["'"],
  'rust-raw-string': ['r"', 'r#'],
  'cpp-raw-string': ['R"'],
  heredoc: ['<<'],
  'percent-literal': ['%'],
  'php-tags': ['?>'],
}
