/** The contract of the queue on a real Redis, and what is Redis' own. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openQueueUnderTest } from '../../../../test/world/queue.ts'
import { type RedisServer, startRedis } from '../../../../test/world/redis.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import { describeQueueContract } from '../../../ports/queue/queue-contract.ts'
import { openRedisQueue } from './open-redis-queue.ts'

let server: RedisServer

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server?.stop())

describeQueueContract('the queue on Redis', () => openQueueUnderTest({ redis: server.url }))

test('the list webhook_queue is made exactly as long as told, up and down', async () => {
  const opened = openRedisQueue({ url: server.url, log: silentLog })
  if (!opened.ok) throw new Error(opened.failure.message)
  const queue = opened.value
  try {
    for (const count of [3, 12_345, 12_344, 7, 7, 0, 1]) {
      expect(await queue.waitingListMirror(count)).toMatchObject({ ok: true })
      expect(await server.command('LLEN', 'webhook_queue')).toBe(count)
    }
  } finally {
    await queue.close()
  }
})

test('the doctor is told of a policy that drops entries', async () => {
  await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
  const opened = openRedisQueue({ url: server.url, log: silentLog })
  if (!opened.ok) throw new Error(opened.failure.message)
  try {
    const checked = await opened.value.check()
    expect(checked.ok && checked.value.map(({ message }) => message)).toEqual([
      'Redis has maxmemory-policy allkeys-lru: under memory pressure it drops entries of the queue.',
      'Redis keeps no append-only file: after a crash the queue is empty until the reconciler has filled it again.',
    ])
  } finally {
    await opened.value.close()
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
  }
})
