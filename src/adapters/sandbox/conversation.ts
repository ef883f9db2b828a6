/** Lines to and from a child: one waits for the next line, for as long as the caller allows. */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Conversation, ProgramFailure } from '../../ports/sandbox/sandbox.ts'
import { boundTime } from './time-bound.ts'
import type { WatchedChild } from './watched-child.ts'

export function startConversation(starting: Promise<WatchedChild>, lineBytesMax: number): Conversation {
  const lines: string[] = []
  let failure: ProgramFailure | null = null
  let wake: (() => void) | null = null
  let partial: Buffer[] = []
  let partialBytes = 0

  function notify(): void {
    wake?.()
    wake = null
  }

  function take(chunk: Buffer, child: WatchedChild): void {
    let from = 0
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      lines.push(Buffer.concat([...partial, chunk.subarray(from, at)]).toString('utf8'))
      partial = []
      partialBytes = 0
      from = at + 1
    }
    partial.push(chunk.subarray(from))
    partialBytes += chunk.length - from
    if (partialBytes > lineBytesMax) {
      child.stop({ kind: 'output-too-large', detail: `a line of more than ${lineBytesMax} bytes` })
    }
    notify()
  }

  starting.then((child) => {
    child.process.stdout.on('data', (chunk: Buffer) => take(chunk, child))
    child.ended.then((ended) => {
      failure ??=
        typeof ended === 'number' ? { kind: 'crashed', detail: `ended with exit code ${ended}` } : ended
      notify()
    })
  })

  return {
    send(line) {
      starting.then((child) => child.process.stdin.write(`${line}\n`))
    },
    async receive(timeMs): Promise<Outcome<string, ProgramFailure>> {
      const child = await starting
      const bound = boundTime(child, timeMs)
      try {
        for (;;) {
          const line = lines.shift()
          if (line !== undefined) return succeed(line)
          if (failure !== null) return fail(failure)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      } finally {
        bound.lift()
      }
    },
    async close() {
      const child = await starting
      child.process.stdin.end()
      child.stop({ kind: 'cancelled', detail: 'closed' })
      await child.ended
    },
  }
}
