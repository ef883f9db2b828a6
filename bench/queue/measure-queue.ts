/** One server's figures. Every part is bounded in jobs and in time. */
import { setTimeout as sleep } from 'node:timers/promises'
import { jobId } from '../../src/domain/job/job-id.ts'
import type { Lane } from '../../src/domain/job/lane.ts'
import type { Outcome } from '../../src/domain/outcome.ts'
import type { Queue, QueueEntry, QueueFailure, Settled } from '../../src/ports/queue/queue.ts'
import type { Place } from './places.ts'

export interface Figures {
  /** All rates in jobs a second. */
  readonly addBulk: number
  readonly addBulkBare: number
  readonly addSingle: number
  readonly take: number
  readonly finish: number
  readonly workOff: number
  readonly workOffBare: number
  /** From the call of `add` to the start of the handler, nothing else waiting. */
  readonly takeEmptyMs: Percentiles
  /** From the end of one handler to the start of the next, all jobs waiting. */
  readonly takeFullMs: Percentiles
  readonly countsMs: number
  /** Which one in line was the single job of an installation, behind 5,000 of another. */
  readonly fairPosition: number
}

export interface Percentiles {
  readonly p50: number
  readonly p99: number
}

const finished: Settled = { kind: 'finished' }
const installations = 200
const batch = 1_000
const partTimeMs = 20_000
const rounds = 300

export async function measureQueue(
  place: Place,
  jobs: number,
  say: (what: string) => void,
): Promise<Figures> {
  const queue = place.open('bench')
  must(await queue.counts())
  try {
    say('fairness')
    const fairPosition = await measureFairness(queue)
    say('one at a time from an empty queue')
    const takeEmptyMs = await measureEmpty(queue)
    say('adding one by one')
    const addSingle = await measureSingleAdds(queue)
    say(`adding ${jobs} in bulk`)
    const addBulk = await measureBulkAdds(queue, jobs)
    say('counting')
    const countsBegin = performance.now()
    must(await queue.counts())
    const countsMs = performance.now() - countsBegin
    say('one at a time from the full queue')
    const takeFullMs = await measureFull(queue)
    say('taking, then finishing')
    const { take, finish } = await measureTakeAndFinish(queue)
    say('working off')
    const workOff = await measureWorkOff(queue)
    say('BullMQ alone')
    const bare = await measureBare(place, jobs)
    return {
      fairPosition,
      takeEmptyMs,
      addSingle,
      addBulk,
      countsMs,
      takeFullMs,
      take,
      finish,
      workOff,
      ...bare,
    }
  } finally {
    await queue.close()
  }
}

async function measureFairness(queue: Queue): Promise<number> {
  must(await queue.add(range(1, 5_000).map((id) => entry(id, 'opened', 'many'))))
  must(await queue.add([entry(9_999, 'opened', 'one')]))
  let taken = 0
  let position = 0
  await workUntil(queue, 1, (job) => {
    taken += 1
    if (job === '9999') position = taken
    return position > 0 || taken >= 5_001
  })
  await emptied(queue)
  return position
}

async function measureEmpty(queue: Queue): Promise<Percentiles> {
  let onTaken = (): void => {}
  const workers = queue.work(
    async () => {
      onTaken()
      return finished
    },
    { concurrency: 1 },
  )
  await workers.ready()
  const times: number[] = []
  for (const id of range(10_001, 10_000 + rounds)) {
    const taken = new Promise<void>((resolve) => {
      onTaken = resolve
    })
    const begin = performance.now()
    must(await queue.add([entry(id, 'command', '1')]))
    await taken
    times.push(performance.now() - begin)
    // The worker finishes the job and goes back to waiting.
    await sleep(5)
  }
  await workers.drain()
  return percentiles(times)
}

async function measureSingleAdds(queue: Queue): Promise<number> {
  const ids = range(20_001, 22_000)
  const begin = performance.now()
  const adder = async () => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop())
      must(await queue.add([entry(id, 'sweep', '1')]))
  }
  await Promise.all(range(1, 16).map(adder))
  return rate(2_000, begin)
}

async function measureBulkAdds(queue: Queue, jobs: number): Promise<number> {
  const begin = performance.now()
  for (let from = 1; from <= jobs; from += batch) {
    const ids = range(100_000 + from, 100_000 + Math.min(from + batch - 1, jobs))
    must(await queue.add(ids.map((id) => entry(id, 'opened', String(id % installations)))))
  }
  return rate(jobs, begin)
}

async function measureFull(queue: Queue): Promise<Percentiles> {
  const times: number[] = []
  let endedAt = Number.NaN
  await workUntil(queue, 1, () => {
    if (!Number.isNaN(endedAt)) times.push(performance.now() - endedAt)
    endedAt = performance.now()
    return times.length >= rounds * 3
  })
  return percentiles(times)
}

/** Handlers that all wait, and then all end. */
async function measureTakeAndFinish(queue: Queue): Promise<{ take: number; finish: number }> {
  const many = 2_000
  const gate = Promise.withResolvers<void>()
  let taken = 0
  const begin = performance.now()
  const workers = queue.work(
    async () => {
      taken += 1
      if (taken >= many) workers.setConcurrency(0)
      await gate.promise
      return finished
    },
    { concurrency: many },
  )
  while (taken < many && performance.now() - begin < partTimeMs) await sleep(5)
  const take = rate(taken, begin)
  const finishBegin = performance.now()
  gate.resolve()
  await workers.drain()
  return { take, finish: rate(taken, finishBegin) }
}

async function measureWorkOff(queue: Queue): Promise<number> {
  const { waiting } = must(await queue.counts())
  let taken = 0
  let firstAt = 0
  let lastAt = 0
  await workUntil(queue, 50, () => {
    taken += 1
    lastAt = performance.now()
    if (taken === 1) firstAt = lastAt
    return taken >= Math.min(20_000, waiting)
  })
  return taken / ((lastAt - firstAt) / 1_000)
}

async function measureBare(place: Place, jobs: number) {
  const queue = place.openBare('bare')
  try {
    const begin = performance.now()
    for (let from = 1; from <= jobs; from += batch) {
      await queue.add(range(from, Math.min(from + batch - 1, jobs)))
    }
    const addBulkBare = rate(jobs, begin)
    let taken = 0
    let firstAt = 0
    let lastAt = 0
    const worker = queue.work(50, () => {
      taken += 1
      lastAt = performance.now()
      if (taken === 1) firstAt = lastAt
    })
    const giveUpAt = performance.now() + partTimeMs
    while (taken < Math.min(20_000, jobs) && performance.now() < giveUpAt) await sleep(5)
    const workOffBare = taken / ((lastAt - firstAt) / 1_000)
    await worker.stop()
    return { addBulkBare, workOffBare }
  } finally {
    await queue.close()
  }
}

/** Takes jobs until `isEnough` says so, or until the time is over. */
async function workUntil(
  queue: Queue,
  concurrency: number,
  isEnough: (job: string) => boolean,
): Promise<void> {
  const enough = Promise.withResolvers<void>()
  let isOver = false
  const workers = queue.work(
    async (job) => {
      if (!isOver && isEnough(job)) {
        isOver = true
        enough.resolve()
      }
      return finished
    },
    { concurrency },
  )
  const timer = setTimeout(enough.resolve, partTimeMs)
  await enough.promise
  clearTimeout(timer)
  isOver = true
  await workers.drain()
}

async function emptied(queue: Queue): Promise<void> {
  must(await queue.remove([...range(1, 5_000), 9_999].map((id) => jobId(String(id)))))
}

function entry(id: number, lane: Lane, installation: string): QueueEntry {
  return { job: jobId(String(id)), lane, installation, notBefore: null }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
}

function rate(count: number, begin: number): number {
  return count / ((performance.now() - begin) / 1_000)
}

function percentiles(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

function must<Value>(outcome: Outcome<Value, QueueFailure>): Value {
  if (outcome.ok) return outcome.value
  throw new Error(`${outcome.failure.message} ${outcome.failure.remedy}`)
}
