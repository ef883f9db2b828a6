/**
 * Both sides of a file as one sequence of lines, removed lines where they stood: everything that is shown of a changed
 * file is a slice of it.
 */
import type { HunkLine } from '../../domain/diff/hunk.ts'
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import { maskedLines } from './masked-lines.ts'

export interface MergedLine {
  readonly mark: '+' | '-' | ' '
  readonly left: number | null
  readonly right: number | null
  readonly text: string
}

/** In the order in which a diff of the whole file would show them. */
export function mergeSides(file: FileToDiscuss, mask: (text: string) => string): readonly MergedLine[] {
  const head = maskedLines(file.head ?? '', mask)
  // Of the base nothing else is shown than what was removed.
  const isShown = file.removedLines.size > 0 || file.hunks.some(({ lines }) => lines.some(isRemoved))
  const base = isShown ? maskedLines(file.base ?? '', mask) : []
  const changed = file.addedLines.size + file.removedLines.size
  if (changed === 0) return head.map((text, at) => ({ mark: ' ', left: null, right: at + 1, text }))
  return file.hunks.length > 0 ? byHunks(file, head, base) : byLines(file, head, base)
}

function byHunks(file: FileToDiscuss, head: readonly string[], base: readonly string[]): MergedLine[] {
  const merged: MergedLine[] = []
  let [left, right] = [1, 1]
  /** Lines between hunks are the same on both sides. */
  function passUnchanged(untilRight: number) {
    for (; right < untilRight; right += 1, left += 1) {
      merged.push({ mark: ' ', left, right, text: head[right - 1] ?? '' })
    }
  }
  for (const hunk of file.hunks) {
    // With a count of 0 the start is the line before.
    passUnchanged(hunk.newCount === 0 ? hunk.newStart + 1 : hunk.newStart)
    for (const line of hunk.lines) {
      merged.push(lineOfHunk(line, head, base))
      if (line.newLine !== null) right = line.newLine + 1
      if (line.oldLine !== null) left = line.oldLine + 1
    }
  }
  if (file.head !== null) passUnchanged(head.length + 1)
  return merged
}

function isRemoved({ newLine }: HunkLine): boolean {
  return newLine === null
}

/** A hunk's own text is bytes; the decoded text of the same line is what people see. */
function lineOfHunk(
  { oldLine, newLine, text }: HunkLine,
  head: readonly string[],
  base: readonly string[],
): MergedLine {
  const mark = newLine === null ? '-' : oldLine === null ? '+' : ' '
  const shown = newLine === null ? base[(oldLine ?? 0) - 1] : head[newLine - 1]
  // A side that was not read (it was binary) has only the patch to tell of it, and nothing masked that.
  return { mark, left: oldLine, right: newLine, text: shown ?? (text === '' ? '' : '[not read]') }
}

/** Without hunks nobody knows which lines correspond: what is gone stands first, then the head with its added lines. */
function byLines(file: FileToDiscuss, head: readonly string[], base: readonly string[]): MergedLine[] {
  const removed = [...file.removedLines]
    .sort((a, b) => a - b)
    .map((line): MergedLine => ({ mark: '-', left: line, right: null, text: base[line - 1] ?? '' }))
  const now = head.map(
    (text, at): MergedLine => ({
      mark: file.addedLines.has(at + 1) ? '+' : ' ',
      left: null,
      right: at + 1,
      text,
    }),
  )
  return [...removed, ...now]
}

/** The first place whose line has that number in the head, or a later one. */
export function placeOfRight(lines: readonly MergedLine[], number: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    // Numbers ascend, but removed lines have none: those count as the line that follows them.
    let next = middle
    while (next < high && lines[next]?.right === null) next += 1
    const right = next < high ? lines[next]?.right : null
    if (right !== null && right !== undefined && right < number) low = next + 1
    else high = middle
  }
  return low
}
