/** What a file's hunks say of its lines: which the change made, and which a comment may stand on. */
import type { Hunk, HunkLine, Side } from './hunk.ts'

/** Lines that the change added (`RIGHT`, numbered as in the head) or removed (`LEFT`, as in the base), ascending. */
export function changedLines(hunks: readonly Hunk[], side: Side): readonly number[] {
  const kind = side === 'RIGHT' ? 'added' : 'removed'
  return numbersOf(hunks, side, (line) => line.kind === kind)
}

/** Lines that stand in the diff, context included: the only ones that a code host takes comments on. */
export function commentableLines(hunks: readonly Hunk[], side: Side): readonly number[] {
  return numbersOf(hunks, side, () => true)
}

/** The hunk that holds all lines from `line` to `endLine` on that side, or null: a comment's range may not leave its hunk. */
export function hunkAround(hunks: readonly Hunk[], side: Side, line: number, endLine: number): Hunk | null {
  return (
    hunks.find((hunk) => {
      const [start, count] =
        side === 'RIGHT' ? [hunk.newStart, hunk.newCount] : [hunk.oldStart, hunk.oldCount]
      return count > 0 && line >= start && endLine >= line && endLine < start + count
    }) ?? null
  )
}

/** The unbroken run of `lines` that begins at `first` and ends at `last` or before. */
export function unbrokenEnd(lines: ReadonlySet<number>, first: number, last: number): number {
  let end = first
  while (end < last && lines.has(end + 1)) end += 1
  return end
}

function numbersOf(
  hunks: readonly Hunk[],
  side: Side,
  wanted: (line: HunkLine) => boolean,
): readonly number[] {
  const numbers: number[] = []
  for (const hunk of hunks) {
    for (const line of hunk.lines) {
      const number = side === 'RIGHT' ? line.newLine : line.oldLine
      if (number !== null && wanted(line)) numbers.push(number)
    }
  }
  return numbers
}
