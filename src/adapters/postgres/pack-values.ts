/**
 * Floats as few bytes. Most figures are small whole numbers, whose low bytes are zero: with the same byte of all of them
 * side by side little is left for a compressor to write down.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

const width = 8
/** Of one row: what is more was not written by us. */
const bytesMax = 8 * 100_000

export function packValues(values: Float64Array): Buffer {
  return zstdCompressSync(transposed(bytesOf(values), values.length))
}

export function unpackValues(packed: Buffer): Float64Array {
  const columns = zstdDecompressSync(packed, { maxOutputLength: bytesMax })
  const count = columns.length / width
  const values = new Float64Array(count)
  const bytes = bytesOf(values)
  for (let column = 0; column < width; column += 1) {
    for (let row = 0; row < count; row += 1)
      bytes[row * width + column] = columns[column * count + row] as number
  }
  return values
}

function transposed(bytes: Uint8Array, count: number): Uint8Array {
  const columns = new Uint8Array(bytes.length)
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < width; column += 1)
      columns[column * count + row] = bytes[row * width + column] as number
  }
  return columns
}

function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
