/** The queue here is a piece of paper that can be told to fail: what a real one does is in its contract's tests. */
import { expect, test, vi } from 'vitest'
import { jobId } from '../domain/job/job-id.ts'
import { fail, succeed } from '../domain/outcome.ts'
import { silentLog } from '../ports/log/silent-log.ts'
import type { Queue, QueueEntry } from '../ports/queue/queue.ts'
import { createEnqueuer } from './enqueuer.ts'

const waiting = { timeout: 20_000, interval: 10 }

function entry(number: number): QueueEntry {
  return { job: jobId(String(number)), lane: 'opened', installation: '1', notBefore: null }
}

function paper() {
  const batches: (readonly QueueEntry[])[] = []
  const state = { isDown: false, tries: 0 }
  const queue: Pick<Queue, 'add'> = {
    add: async (entries) => {
      state.tries += 1
      await new Promise(setImmediate)
      if (state.isDown) return fail({ kind: 'unreachable', message: 'The queue is away.', remedy: 'Wait.' })
      batches.push(entries)
      return succeed(undefined)
    },
  }
  const numbers = () => batches.flat().map(({ job }) => Number(job))
  return { queue, batches, state, numbers, clock: { now: () => 1_000 }, log: silentLog, retryMs: 5 }
}

test('what comes while a batch is under way goes together', async () => {
  const { batches, numbers, ...parts } = paper()
  const enqueuer = createEnqueuer(parts)
  for (let number = 1; number <= 100; number += 1) enqueuer.enqueue([entry(number)])
  await vi.waitUntil(() => batches.length === 1, waiting)
  expect(numbers()).toHaveLength(100)
  await enqueuer.drain()
})

test('a queue that is away is tried again, and health says so meanwhile', async () => {
  const { batches, numbers, state, ...parts } = paper()
  const enqueuer = createEnqueuer(parts)
  state.isDown = true
  enqueuer.enqueue([entry(1), entry(2)])
  await vi.waitUntil(() => state.tries >= 2, waiting)
  expect(enqueuer.health()).toMatchObject({
    canEnqueue: false,
    lastFailure: { at: 1_000, message: 'The queue is away.', remedy: 'Wait.' },
  })
  enqueuer.enqueue([entry(3)])
  state.isDown = false
  await vi.waitUntil(() => numbers().length === 3, waiting)
  expect(numbers()).toEqual([1, 2, 3])
  await vi.waitUntil(() => enqueuer.health().canEnqueue, waiting)
  await enqueuer.drain()
})

test('memory is bounded: what does not fit is left to the reconciler and counted', async () => {
  const { numbers, state, ...parts } = paper()
  const enqueuer = createEnqueuer({ ...parts, entriesMax: 10, batchMax: 4 })
  state.isDown = true
  for (let number = 1; number <= 25; number += 1) enqueuer.enqueue([entry(number)])
  await vi.waitUntil(() => state.tries >= 3, waiting)
  expect(enqueuer.health().gathered).toBeLessThanOrEqual(10)
  expect(enqueuer.health().left).toBe(15)
  state.isDown = false
  await vi.waitUntil(() => numbers().length === 10, waiting)
  await enqueuer.drain()
})

test('at the end everything gathered is sent once, and a queue that is away keeps nobody waiting', async () => {
  const { numbers, state, ...parts } = paper()
  const good = createEnqueuer(parts)
  good.enqueue([entry(1)])
  await good.drain()
  expect(numbers()).toEqual([1])
  state.isDown = true
  const bad = createEnqueuer({ ...parts, retryMs: 60_000 })
  bad.enqueue([entry(2)])
  await vi.waitUntil(() => state.tries >= 2, waiting)
  await bad.drain()
  expect(bad.health().left).toBe(1)
  bad.enqueue([entry(3)])
  expect(bad.health().gathered).toBe(0)
})
