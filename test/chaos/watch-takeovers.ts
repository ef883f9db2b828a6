/** Jobs whose worker was killed: how long until somebody else has them. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseView } from './database-view.ts'

export interface TakeoverWatch {
  /** Looks which jobs the process had, as soon as the rows can be read. */
  onWorkerKilled(pid: number, atMs: number): void
  /** Resolves when no job waits any more, or after so long. @returns jobs that nobody has taken over */
  settled(timeMsMax: number): Promise<number>
  stop(): void
}

interface Stalled {
  readonly job: string
  readonly token: string
  readonly sinceMs: number
  isGivenBack: boolean
}

const lookEveryMs = 200

export interface TakeoverListener {
  /** The row may be claimed by others. */
  givenBack(tookMs: number): void
  /** Another worker has claimed it; it may have had to wait for its turn. */
  begunAgain(tookMs: number): void
}

export function watchTakeovers(database: DatabaseView, on: TakeoverListener): TakeoverWatch {
  const stalled = new Set<Stalled>()
  const stop = new AbortController()
  const unread = new Set<{ readonly pid: number; readonly atMs: number }>()

  async function readKilled(): Promise<void> {
    for (const killed of [...unread]) {
      const rows = await database.ask<{ id: string; lease_token: string }>(
        "select id, lease_token from jobs where state = 'active' and worker like '%/' || $1::text",
        [killed.pid],
      )
      if (rows === null) return
      unread.delete(killed)
      for (const row of rows)
        stalled.add({ job: row.id, token: row.lease_token, sinceMs: killed.atMs, isGivenBack: false })
    }
  }

  async function readStalled(): Promise<void> {
    if (stalled.size === 0) return
    const rows = await database.ask<{ id: string; lease_token: string; state: string }>(
      'select id, lease_token, state from jobs where id = any ($1::bigint[])',
      [[...stalled].map(({ job }) => job)],
    )
    if (rows === null) return
    for (const one of stalled) {
      const row = rows.find(({ id }) => id === one.job)
      const isBegun = row !== undefined && row.lease_token !== one.token
      const tookMs = Date.now() - one.sinceMs
      if (!one.isGivenBack && (isBegun || row?.state !== 'active')) {
        one.isGivenBack = true
        on.givenBack(tookMs)
      }
      const isOver = row === undefined || ['done', 'dead', 'cancelled'].includes(row.state)
      if (isBegun) on.begunAgain(tookMs)
      if (isBegun || isOver) stalled.delete(one)
    }
  }

  async function look(): Promise<void> {
    while (!stop.signal.aborted) {
      await readKilled()
      await readStalled()
      await sleep(lookEveryMs, undefined, { signal: stop.signal }).catch(() => {})
    }
  }

  void look()
  return {
    onWorkerKilled: (pid, atMs) => void unread.add({ pid, atMs }),
    async settled(timeMsMax) {
      const deadline = Date.now() + timeMsMax
      while (stalled.size + unread.size > 0 && Date.now() < deadline) await sleep(lookEveryMs)
      return stalled.size
    },
    stop: () => stop.abort(),
  }
}
