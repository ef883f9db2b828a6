/**
 * Floats as few bytes. Most figures are small whole numbers: written as text and compressed they take a byte each, half
 * of what eight binary ones come to.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Of one row: what is more was not written by us. */
const bytesMax = 4_000_000

export function packValues(values: Float64Array): Buffer {
  return zstdCompressSync(JSON.stringify(Array.from(values, writable)))
}

export function unpackValues(packed: Buffer): Float64Array {
  const text = zstdDecompressSync(packed, { maxOutputLength: bytesMax }).toString('latin1')
  const written = JSON.parse(text) as readonly (number | string)[]
  const values = new Float64Array(written.length)
  // Windows of a day are thousands of rows: a loop takes a third of what `from` takes.
  for (let index = 0; index < values.length; index += 1) values[index] = Number(written[index])
  return values
}

/** JSON knows no infinity, no NaN, and loses the sign of zero. */
function writable(value: number): number | string {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? value : String(value)
}
