/** The same story on every queue that the service can stand on, and servers that die in the middle of it. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { runCommandProcess } from '../world/command-process.ts'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld, type HostedWorld } from '../world/hosted-world.ts'
import { startRedis, startRedisCluster, startRedisSentinel } from '../world/redis.ts'
import { halfMendedOrders, openRiskyPull, openShop, openThreads, saidTwice, shop } from '../world/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Opened and reviewed; `meanwhile`; half of it mended and reviewed again: what was mended is resolved. */
async function tellMainStory(world: HostedWorld, meanwhile: () => Promise<void> = async () => {}) {
  const { github, app } = world
  await openShop(world)
  await world.serve()
  const number = await openRiskyPull(world)
  const first = await world.reviewed(shop, number)
  expect(openThreads(first)).toEqual(['orders.py:5', 'orders.py:9'])
  expect(first.reviews).toHaveLength(1)

  await meanwhile()
  await github.pushCommit(shop, 'orders', { 'orders.py': halfMendedOrders }, { by: 'alice' })
  const second = await world.reviewed(shop, number)
  await github.settled()
  expect(openThreads(second)).toEqual(['orders.py:10'])
  expect(second.threads.find(({ isResolved }) => isResolved)?.resolvedBy).toBe(app.botLogin)
  expect(second.reviews).toHaveLength(1)
  expect(second.issueComments).toHaveLength(1)
  expect(second.issueComments[0]?.body).toContain(second.head.slice(0, 7))
  expect(saidTwice(github.pull(shop, number))).toEqual([])
}

describe('review, push, review again', () => {
  test('on PostgreSQL', async () => {
    await tellMainStory(await createHostedWorld())
  })

  test('on Redis, which loses everything in the middle', async () => {
    const redis = await startRedis()
    onTestFinished(() => redis.stop())
    await tellMainStory(await createHostedWorld({ redisUrl: redis.url }), async () => {
      await redis.kill()
      await redis.restart()
    })
  })

  test('on a Redis Cluster whose node fails over', async () => {
    const cluster = await startRedisCluster()
    onTestFinished(() => cluster.stop())
    await tellMainStory(await createHostedWorld({ redisUrl: cluster.url }), () => cluster.master.kill())
  })

  test('on Redis with Sentinels that fail over', async () => {
    const sentinel = await startRedisSentinel()
    onTestFinished(() => sentinel.stop())
    await tellMainStory(await createHostedWorld({ redisUrl: sentinel.url }), () => sentinel.master.kill())
  })
})

test('the list webhook_queue is as long as there are waiting jobs', async () => {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const world = await createHostedWorld({ redisUrl: redis.url })
  await openShop(world)
  await world.serve()
  const length = async () => Number(await redis.command('LLEN', 'webhook_queue'))
  const paused = await runCommandProcess(['queue', 'pause'], world.env)
  expect(paused).toMatchObject({ exitCode: 0, stderr: '' })

  const numbers: number[] = []
  for (const branch of ['one', 'two', 'three']) numbers.push(await openRiskyPull(world, branch))
  await eventually('three elements', async () => (await length()) === 3)
  const status = await runCommandProcess(['queue', 'status', '--format', 'json'], world.env)
  expect(JSON.parse(status.stdout)).toMatchObject({
    isPaused: true,
    rows: { byState: { waiting: 3, active: 0 } },
  })
  expect(world.github.checkRuns()).toEqual([])

  expect(await runCommandProcess(['queue', 'resume'], world.env)).toMatchObject({ exitCode: 0 })
  for (const number of numbers) await world.reviewed(shop, number)
  await eventually('an empty list', async () => (await length()) === 0)
})
