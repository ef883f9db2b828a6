/** Puts each report on lines that the change made, or drops it: nobody asked about the rest of the file. */
import { unbrokenEnd } from '../domain/diff/changed-lines.ts'
import type { LineIndex } from '../domain/text/line-index.ts'
import { type Candidate, drop, eachCandidate } from './candidate.ts'

/**
 * A report that begins on an unchanged line belongs to the change when it is this short: longer ones (a whole function
 * "too complex") were there before.
 */
const reachLinesMax = 12

export const anchorToChange = eachCandidate((candidate) => {
  const changed = candidate.side === 'RIGHT' ? candidate.file.addedLines : candidate.file.removedLines
  const last = Math.min(candidate.endLine, candidate.line + reachLinesMax - 1)
  const first = firstWithin(changed, candidate.line, changed.has(candidate.line) ? candidate.line : last)
  if (first === null) return drop(candidate, 'outside-change', outsideDetail(candidate))
  return moveTo(candidate, first, unbrokenEnd(changed, first, candidate.endLine))
})

function firstWithin(lines: ReadonlySet<number>, from: number, to: number): number | null {
  for (let line = from; line <= to; line += 1) if (lines.has(line)) return line
  return null
}

function moveTo(candidate: Candidate, line: number, endLine: number): Candidate {
  if (line === candidate.line && endLine === candidate.endLine) return candidate
  const index = candidate.side === 'RIGHT' ? candidate.file.headLines : candidate.file.baseLines
  const text = index.lineText(line)
  return {
    ...candidate,
    line,
    endLine,
    column: line === candidate.line ? candidate.column : text.length - text.trimStart().length + 1,
    endColumn: endLine === candidate.endLine ? candidate.endColumn : index.lineText(endLine).length + 1,
    replacement: narrowed(candidate, index, line, endLine),
  }
}

/**
 * A replacement for other lines than these is no longer a replacement; but one that leaves the lines around them as they
 * are is one for these.
 */
function narrowed(candidate: Candidate, index: LineIndex, line: number, endLine: number): string | null {
  if (candidate.replacement === null) return null
  const lines = candidate.replacement.split('\n')
  const before = line - candidate.line
  const after = candidate.endLine - endLine
  if (before + after > lines.length) return null
  const isKept = (at: number, from: number) => lines[at] === index.lineText(from).replace(/\r$/, '')
  for (let at = 0; at < before; at += 1) if (!isKept(at, candidate.line + at)) return null
  for (let at = 0; at < after; at += 1)
    if (!isKept(lines.length - 1 - at, candidate.endLine - at)) return null
  return lines.slice(before, lines.length - after).join('\n')
}

function outsideDetail(candidate: Candidate): string {
  return candidate.side === 'RIGHT'
    ? `The change did not touch line ${candidate.line}.`
    : `The change did not remove line ${candidate.line} of the base.`
}
