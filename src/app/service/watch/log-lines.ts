/** Brings what went wrong in this process to where an incident looks for it. */
import { hostname } from 'node:os'
import type { Backbone } from '../backbone.ts'
import { type Repeated, repeat } from './repeat.ts'

const everyMs = 5_000

export function keepLogLines({ troubles, store, log }: Backbone, role: string): Repeated {
  const process = `${role} on ${hostname()}, ${globalThis.process.pid}`
  return repeat(
    'log lines',
    everyMs,
    async () => {
      const lines = troubles.take()
      // A store that is away is told of by others; telling it here would make the next line.
      await store.logLines.add(lines.map((line) => ({ ...line, process }))).catch(() => {})
    },
    log,
  )
}
