/** For files of which git shows no lines: a line counts as added when the other side has not as many of its kind. */

export interface LinesByContent {
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

export function linesByContent(base: string | null, head: string | null): LinesByContent {
  const before = base === null ? [] : base.split('\n')
  const after = head === null ? [] : head.split('\n')
  return { added: linesNotIn(after, before), removed: linesNotIn(before, after) }
}

function linesNotIn(lines: readonly string[], others: readonly string[]): readonly number[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  const numbers: number[] = []
  for (const [at, line] of lines.entries()) {
    const count = left.get(line) ?? 0
    if (count > 0) left.set(line, count - 1)
    // The piece behind a last LF is no line.
    else if (line !== '' || at < lines.length - 1) numbers.push(at + 1)
  }
  return numbers
}
