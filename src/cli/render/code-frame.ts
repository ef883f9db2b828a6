/** The code of a finding as a terminal shows it: line numbers, the place underlined, the suggestion as a small diff. */
import type { Finding } from '../../domain/finding/finding.ts'
import { fitLine } from './fit-line.ts'
import type { Paint } from './paint.ts'
import { counted } from './summary-words.ts'

const indent = '  '
const linesMax = 6

export function codeLines(finding: Finding, paint: Paint, width: number): readonly string[] {
  if (finding.excerpt.length === 0) return []
  const shown = finding.excerpt.slice(0, linesMax)
  const gutter = gutterWidth(finding)
  const lines = shown.flatMap((code, at) => {
    const number = String(finding.line + at).padStart(gutter)
    const isLast = finding.line + at === finding.endLine
    const [from, to] = at === 0 ? [finding.column - 1, isLast ? finding.endColumn - 1 : code.length] : [0, 0]
    const fitted = fitLine(code.replace(/\r$/, ''), from, to, width - gutter - indent.length - 3)
    const row = `${indent}${paint.faint(`${number} │`)}${fitted.text === '' ? '' : ` ${fitted.text}`}`
    if (at > 0) return [row]
    const caret = paint.severity(finding.severity, '^'.repeat(fitted.markWidth))
    return [row, `${indent}${paint.faint(`${' '.repeat(gutter)} │`)} ${' '.repeat(fitted.markAt)}${caret}`]
  })
  const more = finding.endLine - finding.line + 1 - shown.length
  return more > 0
    ? [...lines, `${indent}${paint.faint(`${' '.repeat(gutter)} │ … ${counted(more, 'more line')}`)}`]
    : lines
}

/** The lines as they stand, then as suggested. */
export function suggestionLines(finding: Finding, paint: Paint, width: number): readonly string[] {
  if (finding.suggestion === null) return []
  const gutter = ' '.repeat(gutterWidth(finding))
  const removed = finding.endLine - finding.line + 1
  const replacement = finding.suggestion.replacement
  const row = (sign: string, text: string) =>
    `${indent}${paint.faint(`${gutter} │`)} ${(sign === '+' ? paint.added : paint.removed)(`${sign} ${text}`)}`
  const listed = (sign: string, lines: readonly string[], total: number) => [
    ...lines
      .slice(0, linesMax)
      .map((line) => row(sign, fitLine(line.replace(/\r$/, ''), 0, 0, width - gutter.length - 7).text)),
    ...(total > linesMax ? [row(sign, `… ${counted(total - linesMax, 'more line')}`)] : []),
  ]
  const added = replacement === '' ? [] : replacement.split('\n')
  return [
    `${indent}${paint.faint(`${gutter} │`)} suggestion:`,
    ...listed('-', finding.excerpt, Math.max(removed, finding.excerpt.length)),
    ...listed('+', added, added.length),
  ]
}

/** Wide enough to stand under the severity's label. */
function gutterWidth(finding: Finding): number {
  return Math.max(8, String(finding.endLine).length)
}
