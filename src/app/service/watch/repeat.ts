/** Work that is done again and again, never twice at a time, until it is stopped. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../../ports/log/log.ts'

export interface Repeated {
  /** Resolves when what runs has ended. */
  stop(): Promise<void>
}

/** Begins at once; from the end of one run to the beginning of the next it waits `everyMs`. */
export function repeat(name: string, everyMs: number, work: () => Promise<unknown>, log: Log): Repeated {
  const stopping = new AbortController()
  const { signal } = stopping

  async function go(): Promise<void> {
    while (!signal.aborted) {
      await work().catch((error: unknown) => {
        log.warn(
          { work: name, reason: error instanceof Error ? error.message : String(error) },
          'look failed',
        )
      })
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  const ended = go()
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
