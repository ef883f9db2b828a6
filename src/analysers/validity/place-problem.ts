/**
 * A parser stops where it can no longer go on, which is often the end of the file, far from the bracket that the
 * change lost. When the change broke the file, the report belongs to a line of the change.
 */

import type { TextRange } from '../../domain/finding/observation.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { AnalysedText } from '../analyser.ts'
import type { Problem } from './problem.ts'

export interface Placed {
  readonly range: TextRange
  /** The line where the parser stopped, when that is not where the report stands. */
  readonly stoppedAt: number | null
}

/** @param brokeHere the base's text had no such problem */
export function placeProblem(
  head: string,
  problem: Problem,
  changed: AnalysedText,
  brokeHere: boolean,
): Placed {
  const index = indexLines(head)
  const added = new Set(changed.addedLines)
  const range = rangeOf(problem.start, problem.end)
  if (added.has(range.line)) return { range, stoppedAt: null }
  if (problem.earlier !== undefined) {
    const earlier = rangeOf(problem.earlier.start, problem.earlier.end)
    return { range: added.has(earlier.line) ? earlier : range, stoppedAt: null }
  }
  if (!brokeHere) return { range, stoppedAt: null }
  const line = changed.addedLines.findLast((one) => one <= range.line) ?? changed.addedLines[0]
  if (line === undefined) return { range, stoppedAt: null }
  const text = index.lineText(line)
  const column = text.length - text.trimStart().length + 1
  return {
    range: { line, column, endLine: line, endColumn: Math.max(column + 1, text.trimEnd().length + 1) },
    stoppedAt: Math.min(range.line, Math.max(1, index.lineCount)),
  }

  /** On one line: a problem that spans the file says no more than its beginning. */
  function rangeOf(start: number, end: number): TextRange {
    const from = index.positionAt(start)
    const line = Math.min(from.line, Math.max(1, index.lineCount))
    const text = index.lineText(line)
    const column = line < from.line ? text.length + 1 : from.column
    const behind = index.positionAt(end)
    const endColumn = behind.line === line ? behind.column : text.trimEnd().length + 1
    return { line, column, endLine: line, endColumn: Math.max(column + 1, endColumn) }
  }
}
