/**
 * Takes entries and hands them to the handler. Started while the server is away, it waits for it; BullMQ's worker then
 * recovers by itself from whatever happens to its server. Beside it a clock wakes the parked entries that are due, and
 * tells by its success whether the server can be reached.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../ports/log/log.ts'
import type { HandleJob, QueueWorkers, WorkOptions } from '../../ports/queue/queue.ts'
import { boundTime } from './bound-time.ts'
import { type EntryJob, type EntryWorker, type QueueServer, retryMs } from './queue-server.ts'
import { outcomeOf, settle } from './settle-entry.ts'

const lockMsMax = 5_000
const wakeEveryMs = 500
const wakeSoonestMs = 20
const wakeMax = 500
const aliveMs = 3_000
const closeMs = 3_000
const readyMs = 5_000
const sameErrorMs = 10_000

interface WorkersOf {
  readonly server: QueueServer
  readonly log: Log
  readonly handle: HandleJob
  readonly options: WorkOptions
}

export function startWorkers({ server, log, handle, options }: WorkersOf): QueueWorkers {
  const stop = new AbortController()
  const handBack = new AbortController()
  const lockMs = Math.min(options.lockMs ?? lockMsMax, lockMsMax)
  const onError = sayErrors(log)
  let running = 0
  const process = async (entry: EntryJob, token?: string) => {
    running += 1
    const outcome = await outcomeOf(handle, entry, handBack.signal, log).finally(() => {
      running -= 1
    })
    await settle(entry, token ?? '', outcome, log)
  }
  let concurrency = options.concurrency
  let worker: EntryWorker | null = null
  let hasRun = false
  let contactAt = 0

  const started = start()
  const waking = wakeParked()

  return {
    ready: async () => {
      await started
    },
    drain: () => end(() => worker?.close()),
    abort: () =>
      end(async () => {
        // In this order: a worker that is closing does not take again what it has just put back.
        const closed = worker?.close()
        handBack.abort()
        await closed
      }),
    isAlive: () =>
      worker !== null &&
      !stop.signal.aborted &&
      (!hasRun || concurrency < 1 || worker.isRunning()) &&
      Date.now() - contactAt < aliveMs,
    setConcurrency: (wanted) => {
      concurrency = wanted
      if (worker !== null && !stop.signal.aborted) applyConcurrency(worker)
    },
  }

  async function start(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await server.reach()
        const made = server.createWorker(process, { concurrency, lockMs, onError })
        await untilReady(made)
        if (stop.signal.aborted) return made.close(true)
        contactAt = Date.now()
        worker = made
        applyConcurrency(made)
        return
      } catch (error) {
        log.warn({ reason: server.failureOf(error).message }, 'queue cannot be reached; trying again')
        await nap(retryMs, stop.signal)
      }
    }
  }

  function applyConcurrency(to: EntryWorker): void {
    if (concurrency < 1) {
      if (hasRun) to.pause(true).catch(onError)
      return
    }
    to.concurrency = concurrency
    if (hasRun) to.resume().catch(onError)
    else to.run().catch(onError)
    hasRun = true
  }

  async function wakeParked(): Promise<void> {
    await started
    while (!stop.signal.aborted) {
      let napMs = wakeEveryMs
      try {
        const { turns } = await server.reach()
        const woken = await boundTime(turns.wake(Date.now(), wakeMax), aliveMs, null)
        if (woken.ok) {
          contactAt = Date.now()
          if (woken.value.nextDue !== null) {
            napMs = Math.min(wakeEveryMs, Math.max(wakeSoonestMs, woken.value.nextDue - Date.now()))
          }
        }
      } catch (error) {
        log.debug({ reason: server.failureOf(error).message }, 'parked entries could not be looked at')
      }
      await nap(napMs, stop.signal)
    }
  }

  async function end(closeWorker: () => Promise<void> | undefined): Promise<void> {
    stop.abort()
    const closed = closeWorker()?.catch(onError)
    await Promise.all([started, waking, Promise.race([closed, idle()])])
  }

  /** BullMQ waits for its server for ever when it closes; nothing of ours does once the handlers are done. */
  async function idle(): Promise<void> {
    for (let idleSince = Date.now(); Date.now() - idleSince < closeMs; ) {
      await sleep(closeMs / 20, undefined, { ref: false })
      if (running > 0) idleSince = Date.now()
    }
  }
}

/** Says an error once in a while, however often it comes: BullMQ repeats itself as long as its server is away. */
function sayErrors(log: Log): (error: Error) => void {
  let last = ''
  let saidAt = 0
  return ({ message }) => {
    if (message === last && Date.now() - saidAt < sameErrorMs) return
    last = message
    saidAt = Date.now()
    log.warn({ reason: message }, 'queue worker met an error')
  }
}

/** A server that went away at this very moment would keep BullMQ's promise open until it is back. */
async function untilReady(worker: EntryWorker): Promise<void> {
  try {
    const ready = await boundTime(worker.waitUntilReady(), readyMs, null)
    if (!ready.ok) throw new Error('the worker got no connection')
  } catch (error) {
    worker.close(true).catch(() => {})
    throw error
  }
}

async function nap(timeMs: number, signal: AbortSignal): Promise<void> {
  await sleep(timeMs, undefined, { signal }).catch(() => {})
}
