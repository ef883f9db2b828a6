/**
 * Takes entries and hands them to the handler. Started while the server is away, it waits for it; BullMQ's worker then
 * recovers by itself from whatever happens to its server. Beside it a clock wakes the parked entries that are due, and
 * tells by its success whether the server can be reached.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { DelayedError, WaitingError } from 'bullmq'
import type { Log } from '../../ports/log/log.ts'
import type { HandleJob, QueueWorkers, Settled, WorkOptions } from '../../ports/queue/queue.ts'
import { boundTime } from './bound-time.ts'
import { jobOfEntryId } from './entry-id.ts'
import { type EntryJob, type EntryWorker, type QueueServer, retryMs } from './queue-server.ts'
import { graceMs } from './turns.ts'

const lockMsMax = 5_000
const wakeEveryMs = 500
const wakeSoonestMs = 20
const wakeMax = 500
const aliveMs = 3_000
const closeMs = 3_000
const sameErrorMs = 10_000
const backOffMsMax = 60_000

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
      (!hasRun || worker.isRunning()) &&
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

type Settlement = Settled | { readonly kind: 'threw' } | { readonly kind: 'handed-back' }

async function outcomeOf(
  handle: HandleJob,
  entry: EntryJob,
  handBack: AbortSignal,
  log: Log,
): Promise<Settlement> {
  const job = jobOfEntryId(entry.id ?? '')
  if (job === null) {
    log.warn({ entry: entry.id }, 'queue entry is not a job')
    return { kind: 'finished' }
  }
  let onAbort = () => {}
  const handedBack = new Promise<Settlement>((resolve) => {
    onAbort = () => resolve({ kind: 'handed-back' })
    if (handBack.aborted) onAbort()
    handBack.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([handedBack, handle(job, handBack)])
  } catch (error) {
    if (handBack.aborted) return { kind: 'handed-back' }
    log.error({ job, reason: error instanceof Error ? error.message : String(error) }, 'job handler threw')
    return { kind: 'threw' }
  } finally {
    handBack.removeEventListener('abort', onAbort)
  }
}

/** Returns for BullMQ to finish the entry; the two errors tell it that the entry has gone elsewhere. */
async function settle(entry: EntryJob, token: string, outcome: Settlement, log: Log): Promise<void> {
  switch (outcome.kind) {
    case 'finished':
      return
    case 'handed-back':
      await moved(() => entry.moveToWait(token), entry, log)
      throw new WaitingError()
    case 'parked':
      await moved(() => park(entry, token, outcome.until, 0), entry, log)
      throw new DelayedError()
    case 'threw': {
      const throws = (entry.data.throws ?? 0) + 1
      const until = Date.now() + Math.min(backOffMsMax, 1_000 * 2 ** Math.min(throws - 1, 10))
      await moved(() => park(entry, token, until, throws), entry, log)
      throw new DelayedError()
    }
  }
}

async function park(entry: EntryJob, token: string, until: number, throws: number): Promise<void> {
  if ((entry.data.throws ?? 0) !== throws) await entry.updateData({ ...entry.data, throws })
  await entry.moveToDelayed(Math.max(Math.ceil(until), Date.now()) + graceMs, token)
}

/** An entry that could not be moved is left alone: its lock ends, and another worker gets it. */
async function moved(move: () => Promise<unknown>, entry: EntryJob, log: Log): Promise<void> {
  try {
    await move()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    log.warn({ entry: entry.id, reason }, 'queue entry could not be put back')
  }
}

async function untilReady(worker: EntryWorker): Promise<void> {
  try {
    await worker.waitUntilReady()
  } catch (error) {
    await worker.close(true).catch(() => {})
    throw error
  }
}

async function nap(timeMs: number, signal: AbortSignal): Promise<void> {
  await sleep(timeMs, undefined, { signal }).catch(() => {})
}
