/** A replacement as it could be applied to the head: re-indented where that is all that is wrong; else why it cannot. */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { cleanCode } from '../hostile/clean-text.ts'
import { type CodeLines, keyOf } from './code-lines.ts'
import { numberColumn } from './find-quote.ts'

const linesMax = 100
const charactersMax = 8_000

/** Words for code that was left out. */
const placeholder =
  /^\s*(?:\/\/|#|--|\/\*+|<!--|;|%|\{\/\*)?\s*(?:\.{3}|…)\s*(?:\(?\s*(?:existing|rest|remaining|other|unchanged|same|more|previous|omitted|keep|your|code|etc)\b.*)?(?:\*\/\}?|-->)?\s*$|(?:\/\/|#|--|\/\*)\s*(?:(?:the )?rest of (?:the )?|existing code|unchanged code|same as before|remaining code|todo: implement|your code here)/i

export interface FittedSuggestion {
  /** Line feeds between, none at the end; empty: the lines go. */
  readonly replacement: string
  /** The head with it. */
  readonly head: string
}

/** @param code the head's lines, `line`..`endLine` of which are replaced */
export function fitSuggestion(
  proposed: string,
  code: CodeLines,
  { line, endLine }: { readonly line: number; readonly endLine: number },
): Outcome<FittedSuggestion, string> {
  const before = code.original.slice(line - 1, endLine)
  const shown = code.shown.slice(line - 1, endLine)
  if (before.length !== endLine - line + 1) return fail('it is for lines that are not there.')
  if (before.length > linesMax || proposed.length > charactersMax) return fail('it is too long.')
  const old = before.map(withoutReturn)
  if (old.some((text, at) => text !== shown[at]))
    return fail('it is for lines that hold a secret or hidden characters.')
  const lines = plainLines(proposed)
  if (cleanCode(lines.join('\n')) !== lines.join('\n')) return fail('it holds characters that nobody sees.')
  const isNew = (text: string) => !old.includes(text)
  if (lines.some((text) => isNew(text) && placeholder.test(text))) return fail('it leaves out code.')
  if (lines.some((text) => isNew(text) && /^(?:@@ |<{7}|={7}$|>{7}|diff --git |\+\+\+ |--- )/.test(text)))
    return fail('it is a diff, not code.')
  const isDiff = lines.every((text) => /^[+ -]/.test(text)) && lines.some((text) => /^\+\s*\S/.test(text))
  if (isDiff && !old.some((text) => /^\s*[+-]/.test(text))) return fail('it is a diff, not code.')
  if (keyOf(lines.join('')) === keyOf(old.join(''))) return fail('it is what stands there already.')
  const replacement = indentedAs(old, lines)
  return succeed({ replacement: replacement.join('\n'), head: applied(code, replacement, line, endLine) })
}

function plainLines(proposed: string): readonly string[] {
  let lines = proposed.replaceAll('\r', '').replace(/\n+$/, '').split('\n')
  if (
    lines.length > 2 &&
    /^\s*```[\w-]*\s*$/.test(lines[0] as string) &&
    /^\s*```\s*$/.test(lines.at(-1) as string)
  )
    lines = lines.slice(1, -1)
  const filled = lines.filter((text) => text.trim() !== '')
  if (filled.length > 0 && filled.every((text) => numberColumn.test(text)))
    lines = lines.map((text) => text.replace(numberColumn, ''))
  return proposed.trim() === '' ? [] : lines
}

/** Models forget the indentation of the first line, or that of all. What is indented of its own stays. */
function indentedAs(old: readonly string[], lines: readonly string[]): readonly string[] {
  const wanted = indentOf(old.find((text) => text.trim() !== '') ?? '')
  const filled = lines.filter((text) => text.trim() !== '')
  const least = Math.min(...filled.map((text) => indentOf(text).length))
  const [first] = filled
  if (wanted === '' || first === undefined || least > 0) return lines
  const rest = filled.slice(1)
  const isFirstAlone =
    rest.length > 0 && indentOf(first) === '' && rest.every((text) => indentOf(text).startsWith(wanted))
  if (isFirstAlone) return lines.map((text) => (text === first ? `${wanted}${text}` : text))
  if (old.some((text) => text.trim() !== '' && indentOf(text) === '')) return lines
  return lines.map((text) => (text.trim() === '' ? '' : `${wanted}${text}`))
}

function applied(code: CodeLines, replacement: readonly string[], line: number, endLine: number): string {
  const returns = code.original[line - 1]?.endsWith('\r') ? '\r' : ''
  return [
    ...code.original.slice(0, line - 1),
    ...replacement.map((text) => `${text}${returns}`),
    ...code.original.slice(endLine),
    '',
  ].join('\n')
}

function indentOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? ''
}

function withoutReturn(text: string): string {
  return text.replace(/\r$/, '')
}
