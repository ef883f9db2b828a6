/**
 * oxlint counts offsets in bytes of UTF-8; everything here counts UTF-16 code units. One walk over the text serves any
 * number of offsets, so a file with many reports costs no more than one with few.
 */
export function textOffsets(text: string, byteOffsets: Iterable<number>): ReadonlyMap<number, number> {
  const sorted = [...new Set(byteOffsets)].sort((a, b) => a - b)
  const found = new Map<number, number>()
  let bytes = 0
  let at = 0
  for (const wanted of sorted) {
    while (bytes < wanted && at < text.length) {
      const code = text.codePointAt(at) as number
      bytes += bytesOf(code)
      at += code > 0xffff ? 2 : 1
    }
    found.set(wanted, at)
  }
  return found
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint > 0xffff ? 4 : 3
}
