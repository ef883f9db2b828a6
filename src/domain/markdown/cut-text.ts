/** Bounds in the unit that counts at a code host: bytes of UTF-8, whatever its documentation calls them. */
import { Buffer } from 'node:buffer'

export function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** The text, or as much of its beginning as fits with an ellipsis; a character is never halved. */
export function cutText(text: string, bytesMax: number): string {
  // No character has fewer bytes than one for each unit, so what lies behind is never needed.
  const bytes = Buffer.from(text.slice(0, bytesMax + 1), 'utf8')
  if (bytes.length <= bytesMax && text.length <= bytesMax) return text
  let end = bytesMax - bytesOf('…')
  if (end < 0) return ''
  while (end > 0 && isContinuation(bytes[end])) end -= 1
  return `${bytes.toString('utf8', 0, end)}…`
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

/** A message, reason or note as one line of bounded length; a break in it is a blank. */
export function oneLine(text: string, bytesMax = 1_000): string {
  // What is looked at is bounded first: collapsing blanks makes a text shorter, never longer.
  return cutText(
    text
      .slice(0, bytesMax * 4)
      .replace(/\s+/g, ' ')
      .trim(),
    bytesMax,
  )
}
