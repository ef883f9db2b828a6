/** What the worker does with a job, on real rows and both queues: the promises that rows and entries keep together. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { eventually } from '../../test/world/eventually.ts'
import { createDatabase, type TestDatabase } from '../../test/world/postgres.ts'
import { openQueueUnderTest } from '../../test/world/queue.ts'
import { type RedisServer, startRedis } from '../../test/world/redis.ts'
import { openStore } from '../adapters/postgres/open-store.ts'
import type { NewJob, Task } from '../domain/job/job.ts'
import type { JobId } from '../domain/job/job-id.ts'
import type { AppName, InstallationId, RepositoryId } from '../domain/repository/repository.ts'
import { silentLog } from '../ports/log/silent-log.ts'
import type { Meter } from '../ports/meter/meter.ts'
import type { Queue } from '../ports/queue/queue.ts'
import type { Store } from '../ports/store/store.ts'
import { StoreUnavailable } from '../ports/store/store-unavailable.ts'
import { noTracer } from '../ports/trace/tracer.ts'
import type { JobResult } from './job-result.ts'
import { createWorker, type JobContext, type Worker } from './worker.ts'

vi.setConfig({ testTimeout: 60_000 })

const silentMeter: Meter = { count() {}, set() {}, observe() {} }
const done: JobResult = { kind: 'done', outcome: 'published', note: 'Done.' }

interface World {
  readonly store: Store
  readonly queue: Queue
  /** Adds a job for a pull request and its entry. */
  ask(number: number, more?: Partial<NewJob>): Promise<JobId>
  start(handle: (task: Task, context: JobContext) => Promise<JobResult>, attemptsMax?: number): Worker
  stateOf(job: JobId): Promise<string | undefined>
  close(): Promise<void>
}

async function openWorld(
  place: Parameters<typeof openQueueUnderTest>[0],
  database: TestDatabase,
): Promise<World> {
  const store = await openStore({ connection: database.config, log: silentLog })
  const { queue, close } = await openQueueUnderTest(place)
  const workers: Worker[] = []
  return {
    store,
    queue,
    async ask(number, more = {}) {
      const { id, entry } = await store.jobs.add({ ...jobFor(number), ...more })
      if (entry !== null) await queue.add([entry])
      return id
    },
    start(handle, attemptsMax = 3) {
      const worker = createWorker({
        name: 'test',
        jobs: store.jobs,
        queue,
        handle,
        clock: { now: Date.now },
        retryAt: (now) => now + 50,
        log: silentLog,
        meter: silentMeter,
        tracer: noTracer,
        concurrency: 4,
        attemptsMax,
        leaseMs: 2_000,
        jobTimeMs: 30_000,
      })
      workers.push(worker)
      return worker
    },
    stateOf: async (job) => (await store.jobs.find(job))?.state,
    async close() {
      await Promise.all(workers.map((worker) => worker.abort()))
      await close()
      await store.close()
    },
  }
}

function jobFor(number: number): NewJob {
  const repository = {
    app: 'main' as AppName,
    installation: 1 as InstallationId,
    id: 7 as RepositoryId,
    owner: 'octo',
    name: 'shop',
  }
  return {
    key: `review/${number}`,
    lane: 'pushed',
    installation: repository.installation,
    task: { kind: 'review', pullRequest: { repository, number }, mode: 'up-to-head' },
    notBefore: null,
    cancelsActive: null,
  }
}

let redis: RedisServer

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

describe.each(['postgres', 'redis'] as const)('a job, with the queue on %s', (backend) => {
  async function withWorld(story: (world: World) => Promise<void>): Promise<void> {
    const database = await createDatabase()
    const world = await openWorld(
      backend === 'redis' ? { redis: redis.url } : { postgres: database.config },
      database,
    )
    try {
      await story(world)
    } finally {
      await world.close()
      await database.drop()
    }
  }

  test('that keeps failing is given up after its tries, and begins again when a person says so', () =>
    withWorld(async ({ ask, start, stateOf, store, queue }) => {
      let tries = 0
      let isMended = false
      start(async () => {
        tries += 1
        if (!isMended) throw new Error('a poisonous change')
        return done
      }, 3)
      const job = await ask(1)
      await eventually('the job to be dead', async () => (await stateOf(job)) === 'dead')
      expect(tries).toBe(3)
      expect((await store.jobs.find(job))?.reason).toContain('a poisonous change')
      isMended = true
      // The row is written before the entry is let go, and what is added meanwhile is not remembered.
      await eventually('the entry to be gone', async () => {
        const counts = await queue.counts()
        return counts.ok && counts.value.active === 0
      })
      await queue.add(await store.jobs.retryDead([job]))
      await eventually('the job to be done', async () => (await stateOf(job)) === 'done')
      expect(tries).toBe(4)
    }))

  test('that is asked for fifty times while it runs runs once more', () =>
    withWorld(async ({ ask, start, stateOf, queue }) => {
      const running = Promise.withResolvers<void>()
      const begun = Promise.withResolvers<void>()
      let runs = 0
      start(async () => {
        runs += 1
        begun.resolve()
        if (runs === 1) await running.promise
        return done
      })
      await ask(1)
      await begun.promise
      const jobs = await Promise.all(Array.from({ length: 50 }, () => ask(1)))
      expect(new Set(jobs).size).toBe(1)
      running.resolve()
      await eventually('the second run', async () => (await stateOf(jobs[0] as JobId)) === 'done')
      const counts = await queue.counts()
      expect([runs, counts.ok && counts.value.waiting + counts.value.parked]).toEqual([2, 0])
    }))

  test('that lost its point is told to stop, and what superseded it runs', () =>
    withWorld(async ({ ask, start, stateOf }) => {
      const begun = Promise.withResolvers<void>()
      let runs = 0
      start(async (_, { signal, isOurs }) => {
        runs += 1
        if (runs > 1) return done
        begun.resolve()
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
        expect(isOurs()).toBe(false)
        return { kind: 'retry', reason: 'It was stopped.' }
      })
      const first = await ask(1)
      await begun.promise
      const second = await ask(1, { cancelsActive: 'superseded' })
      await eventually('the second to be done', async () => (await stateOf(second)) === 'done')
      expect(await stateOf(first)).toBe('cancelled')
    }))

  test('that has to wait is parked, uses no try and no worker, and goes on by itself', () =>
    withWorld(async ({ ask, start, stateOf, store }) => {
      let tries = 0
      start(async () => {
        tries += 1
        if (tries > 3) return done
        return { kind: 'park', until: Date.now() + 300, reason: 'A limit is met.', isOutage: false }
      }, 1)
      const job = await ask(1)
      await eventually('the job to be done', async () => (await stateOf(job)) === 'done')
      expect((await store.jobs.find(job))?.attempts).toBe(1)
    }))

  test('of a store that is away for a moment is handed back, not failed', () =>
    withWorld(async ({ ask, start, stateOf, store }) => {
      let tries = 0
      start(async () => {
        tries += 1
        if (tries === 1) throw new StoreUnavailable('away')
        return done
      }, 1)
      const job = await ask(1)
      await eventually('the job to be done', async () => (await stateOf(job)) === 'done')
      expect((await store.jobs.find(job))?.attempts).toBe(1)
    }))

  test('of a worker that goes away is handed back at once', () =>
    withWorld(async ({ ask, start, stateOf }) => {
      const begun = Promise.withResolvers<void>()
      const leaving = start(async (_, { signal }) => {
        begun.resolve()
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
        return { kind: 'retry', reason: 'It was stopped.' }
      })
      const job = await ask(1)
      await begun.promise
      await leaving.abort()
      start(async () => done)
      await eventually('the other worker to do it', async () => (await stateOf(job)) === 'done')
    }))
})
