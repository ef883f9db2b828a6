/** Bytes of a blob as text: UTF-8, or UTF-16 that announces itself. Everything else with a NUL near its start is binary. */

export type DecodedText =
  | {
      readonly kind: 'text'
      /** Without a byte order mark. */
      readonly text: string
      readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
      /** False when bytes that are not of the encoding became U+FFFD. */
      readonly isWellFormed: boolean
    }
  | { readonly kind: 'binary' }

/** As far as git looks for a NUL. */
const binaryLookBytes = 8_000

export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe && !(bytes[2] === 0 && bytes[3] === 0))
    return decode(bytes, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes, 'utf-16be')
  if (bytes.subarray(0, binaryLookBytes).includes(0)) return { kind: 'binary' }
  return decode(bytes, 'utf-8')
}

function decode(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): DecodedText {
  try {
    return {
      kind: 'text',
      text: new TextDecoder(encoding, { fatal: true }).decode(bytes),
      encoding,
      isWellFormed: true,
    }
  } catch {
    return { kind: 'text', text: new TextDecoder(encoding).decode(bytes), encoding, isWellFormed: false }
  }
}
