/**
 * Paths as git keeps them: bytes, of which UTF-8 is only a habit.
 *
 * A `PathBytes` is a string with one character for each byte (U+0000..U+00FF), so that paths can be compared, put in
 * maps and sorted as git sorts them. It is never printed as it is.
 */
import type { Brand } from '../brand.ts'

export type PathBytes = Brand<string, 'PathBytes'>

/** Text for people and reports, unique within one change: UTF-8 where the bytes are UTF-8, `\xNN` for bytes that are not. */
export interface PrintedPath {
  readonly text: string
  readonly isUtf8: boolean
}

export function pathBytes(bytes: Uint8Array): PathBytes {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') as PathBytes
}

/** @param text a path known to be text, such as the name of a file of ours */
export function pathOfText(text: string): PathBytes {
  return pathBytes(Buffer.from(text, 'utf8'))
}

export function bytesOfPath(path: PathBytes): Buffer {
  return Buffer.from(path, 'latin1')
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function printPath(path: PathBytes): PrintedPath {
  const bytes = bytesOfPath(path)
  try {
    return { text: strictUtf8.decode(bytes), isUtf8: true }
  } catch {
    return { text: escapeOddBytes(bytes), isUtf8: false }
  }
}

/** Well-formed sequences stay text; every other byte becomes `\xNN`, and a backslash is doubled so that nothing is ambiguous. */
function escapeOddBytes(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at] as number)
    const sequence = bytes.subarray(at, at + length)
    const decoded = length > 0 && sequence.length === length ? decodeOrNull(sequence) : null
    if (decoded === null) {
      text += `\\x${(bytes[at] as number).toString(16).padStart(2, '0')}`
      at += 1
    } else {
      text += decoded === '\\' ? '\\\\' : decoded
      at += length
    }
  }
  return text
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead >= 0xc2 && lead < 0xe0) return 2
  if (lead >= 0xe0 && lead < 0xf0) return 3
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0
}

function decodeOrNull(sequence: Uint8Array): string | null {
  try {
    return strictUtf8.decode(sequence)
  } catch {
    return null
  }
}
