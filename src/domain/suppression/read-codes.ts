/** Reads what a directive names: the codes, rules or categories behind its keyword. */
import type { CodesStyle } from './directive-forms.ts'

export interface ReadCodes {
  readonly codes: readonly string[]
  /** Offset behind the last code, or where reading began when there is none. */
  readonly end: number
}

const codesMax = 50
const lengthMax = 1_000

/** @param at offset behind the keyword */
export function readCodes(text: string, at: number, style: CodesStyle): ReadCodes {
  const none: ReadCodes = { codes: [], end: at }
  if (style === 'none') return none
  const ahead = text.slice(at, at + lengthMax)
  const commentEnd = ahead.search(/\n|\*\/|-->/)
  const rest = commentEnd === -1 ? ahead : ahead.slice(0, commentEnd)
  const opening = openings[style].exec(rest)
  if (opening === null) return none
  const from = opening[0].length
  if (style === 'bracket' || style === 'paren') return enclosed(rest, from, at, style === 'paren' ? ')' : ']')
  const codes: string[] = []
  let end = 0
  const token = /[\s,]*(\*|[@\w][\w@*/.:+-]*)/y
  token.lastIndex = from
  for (let found = token.exec(rest); found !== null && codes.length < codesMax; found = token.exec(rest)) {
    const word = found[1] as string
    const byComma = codes.length === 0 || found[0].slice(0, -word.length).includes(',')
    if (!byComma && !/[-_/:\d]/.test(word)) break
    if (style === 'ids' && !/^[A-Za-z]{1,4}\d{2,5}$/.test(word)) break
    if (style === 'colon' && word.includes('://')) break
    const colon = style === 'until-colon' ? word.indexOf(':') : -1
    const code = colon === -1 ? word.replace(/[:.]+$/, '') : word.slice(0, colon)
    if (code !== '') codes.push(code)
    end = token.lastIndex - word.length + code.length
    if (colon !== -1 || (style === 'until-colon' && rest[end] === ':')) break
  }
  return codes.length === 0 ? none : { codes, end: at + end }
}

const openings: Readonly<Record<Exclude<CodesStyle, 'none'>, RegExp>> = {
  colon: /^[^\S\n]*:[^\S\n]*/,
  bracket: /^[^\S\n]*:?[^\S\n]*\[/,
  paren: /^[^\S\n]*\(/,
  list: /^(?:[^\S\n]+|:)(?!--)/,
  'until-colon': /^[^\S\n]+/,
  equals: /^[^\S\n]*=[^\S\n]*["']?/,
  ids: /^[^\S\n]*:?[^\S\n]*/,
}

function enclosed(rest: string, from: number, at: number, close: string): ReadCodes {
  const closing = rest.indexOf(close, from)
  const end = closing === -1 ? rest.length : closing
  const codes = [...rest.slice(from, end).matchAll(/[@\w*][\w@*/.:+-]*/g)].map(([word]) => word)
  return { codes: codes.slice(0, codesMax), end: at + (closing === -1 ? end : end + 1) }
}
