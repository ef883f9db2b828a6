/**
 * Biome counts columns in code points; everything here counts UTF-16 code units. They differ only in lines with
 * characters of two units, and the last such line is kept, because reports on one line come together.
 */
import type { LineIndex } from '../../domain/text/line-index.ts'

export function codeUnitColumns(lines: LineIndex): (line: number, column: number) => number {
  let known = { line: 0, starts: [] as readonly number[] | null }
  return (line, column) => {
    if (known.line !== line) known = { line, starts: startsOf(lines.lineText(line)) }
    return known.starts === null ? column : (known.starts[column - 1] ?? lines.lineText(line).length) + 1
  }
}

/** Where each code point begins, and where the last ends; null when every one has one unit. */
function startsOf(text: string): readonly number[] | null {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return null
  const starts = [0]
  for (let at = 0; at < text.length; starts.push(at)) at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1
  return starts
}
