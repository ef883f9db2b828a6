/** From places in a text to line numbers, from 1. Lines end at LF only. */
export interface LineTable {
  lineAt(index: number): number
  /** The line of the last character between two places that is no blank. */
  lastLineOf(start: number, end: number): number
}

export function createLineTable(text: string): LineTable {
  const starts: number[] = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)

  function lineAt(index: number): number {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) <= index) low = middle
      else high = middle
    }
    return low + 1
  }

  return {
    lineAt,
    lastLineOf(start, end) {
      let last = Math.min(end, text.length) - 1
      while (last > start && text.charCodeAt(last) <= 32) last -= 1
      return lineAt(Math.max(last, start))
    },
  }
}
