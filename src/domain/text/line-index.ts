/** Offsets, lines and columns of one text. Lines end at LF and nowhere else, as git counts them. */
export interface Position {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
}

export interface LineIndex {
  /** A text that ends in LF has no empty last line; the empty text has no line. */
  readonly lineCount: number
  /** The position of the character at `offset` (from 0); past the end it is the text's end. */
  positionAt(offset: number): Position
  /** The offset of a position; a column past the line's end is the line's end. */
  offsetAt(line: number, column: number): number
  /** A line's text without its LF (a CR before it stays); the empty string for a line that does not exist. */
  lineText(line: number): string
}

export function indexLines(text: string): LineIndex {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lineCount = starts[starts.length - 1] === text.length ? starts.length - 1 : starts.length

  function startOf(line: number): number {
    return line < 1 ? 0 : (starts[line - 1] ?? text.length)
  }

  function endOf(line: number): number {
    if (line < 1) return 0
    const next = starts[line]
    return next === undefined ? text.length : next - 1
  }

  return {
    lineCount,
    positionAt(offset) {
      const bounded = Math.max(0, Math.min(offset, text.length))
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((starts[middle] as number) <= bounded) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: bounded - (starts[low] as number) + 1 }
    },
    offsetAt(line, column) {
      return Math.min(startOf(line) + Math.max(0, column - 1), endOf(line))
    },
    lineText(line) {
      return text.slice(startOf(line), endOf(line))
    },
  }
}
