/** A child's end of its conversation: lines in, lines out. */
import { writeSync } from 'node:fs'

/** Ended by LF alone: `node:readline` would end them at U+2028 and U+2029 too, which JSON may hold. */
export async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  let parts: Buffer[] = []
  for await (const chunk of input as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, at)]).toString('utf8')
      parts = []
      from = at + 1
    }
    parts.push(chunk.subarray(from))
  }
}

/** Written at once, so that what was said is heard even when the next text kills the child. */
export function sayLine(line: string): void {
  const bytes = Buffer.from(`${line}\n`)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      // The pipe is full: the parent reads it in its own time.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
  }
}
