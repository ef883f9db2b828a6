/** A fix as text for whole lines, as a suggestion on a pull request needs it. */
import type { TextRange } from '../../domain/finding/observation.ts'
import type { LineIndex } from '../../domain/text/line-index.ts'
import type { Diagnostic } from './read-diagnostics.ts'

/** The range's lines with the fix made; null when the fix is no single change inside these lines. */
export function fixedLines(diagnostic: Diagnostic, range: TextRange, lines: LineIndex): string | null {
  const [edit, ...others] = diagnostic.fix?.edits ?? []
  if (edit === undefined || others.length > 0) return null
  if (edit.location.row < range.line || edit.end_location.row > range.endLine) return null
  const before = textOf(lines, range.line, edit.location.row - 1)
  const start = lines.lineText(edit.location.row).slice(0, edit.location.column - 1)
  const end = lines.lineText(edit.end_location.row).slice(edit.end_location.column - 1)
  const after = textOf(lines, edit.end_location.row + 1, range.endLine)
  return [...before, `${start}${edit.content ?? ''}${end}`, ...after].join('\n')
}

function textOf(lines: LineIndex, first: number, last: number): readonly string[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => lines.lineText(first + at))
}
