/** Where a comment or string that was seen to open comes to its end. */
import type { StringForm } from './lexical-syntax.ts'

/** The offset behind `close`, or the text's end. With `nests`, each further opener wants a `close` of its own. */
export function endOfComment(text: string, from: number, close: string, nests: string | null = null): number {
  if (nests === null) {
    const end = text.indexOf(close, from)
    return end === -1 ? text.length : end + close.length
  }
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(close, at)) {
      depth--
      at += close.length - 1
      if (depth === 0) return at + 1
    } else if (text.startsWith(nests, at)) {
      depth++
      at += nests.length - 1
    }
  }
  return text.length
}

/** A string that may not span lines ends before the line feed. */
export function endOfString(text: string, from: number, form: StringForm): number {
  for (let at = from; at < text.length; at++) {
    const unit = text[at]
    if (unit === '\n' && !form.spansLines) return at
    if (unit === '\\' && form.escapes) {
      if (text[at + 1] !== '\n' || form.spansLines) at++
    } else if (unit === form.close[0] && text.startsWith(form.close, at)) return at + form.close.length
  }
  return text.length
}

export function endOfRegex(text: string, start: number): number {
  let inClass = false
  for (let at = start + 1; at < text.length; at++) {
    const unit = text[at]
    if (unit === '\n') return at
    if (unit === '\\' && text[at + 1] !== '\n') at++
    else if (unit === '[') inClass = true
    else if (unit === ']') inClass = false
    else if (unit === '/' && !inClass) return at + 1
  }
  return text.length
}

const beforeRegex = /[(,=:[!&|?{;+\-*%>~^]/
const wordBeforeRegex =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|yield|await|if|unless|when|and|or|not|while)$/

/**
 * Told by what stands before: after a value a slash divides, after an operator it opens a regular expression.
 * `name /x` with a blank on one side only is an argument, as Ruby has it; `name / x` and `name/x` divide.
 */
export function startsRegex(text: string, at: number): boolean {
  let before = at - 1
  while (before >= 0 && (text[before] === ' ' || text[before] === '\t')) before--
  if (before < 0 || text[before] === '\n') return text[at + 1] !== '>'
  if (beforeRegex.test(text[before] as string)) return true
  if (before < at - 1 && /[^\s>=]/.test(text[at + 1] ?? ' ')) return true
  return wordBeforeRegex.test(text.slice(Math.max(0, before - 12), before + 1))
}

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }

/** Ruby's `%w[a b]`, `%q(c)`; null when the percent sign is an operator. */
export function endOfBalanced(text: string, at: number): number | null {
  const opening = /%[qQwWiIrsx]?([([{<|!])/y
  opening.lastIndex = at
  const found = opening.exec(text)
  if (found === null || /[\w)\]"']\s?$/.test(text.slice(Math.max(0, at - 2), at))) return null
  const open = found[1] as string
  const close = pairs[open] ?? open
  let depth = 1
  for (let next = at + found[0].length; next < text.length; next++) {
    const unit = text[next]
    if (unit === '\\') next++
    else if (unit === close) {
      depth--
      if (depth === 0) return next + 1
    } else if (unit === open) depth++
  }
  return text.length
}

/** The body of the here document whose `<<` is at `at`: from the next line to its closing word. */
export function endOfHeredoc(
  text: string,
  at: number,
): { readonly start: number; readonly end: number } | 'none' | 'unclosed' {
  const opening = /<<<?[-~]?[ \t]{0,4}(["'`]?)([A-Za-z_]\w{0,60})\1/y
  opening.lastIndex = at
  const found = opening.exec(text)
  if (found === null) return 'none'
  const word = found[2] as string
  if (found[1] === '' && !/[-~<]/.test(found[0].slice(2, 3)) && word !== word.toUpperCase()) return 'none'
  const start = text.indexOf('\n', at)
  if (start === -1) return 'unclosed'
  for (let line = start; line !== -1; line = text.indexOf('\n', line + 1)) {
    let first = line + 1
    while (text[first] === ' ' || text[first] === '\t') first++
    if (text.startsWith(word, first) && !/\w/.test(text[first + word.length] ?? ' ')) {
      return { start, end: first + word.length }
    }
  }
  return 'unclosed'
}
