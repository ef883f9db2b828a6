/**
 * Brings committed jobs into the queue, beside the answers and in batches: while one batch is on its way, the next one
 * gathers. The rows are the truth, so what does not fit or is lost with this process is left to the reconciler.
 */
import type { Clock } from '../ports/clock/clock.ts'
import type { Log } from '../ports/log/log.ts'
import type { Queue, QueueEntry } from '../ports/queue/queue.ts'

export interface Enqueuer {
  /** Returns at once. */
  enqueue(entries: readonly QueueEntry[]): void
  health(): EnqueuerHealth
  /** Sends what has gathered, once, and stops. */
  drain(): Promise<void>
}

export interface EnqueuerHealth {
  /** False from a failure until the next success. */
  readonly canEnqueue: boolean
  readonly lastFailure: { readonly at: number; readonly message: string; readonly remedy: string } | null
  /** Entries that are not in the queue yet. */
  readonly gathered: number
  /** Entries that found no room, since the start: the reconciler brings them. */
  readonly left: number
}

export interface EnqueuerParts {
  readonly queue: Pick<Queue, 'add'>
  readonly clock: Clock
  readonly log: Log
  /** Entries kept in memory. */
  readonly entriesMax?: number
  readonly batchMax?: number
  /** After a failure; grows to `retryMsMax`. */
  readonly retryMs?: number
  readonly retryMsMax?: number
}

export function createEnqueuer({
  queue,
  clock,
  log,
  entriesMax = 10_000,
  batchMax = 500,
  retryMs = 250,
  retryMsMax = 5_000,
}: EnqueuerParts): Enqueuer {
  let gathered: QueueEntry[] = []
  let lastFailure: EnqueuerHealth['lastFailure'] = null
  let failures = 0
  let left = 0
  let isDraining = false
  let underWay: Promise<void> | null = null
  let wake: (() => void) | null = null

  function keep(entries: readonly QueueEntry[]): void {
    const room = Math.max(0, entriesMax - gathered.length)
    gathered.push(...entries.slice(0, room))
    left += entries.length - Math.min(room, entries.length)
  }

  async function send(batch: readonly QueueEntry[]): Promise<void> {
    const added = await queue.add(batch)
    if (added.ok) {
      if (lastFailure !== null && failures > 0) log.info({ entries: batch.length }, 'queue takes jobs again')
      failures = 0
      return
    }
    failures += 1
    const { message, remedy } = added.failure
    lastFailure = { at: clock.now(), message, remedy }
    if (failures === 1) log.warn({ reason: message, remedy }, 'queue does not take jobs')
    gathered = [...batch, ...gathered].slice(0, entriesMax)
  }

  async function run(): Promise<void> {
    // Let the requests of this turn gather.
    await new Promise(setImmediate)
    while (gathered.length > 0) {
      const batch = gathered.slice(0, batchMax)
      gathered = gathered.slice(batchMax)
      await send(batch)
      if (failures > 0) {
        if (isDraining) return
        await pause(Math.min(retryMsMax, retryMs * 2 ** Math.min(20, failures - 1)))
      }
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      timer.unref()
      wake = done
      function done(): void {
        clearTimeout(timer)
        wake = null
        resolve()
      }
      if (isDraining) done()
    })
  }

  function start(): void {
    if (underWay !== null || gathered.length === 0) return
    underWay = run()
      .catch((error: unknown) => log.error({ err: error }, 'enqueuing failed unexpectedly'))
      .finally(() => {
        underWay = null
        if (!isDraining) start()
      })
  }

  return {
    enqueue: (entries) => {
      if (isDraining) return
      keep(entries)
      start()
    },
    health: () => ({ canEnqueue: failures === 0, lastFailure, gathered: gathered.length, left }),
    drain: async () => {
      isDraining = true
      wake?.()
      await underWay
      left += gathered.length
      gathered = []
      if (left > 0) log.warn({ jobs: left }, 'jobs are left to the reconciler')
    },
  }
}
