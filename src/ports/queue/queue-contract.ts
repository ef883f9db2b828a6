/** What every queue has to show. Told on a real server; `open` gives each story a queue of its own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type JobId, jobId } from '../../domain/job/job-id.ts'
import { type Lane, lanes } from '../../domain/job/lane.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { HandleJob, Queue, QueueEntry, QueueFailure, QueueWorkers, Settled } from './queue.ts'

export interface QueueUnderTest {
  readonly queue: Queue
  /** The same queue as another process sees it. */
  another(): Queue
  /** A process that takes up to `concurrency` entries and never finishes one. */
  hangingProcess(concurrency: number): Promise<HangingProcess>
  now(): number
  /** Waits until the condition holds, and throws when it does not within the time. */
  eventually(holds: () => boolean | Promise<boolean>, timeMsMax?: number): Promise<void>
  close(): Promise<void>
}

export interface HangingProcess {
  /** Ids in the order in which they were taken. */
  taken(): readonly string[]
  /** kill -9 */
  kill(): Promise<void>
}

const finished: Settled = { kind: 'finished' }

export function describeQueueContract(name: string, open: () => Promise<QueueUnderTest>): void {
  describe(`${name} keeps the promise of a queue`, () => {
    let world: QueueUnderTest
    let queue: Queue

    beforeEach(async () => {
      world = await open()
      queue = world.queue
    })
    afterEach(() => world.close())

    /** The first `count` jobs in the order in which one worker takes them. */
    async function takes(count: number): Promise<readonly number[]> {
      const order: number[] = []
      const workers = queue.work(
        async (job) => {
          order.push(Number(job))
          if (order.length >= count) workers.setConcurrency(0)
          return finished
        },
        { concurrency: 1 },
      )
      await world.eventually(() => order.length >= count)
      await workers.drain()
      return order.slice(0, count)
    }

    function work(handle: HandleJob, concurrency = 1): QueueWorkers {
      return queue.work(handle, { concurrency, lockMs: 2_000 })
    }

    async function counts() {
      return expectValue(await queue.counts())
    }

    test('the most urgent lane is emptied first, whatever came first', async () => {
      await added(
        queue,
        [...lanes].reverse().map((lane, at) => entry(at + 1, { lane })),
      )
      expect(await takes(5)).toEqual([5, 4, 3, 2, 1])
    })

    test('an installation gets its jobs in the order in which they were added', async () => {
      await added(
        queue,
        range(1, 40).map((id) => entry(id)),
      )
      await added(
        world.another(),
        range(41, 60).map((id) => entry(id)),
      )
      expect(await takes(60)).toEqual(range(1, 60))
    })

    test('five thousand waiting jobs of one installation delay another by a few jobs only', async () => {
      await added(
        queue,
        range(1, 5_000).map((id) => entry(id, { installation: 'many' })),
      )
      await added(world.another(), [entry(9_001, { installation: 'one' })])
      const order = await takes(12)
      expect(order.indexOf(9_001)).toBeLessThanOrEqual(4)
      expect(order.filter((id) => id !== 9_001)).toEqual(range(1, 11))
    })

    test('installations that all have many take turns', async () => {
      for (const [at, installation] of ['a', 'b', 'c'].entries()) {
        await added(
          queue,
          range(1, 50).map((id) => entry(at * 100 + id, { installation })),
        )
      }
      const ofTwelve = (await takes(12)).map((id) => Math.floor(id / 100))
      expect([0, 1, 2].map((of) => ofTwelve.filter((one) => one === of).length)).toEqual([4, 4, 4])
    })

    test('who was served much before is not made to wait for it later', async () => {
      await added(
        queue,
        range(1, 30).map((id) => entry(id, { installation: 'early' })),
      )
      await takes(29)
      await added(
        queue,
        range(101, 130).map((id) => entry(id, { installation: 'late' })),
      )
      await added(
        queue,
        range(31, 40).map((id) => entry(id, { installation: 'early' })),
      )
      const order = await takes(10)
      expect(order.filter((id) => id <= 40).length).toBeGreaterThanOrEqual(4)
      expect(order.filter((id) => id > 100).length).toBeGreaterThanOrEqual(4)
    })

    test('thousands that were parked together do not wake in front of everybody', async () => {
      const until = world.now() + 1_500
      await added(
        queue,
        range(1, 300).map((id) => entry(id, { installation: 'parked', notBefore: until })),
      )
      await done(queue.pause())
      const workers = work(async () => finished)
      await added(
        queue,
        range(1_001, 1_300).map((id) => entry(id, { installation: 'waiting' })),
      )
      await world.eventually(async () => (await counts()).waiting === 600)
      await workers.drain()
      await added(queue, [entry(2_001, { installation: 'new' })])
      await done(queue.resume())
      const order = await takes(20)
      expect(order.indexOf(2_001)).toBeLessThanOrEqual(5)
      expect(order.filter((id) => id <= 300).length).toBeGreaterThanOrEqual(8)
      expect(order.filter((id) => id > 1_000 && id <= 1_300).length).toBeGreaterThanOrEqual(8)
    })

    test('adding a job again changes nothing', async () => {
      await added(queue, [entry(1), entry(2), entry(1)])
      await added(queue, [entry(2), entry(1)])
      expect((await counts()).waiting).toBe(2)
      expect(await takes(2)).toEqual([1, 2])
      expect((await counts()).waiting).toBe(0)
    })

    test('adding it in a more urgent lane moves it up, in a less urgent one does not move it down', async () => {
      await added(queue, [
        entry(1, { lane: 'opened' }),
        entry(2, { lane: 'sweep' }),
        entry(3, { lane: 'pushed' }),
      ])
      await added(queue, [entry(2, { lane: 'command' }), entry(1, { lane: 'sweep' })])
      expect((await counts()).waitingByLane).toMatchObject({ command: 1, opened: 1, pushed: 1, sweep: 0 })
      expect(await takes(3)).toEqual([2, 1, 3])
    })

    test('a parked job is taken at its time, and not before', async () => {
      const until = world.now() + 700
      let takenAt = 0
      await added(queue, [entry(1, { notBefore: until })])
      expect(await counts()).toMatchObject({ waiting: 0, parked: 1 })
      const workers = work(async () => {
        takenAt = world.now()
        return finished
      })
      await world.eventually(() => takenAt > 0)
      expect(takenAt).toBeGreaterThanOrEqual(until)
      await workers.drain()
    })

    test('a parked job that is added for an earlier time or for now wakes then', async () => {
      const far = world.now() + 3_600_000
      await added(queue, [
        entry(1, { notBefore: far }),
        entry(2, { notBefore: far }),
        entry(3, { notBefore: far }),
      ])
      await added(queue, [
        entry(1),
        entry(2, { notBefore: world.now() + 300 }),
        entry(3, { notBefore: far + 1 }),
      ])
      expect((await takes(2)).toSorted()).toEqual([1, 2])
      expect(await counts()).toMatchObject({ waiting: 0, parked: 1 })
    })

    test('a handler parks its job until a time, and it comes back in its lane', async () => {
      const seen: number[] = []
      await added(queue, [entry(1, { lane: 'pushed' })])
      const workers = work(async (job) => {
        seen.push(Number(job))
        return seen.length === 1 ? { kind: 'parked', until: world.now() + 300 } : finished
      })
      await world.eventually(() => seen.length === 2)
      await workers.drain()
      expect(await counts()).toMatchObject({ waiting: 0, parked: 0, active: 0 })
    })

    test('a removed job is not taken, an active one stays', async () => {
      const gate = Promise.withResolvers<void>()
      const seen: number[] = []
      await added(queue, [entry(1)])
      const workers = work(async (job) => {
        seen.push(Number(job))
        await gate.promise
        return finished
      })
      await world.eventually(() => seen.length === 1)
      await added(queue, [entry(2), entry(3), entry(4, { notBefore: world.now() + 3_600_000 })])
      await done(queue.remove([1, 2, 4, 99].map(idOf)))
      expect([...expectValue(await queue.has([1, 2, 3, 4].map(idOf)))].toSorted()).toEqual(['1', '3'])
      gate.resolve()
      await world.eventually(() => seen.length === 2)
      await workers.drain()
      expect(seen).toEqual([1, 3])
    })

    test('a finished job leaves nothing behind and may be added again', async () => {
      await added(queue, [entry(1)])
      await takes(1)
      expect(expectValue(await queue.has([idOf(1)])).size).toBe(0)
      await added(queue, [entry(1)])
      expect(await takes(1)).toEqual([1])
    })

    test('counts say what waits in which lane, for how long, what is parked and what is active', async () => {
      const gate = Promise.withResolvers<void>()
      expect(await counts()).toEqual({
        waiting: 0,
        waitingByLane: { command: 0, opened: 0, pushed: 0, 're-review': 0, sweep: 0 },
        parked: 0,
        active: 0,
        isPaused: false,
        oldestWaitingMs: null,
      })
      await added(queue, [entry(1, { lane: 'command' })])
      const workers = work(async () => {
        await gate.promise
        return finished
      })
      await world.eventually(async () => (await counts()).active === 1)
      await added(queue, [
        entry(2),
        entry(3, { lane: 'sweep' }),
        entry(4, { notBefore: world.now() + 3_600_000 }),
      ])
      const now = await counts()
      expect(now).toMatchObject({ waiting: 2, parked: 1, active: 1, isPaused: false })
      expect(now.waitingByLane).toMatchObject({ opened: 1, sweep: 1 })
      expect(now.oldestWaitingMs).toBeGreaterThanOrEqual(0)
      await world.eventually(async () => ((await counts()).oldestWaitingMs ?? 0) > 50)
      gate.resolve()
      await workers.drain()
    })

    test('pause holds new jobs back in every process, resume lets them go', async () => {
      const seen: number[] = []
      const workers = work(async (job) => {
        seen.push(Number(job))
        return finished
      })
      await workers.ready()
      await done(world.another().pause())
      await added(queue, [entry(1)])
      expect(await counts()).toMatchObject({ isPaused: true, waiting: 1 })
      await world.eventually(async () => (await counts()).waiting === 1)
      expect(seen).toEqual([])
      await done(world.another().resume())
      await world.eventually(() => seen.length === 1)
      await workers.drain()
    })

    test('as many are worked on at once as was asked for', async () => {
      const gate = Promise.withResolvers<void>()
      let running = 0
      await added(
        queue,
        range(1, 20).map((id) => entry(id)),
      )
      const workers = work(async () => {
        running += 1
        await gate.promise
        return finished
      }, 3)
      await world.eventually(() => running === 3)
      expect(await counts()).toMatchObject({ active: 3, waiting: 17 })
      workers.setConcurrency(5)
      gate.resolve()
      await world.eventually(() => running === 20)
      await workers.drain()
    })

    test('a concurrency of zero takes nothing until it is raised', async () => {
      let taken = 0
      await added(queue, [entry(1)])
      const workers = work(async () => {
        taken += 1
        return finished
      }, 0)
      await workers.ready()
      expect(await counts()).toMatchObject({ waiting: 1, active: 0 })
      expect(workers.isAlive()).toBe(true)
      workers.setConcurrency(1)
      await world.eventually(() => taken === 1)
      workers.setConcurrency(0)
      await added(queue, [entry(2)])
      await world.eventually(async () => (await counts()).active === 0)
      expect(workers.isAlive()).toBe(true)
      workers.setConcurrency(2)
      await world.eventually(() => taken === 2)
      await workers.drain()
    })

    test('drain lets running jobs finish and takes no new ones', async () => {
      const gate = Promise.withResolvers<void>()
      const ended: number[] = []
      await added(queue, [entry(1), entry(2)])
      const workers = work(async (job) => {
        await gate.promise
        ended.push(Number(job))
        return finished
      })
      await world.eventually(async () => (await counts()).active === 1)
      const drained = workers.drain()
      gate.resolve()
      await drained
      expect(ended).toEqual([1])
      expect(workers.isAlive()).toBe(false)
      expect(await counts()).toMatchObject({ active: 0, waiting: 1 })
    })

    test('abort hands running jobs back, and they are next', async () => {
      const reasons: boolean[] = []
      await added(queue, [entry(1), entry(2), entry(3)])
      const workers = work(
        (_, signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              reasons.push(signal.aborted)
              resolve(finished)
            })
          }),
        2,
      )
      await world.eventually(async () => (await counts()).active === 2)
      await workers.abort()
      expect(reasons).toEqual([true, true])
      expect(await counts()).toMatchObject({ active: 0, waiting: 3 })
      expect((await takes(3)).toSorted()).toEqual([1, 2, 3])
    })

    test('the jobs of a process that is killed are given to another within ten seconds', async () => {
      await added(queue, [entry(1), entry(2), entry(3)])
      const process = await world.hangingProcess(2)
      await world.eventually(() => process.taken().length === 2)
      const seen: number[] = []
      const workers = queue.work(
        async (job) => {
          seen.push(Number(job))
          return finished
        },
        { concurrency: 1 },
      )
      await world.eventually(() => seen.length === 1)
      await process.kill()
      await world.eventually(() => seen.length === 3, 10_000)
      await workers.drain()
      expect(seen.toSorted()).toEqual([1, 2, 3])
      expect(await counts()).toMatchObject({ active: 0, waiting: 0 })
    })

    test('a job whose handler throws is taken again a little later, and does not hold up the others', async () => {
      const seen: number[] = []
      await added(queue, [entry(1), entry(2)])
      const workers = work(async (job) => {
        seen.push(Number(job))
        if (seen.length === 1) throw new Error('a bug')
        return finished
      })
      await world.eventually(() => seen.length === 3)
      await workers.drain()
      expect(seen).toEqual([1, 2, 1])
    })

    test('a job that is added while it is active is not remembered: who finishes it adds it', async () => {
      const gate = Promise.withResolvers<void>()
      let taken = 0
      await added(queue, [entry(1)])
      const workers = work(async () => {
        taken += 1
        await gate.promise
        return finished
      })
      await world.eventually(() => taken === 1)
      await added(queue, [entry(1)])
      expect(await counts()).toMatchObject({ active: 1, waiting: 0 })
      gate.resolve()
      await world.eventually(async () => (await counts()).active === 0)
      await added(queue, [entry(1)])
      await world.eventually(() => taken === 2)
      await workers.drain()
    })
  })
}

interface EntryWish {
  readonly lane?: Lane
  readonly installation?: string
  readonly notBefore?: number
}

function entry(id: number, { lane = 'opened', installation = '1', notBefore }: EntryWish = {}): QueueEntry {
  return { job: idOf(id), lane, installation, notBefore: notBefore ?? null }
}

function idOf(id: number): JobId {
  return jobId(String(id))
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}

async function added(queue: Queue, entries: readonly QueueEntry[]): Promise<void> {
  expectValue(await queue.add(entries))
}

async function done(outcome: Promise<Outcome<void, QueueFailure>>): Promise<void> {
  expectValue(await outcome)
}

function expectValue<Value>(outcome: Outcome<Value, QueueFailure>): Value {
  if (outcome.ok) return outcome.value
  throw new Error(`${outcome.failure.message} ${outcome.failure.remedy}`)
}
