/**
 * Two queues as one: what people wait for has workers of its own, so that a command is answered within seconds while
 * every other worker is busy with a long review. A job that is moved up may stand in both; whoever comes second finds
 * its row taken.
 */
import type { JobId } from '../../domain/job/job-id.ts'
import type { Lane } from '../../domain/job/lane.ts'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { Queue, QueueCounts, QueueFailure } from '../../ports/queue/queue.ts'

export interface ExpressQueues {
  /** Takes the lane `command`. */
  readonly express: Queue
  readonly regular: Queue
  /** Entries of the express queue that one process works on at the same time, besides the others. */
  readonly expressConcurrency: number
}

export function withExpressLane({ express, regular, expressConcurrency }: ExpressQueues): Queue {
  const both = [express, regular] as const
  return {
    add: async (entries) => {
      const isExpress = ({ lane }: { readonly lane: Lane }) => lane === 'command'
      return inTurn([
        () => express.add(entries.filter(isExpress)),
        () => regular.add(entries.filter((entry) => !isExpress(entry))),
      ])
    },
    remove: (jobs) => inTurn(both.map((queue) => () => queue.remove(jobs))),
    has: async (jobs) => {
      const known = new Set<JobId>()
      for (const queue of both) {
        const found = await queue.has(jobs)
        if (!found.ok) return found
        for (const job of found.value) known.add(job)
      }
      return succeed(known)
    },
    counts: async () => {
      const first = await express.counts()
      if (!first.ok) return first
      const second = await regular.counts()
      return second.ok ? succeed(sum(first.value, second.value)) : second
    },
    pause: () => inTurn(both.map((queue) => () => queue.pause())),
    resume: () => inTurn(both.map((queue) => () => queue.resume())),
    work: (handle, options) => {
      const workers = [
        express.work(handle, { ...options, concurrency: expressConcurrency }),
        regular.work(handle, options),
      ] as const
      return {
        ready: async () => void (await Promise.all(workers.map((one) => one.ready()))),
        drain: async () => void (await Promise.all(workers.map((one) => one.drain()))),
        abort: async () => void (await Promise.all(workers.map((one) => one.abort()))),
        isAlive: () => workers.every((one) => one.isAlive()),
        setConcurrency: (concurrency) => workers[1].setConcurrency(concurrency),
      }
    },
    close: async () => void (await Promise.all(both.map((queue) => queue.close()))),
  }
}

async function inTurn(
  steps: readonly (() => Promise<Outcome<void, QueueFailure>>)[],
): Promise<Outcome<void, QueueFailure>> {
  for (const step of steps) {
    const outcome = await step()
    if (!outcome.ok) return outcome
  }
  return succeed(undefined)
}

function sum(a: QueueCounts, b: QueueCounts): QueueCounts {
  const lanes = Object.keys(a.waitingByLane) as Lane[]
  const waitingByLane = Object.fromEntries(
    lanes.map((lane) => [lane, a.waitingByLane[lane] + b.waitingByLane[lane]]),
  ) as Record<Lane, number>
  const ages = [a.oldestWaitingMs, b.oldestWaitingMs].filter((age) => age !== null)
  return {
    waiting: a.waiting + b.waiting,
    waitingByLane,
    parked: a.parked + b.parked,
    active: a.active + b.active,
    isPaused: a.isPaused || b.isPaused,
    oldestWaitingMs: ages.length === 0 ? null : Math.max(...ages),
  }
}
