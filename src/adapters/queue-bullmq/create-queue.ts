/** The queue, on any server that BullMQ knows. */
import type { JobId } from '../../domain/job/job-id.ts'
import { isMoreUrgent } from '../../domain/job/lane.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Queue, QueueEntry, QueueFailure, QueueWorkers } from '../../ports/queue/queue.ts'
import { boundTime } from './bound-time.ts'
import { entryIdOf } from './entry-id.ts'
import type { NewEntry, QueueServer, Reached } from './queue-server.ts'
import { startWorkers } from './start-workers.ts'
import { firstPriority, graceMs, type TurnRequest } from './turns.ts'

const batchMax = 1_000
const installationCharactersMax = 200
const operationTimeMs = 5_000
const batchTimeMs = 10_000

export interface QueueOptions {
  readonly server: QueueServer
  readonly log: Log
  /** Of one command; a batch of entries gets at least ten seconds. */
  readonly operationTimeMs?: number
}

export function createQueue({ server, log, operationTimeMs: timeMs = operationTimeMs }: QueueOptions): Queue {
  const workers = new Set<QueueWorkers>()
  const ask = <Value>(work: (reached: Reached) => Promise<Value>, bound = timeMs) =>
    attempt(server, bound, async () => work(await server.reach()))
  return {
    add: async (entries) => {
      for (const batch of batchesOf(mergeByJob(entries, Date.now()))) {
        const added = await ask((reached) => addBatch(reached, batch), Math.max(timeMs, batchTimeMs))
        if (!added.ok) return added
      }
      return succeed(undefined)
    },
    remove: async (jobs) => {
      for (const batch of batchesOf(jobs)) {
        const removed = await ask(
          ({ queue }) => Promise.all(batch.map((job) => queue.remove(entryIdOf(job)))),
          Math.max(timeMs, batchTimeMs),
        )
        if (!removed.ok) return removed
      }
      return succeed(undefined)
    },
    has: async (jobs) => {
      const known = new Set<JobId>()
      for (const batch of batchesOf(jobs)) {
        const found = await ask(({ turns }) => turns.known(batch))
        if (!found.ok) return found
        for (const job of found.value) known.add(job)
      }
      return succeed(known)
    },
    counts: () => ask(({ turns }) => turns.counts(Date.now())),
    pause: () => ask(({ queue }) => queue.pause()),
    resume: () => ask(({ queue }) => queue.resume()),
    work: (handle, options) => {
      const started = startWorkers({ server, log, handle, options })
      workers.add(started)
      return started
    },
    close: async () => {
      await Promise.all([...workers].map((one) => one.drain()))
      await server.close()
    },
  }
}

async function addBatch({ queue, turns }: Reached, batch: readonly TurnRequest[]): Promise<void> {
  const now = Date.now()
  const priorities = await turns.plan(batch, now)
  const entries = batch.flatMap((request, at) => newEntries(request, priorities[at] ?? 0, now))
  const [only] = entries
  // A batch costs PostgreSQL two temporary tables.
  if (only !== undefined && entries.length === 1) await queue.add(only.name, only.data, only.opts)
  else if (entries.length > 0) await queue.addBulk(entries)
}

/** @param priority 0 when the job has an entry already */
function newEntries(
  { job, installation, lane, due }: TurnRequest,
  priority: number,
  now: number,
): NewEntry[] {
  if (priority === 0) return []
  const opts = {
    jobId: entryIdOf(job),
    priority: due === null ? priority : firstPriority(lane),
    timestamp: now,
    delay: due === null ? 0 : due + graceMs - now,
  }
  return [{ name: 'job', data: { installation }, opts }]
}

/** One request a job, in the order of first mention, with the better lane and time of all that name it. */
function mergeByJob(entries: readonly QueueEntry[], now: number): readonly TurnRequest[] {
  const merged = new Map<JobId, TurnRequest>()
  for (const { job, lane, installation, notBefore } of entries) {
    const due = notBefore === null || notBefore <= now ? null : Math.ceil(notBefore)
    const known = merged.get(job)
    merged.set(job, {
      job,
      lane: known === undefined || isMoreUrgent(lane, known.lane) ? lane : known.lane,
      installation: installation.slice(0, installationCharactersMax),
      due: known === undefined ? due : known.due === null || due === null ? null : Math.min(known.due, due),
    })
  }
  return [...merged.values()]
}

function batchesOf<Value>(values: readonly Value[]): readonly (readonly Value[])[] {
  return Array.from({ length: Math.ceil(values.length / batchMax) }, (_, at) =>
    values.slice(at * batchMax, (at + 1) * batchMax),
  )
}

async function attempt<Value>(
  server: QueueServer,
  timeMs: number,
  work: () => Promise<Value>,
): Promise<Outcome<Value, QueueFailure>> {
  try {
    return await boundTime(work(), timeMs, {
      kind: 'timed-out',
      message: `${server.description} did not answer within ${timeMs} ms.`,
      remedy: 'Look at its load and at the network; what was asked may still happen, so ask again.',
    })
  } catch (error) {
    return fail(server.failureOf(error))
  }
}
