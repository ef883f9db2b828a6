/** Runs the handler on one entry, and then finishes, parks or hands back the entry. */
import { DelayedError, WaitingError } from 'bullmq'
import type { Log } from '../../ports/log/log.ts'
import type { HandleJob, Settled } from '../../ports/queue/queue.ts'
import { jobOfEntryId } from './entry-id.ts'
import type { EntryJob } from './queue-server.ts'
import { graceMs } from './turns.ts'

const backOffMsFirst = 1_000
const backOffMsMax = 60_000

export type Settlement = Settled | { readonly kind: 'threw' } | { readonly kind: 'handed-back' }

export async function outcomeOf(
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
export async function settle(entry: EntryJob, token: string, outcome: Settlement, log: Log): Promise<void> {
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
      const until = Date.now() + Math.min(backOffMsMax, backOffMsFirst * 2 ** Math.min(throws - 1, 10))
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
