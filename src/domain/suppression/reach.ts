/** Which lines a directive is meant for. */
import type { LineIndex } from '../text/line-index.ts'
import type { Directive } from './directive.ts'
import type { DirectiveForm, Reach } from './directive-forms.ts'

export interface Reached {
  readonly directive: Directive
  readonly form: DirectiveForm
}

type Lines = Pick<Directive, 'scope' | 'firstLine' | 'lastLine'>

export function reachOf(reach: Reach, lines: LineIndex, line: number, column: number): Lines {
  switch (reach) {
    case 'line':
      return { scope: 'line', firstLine: line, lastLine: line }
    case 'next-line':
      return nextLine(lines, line)
    case 'line-or-next':
      return standsAlone(lines, line, column) ? nextLine(lines, line) : reachOf('line', lines, line, column)
    case 'line-or-rest':
      return standsAlone(lines, line, column)
        ? { scope: 'file', firstLine: line, lastLine: Number.POSITIVE_INFINITY }
        : reachOf('line', lines, line, column)
    case 'file':
      return { scope: 'file', firstLine: 1, lastLine: Number.POSITIVE_INFINITY }
    case 'rest':
      return { scope: 'file', firstLine: line, lastLine: Number.POSITIVE_INFINITY }
    case 'next-or-file':
      return line <= aboveMax && onlyCommentsAbove(lines, line)
        ? { scope: 'file', firstLine: 1, lastLine: Number.POSITIVE_INFINITY }
        : nextLine(lines, line)
  }
}

/**
 * Ends what a later directive closes; a block that something ends is no longer the whole file. Directives that
 * close others are not among the result: they silence nothing.
 */
export function closeBlocks(found: readonly Reached[]): readonly Directive[] {
  const result: Directive[] = []
  const open = new Map<string, number[]>()
  for (const { directive, form } of found) {
    if (form.closes !== undefined) {
      for (const keyword of form.closes) {
        for (const at of open.get(keyword) ?? []) {
          const opened = result[at] as Directive
          if (!closesAllOf(directive, opened)) continue
          result[at] = { ...opened, scope: 'block', lastLine: directive.line }
        }
        open.delete(keyword)
      }
      continue
    }
    if (
      directive.lastLine === Number.POSITIVE_INFINITY &&
      directive.form === 'comment' &&
      form.reach !== 'file'
    ) {
      const keyword = form.keyword.replace(/\s/g, '').toLowerCase()
      const waiting = open.get(keyword)
      if (waiting === undefined) open.set(keyword, [result.length])
      else waiting.push(result.length)
    }
    result.push(directive)
  }
  return result
}

function closesAllOf(closing: Directive, opened: Directive): boolean {
  return closing.codes.length === 0 || opened.codes.every((code) => closing.codes.includes(code))
}

const aboveMax = 60
const skippedMax = 30
const commentOnly = /^\s*(?:$|#|\/\/|\/\*|\*|<!--|--)/

/** Up to the next line that is more than a blank or a comment, since such comments are stacked. */
function nextLine(lines: LineIndex, line: number): Lines {
  let next = line + 1
  while (
    next - line < skippedMax &&
    next < lines.lineCount &&
    commentOnly.test(lines.lineText(next).slice(0, 300))
  ) {
    next++
  }
  return { scope: 'next-line', firstLine: line, lastLine: next }
}

/** True when nothing but a comment mark is before the directive. */
function standsAlone(lines: LineIndex, line: number, column: number): boolean {
  const before = lines.lineText(line).slice(0, Math.min(column - 1, 200))
  return /^\s*(?:$|\/[/*]|#|\*|<!--|--|;|\{\/\*)/.test(before)
}

function onlyCommentsAbove(lines: LineIndex, line: number): boolean {
  for (let above = 1; above < line; above++) {
    if (!commentOnly.test(lines.lineText(above).slice(0, 300))) return false
  }
  return true
}
