/** Takes lines and stretches of known length off a stream, as they come. Throws when it ends before. */
import type { Readable } from 'node:stream'

export interface ByteReader {
  /** Without its line end. */
  line(): Promise<Buffer>
  bytes(count: number): Promise<Buffer>
}

export function createByteReader(stream: Readable): ByteReader {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>
  let rest: Buffer = Buffer.alloc(0)

  async function next(): Promise<Buffer> {
    const { done, value } = await chunks.next()
    if (done) throw new Error('the stream ended')
    return value
  }

  return {
    async line() {
      let end = rest.indexOf(10)
      while (end === -1) {
        const from = rest.length
        rest = Buffer.concat([rest, await next()])
        end = rest.indexOf(10, from)
      }
      const line = rest.subarray(0, end)
      rest = rest.subarray(end + 1)
      return line
    },
    async bytes(count) {
      const parts = [rest]
      let length = rest.length
      while (length < count) {
        const chunk = await next()
        parts.push(chunk)
        length += chunk.length
      }
      const all = parts.length === 1 ? rest : Buffer.concat(parts, length)
      rest = all.subarray(count)
      return all.subarray(0, count)
    },
  }
}
