/** What the queue does while Redis is away, comes back empty, hangs, or hands over to another server. */
import { afterEach, expect, test } from 'vitest'
import {
  type RedisGroup,
  type RedisServer,
  startRedis,
  startRedisCluster,
  startRedisSentinel,
} from '../../../../test/world/redis.ts'
import { until } from '../../../../test/world/until.ts'
import { jobId } from '../../../domain/job/job-id.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import type { Queue, QueueEntry } from '../../../ports/queue/queue.ts'
import { openRedisQueue, type RedisQueue } from './open-redis-queue.ts'

const endings: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

test('Redis is killed and comes back empty: the workers go on, and what is added again is taken', async () => {
  const server = await serverOf()
  const queue = queueAt(server.url)
  const { seen, workers } = collect(queue)
  await added(queue, 1)
  await until(() => seen.has('1'))

  await server.kill()
  // As long as the client has not noticed, it is an answer that does not come.
  expect(await queue.add([entry(2)])).toMatchObject({ ok: false })
  await until(() => !workers.isAlive())
  expect(await queue.add([entry(2)])).toMatchObject({
    ok: false,
    failure: { kind: 'unreachable', remedy: expect.stringContaining('REDIS_URL') },
  })
  expect(await queue.counts()).toMatchObject({ ok: false })

  await server.restart()
  await added(queue, 2, 3)
  await until(() => seen.has('2') && seen.has('3'))
  await until(() => workers.isAlive())
})

test('a job that is active while Redis loses everything is finished, and its queue goes on', async () => {
  const server = await serverOf()
  const queue = queueAt(server.url)
  const gate = Promise.withResolvers<void>()
  const seen: string[] = []
  queue.work(
    async (job) => {
      seen.push(job)
      if (job === '1') await gate.promise
      return { kind: 'finished' }
    },
    { concurrency: 1 },
  )
  await added(queue, 1)
  await until(() => seen.includes('1'))
  await server.kill()
  await server.restart()
  await added(queue, 2)
  gate.resolve()
  await until(() => seen.includes('2'))
})

test('workers that start before Redis does wait for it', async () => {
  const server = await serverOf()
  await server.kill()
  const queue = queueAt(server.url)
  const { seen, workers } = collect(queue)
  expect(await queue.pause()).toMatchObject({
    ok: false,
    failure: { kind: 'unreachable' },
  })
  expect(workers.isAlive()).toBe(false)
  await server.restart()
  await workers.ready()
  await added(queue, 1)
  await until(() => seen.has('1'))
})

test('a Redis that hangs makes commands fail, not wait for ever', async () => {
  const server = await serverOf()
  const queue = queueAt(server.url)
  await added(queue, 1)
  server.freeze()
  expect(await queue.counts()).toMatchObject({ ok: false, failure: { kind: 'timed-out' } })
  server.thaw()
  await added(queue, 2)
})

test('a full Redis refuses, and says so', async () => {
  const server = await serverOf()
  const queue = queueAt(server.url)
  await added(queue, 1)
  await server.command('CONFIG', 'SET', 'maxmemory', '1')
  expect(await queue.add([entry(2)])).toMatchObject({
    ok: false,
    failure: { kind: 'refused', remedy: expect.stringContaining('maxmemory') },
  })
})

test('a wrong password is refused with words, without showing it', async () => {
  const server = await serverOf()
  await server.command('CONFIG', 'SET', 'requirepass', 'right')
  const outcome = await queueAt(server.url.replace('//', '//:wrong@')).counts()
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'refused' } })
  expect(JSON.stringify(outcome)).not.toContain('wrong')
})

test('a Cluster of three: the master of the queue dies, its replica takes over, the workers go on', async () => {
  await survivesFailover(await groupOf(startRedisCluster))
}, 90_000)

test('Sentinels: the master dies, the replica takes over, the workers go on', async () => {
  await survivesFailover(await groupOf(startRedisSentinel))
}, 90_000)

async function survivesFailover(group: RedisGroup): Promise<void> {
  const queue = queueAt(group.url)
  const { seen, workers } = collect(queue)
  await added(queue, 1, 2)
  await until(() => seen.size === 2)
  expect(await queue.waitingListMirror(5)).toMatchObject({ ok: true })
  await group.master.kill()
  await until(async () => (await queue.add([entry(3), entry(4)])).ok, 40_000)
  await until(() => seen.has('3') && seen.has('4'), 20_000)
  await until(() => workers.isAlive())
}

async function serverOf(): Promise<RedisServer> {
  const server = await startRedis()
  endings.push(() => server.stop())
  return server
}

async function groupOf(start: () => Promise<RedisGroup>): Promise<RedisGroup> {
  const group = await start()
  endings.push(() => group.stop())
  return group
}

function queueAt(url: string): RedisQueue {
  const opened = openRedisQueue({ url, log: silentLog })
  if (!opened.ok) throw new Error(opened.failure.message)
  endings.push(() => opened.value.close())
  return opened.value
}

function collect(queue: Queue) {
  const seen = new Set<string>()
  const workers = queue.work(
    async (job) => {
      seen.add(job)
      return { kind: 'finished' }
    },
    { concurrency: 2 },
  )
  return { seen, workers }
}

async function added(queue: Queue, ...ids: readonly number[]): Promise<void> {
  await until(async () => (await queue.add(ids.map(entry))).ok)
}

function entry(id: number): QueueEntry {
  return { job: jobId(String(id)), lane: 'opened', installation: '1', notBefore: null }
}
