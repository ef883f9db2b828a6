/** Lines of at most a width, as a terminal counts it. */
import { displayWidth } from './display-width.ts'

/** @param text printable, without line breaks */
export function wrapWords(text: string, width: number): readonly string[] {
  return wrapPieces(
    text.split(' ').filter((word) => word !== ''),
    width,
  )
}

/** Pieces, such as a path with blanks in it, are never broken or changed. */
export function wrapPieces(pieces: readonly string[], width: number, gap = ' '): readonly string[] {
  const lines: string[] = []
  let line = ''
  let lineWidth = 0
  for (const piece of pieces) {
    const pieceWidth = displayWidth(piece)
    if (line !== '' && lineWidth + gap.length + pieceWidth > width) {
      lines.push(line)
      line = piece
      lineWidth = pieceWidth
    } else {
      lineWidth += pieceWidth + (line === '' ? 0 : gap.length)
      line = line === '' ? piece : `${line}${gap}${piece}`
    }
  }
  return [...lines, line]
}
