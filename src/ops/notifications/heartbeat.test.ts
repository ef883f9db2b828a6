import { afterEach, expect, test } from 'vitest'
import { until } from '../../../test/world/until.ts'
import { type OtherSide, openOtherSide } from '../../adapters/notify/fixtures/other-side.ts'
import { createBeat } from '../../adapters/notify/heartbeat.ts'
import { createPost } from '../../adapters/notify/post.ts'
import type { Log } from '../../ports/log/log.ts'
import { keepHeartbeat } from './heartbeat.ts'

const said: string[] = []
const log: Log = {
  debug() {},
  info() {},
  warn: (fields) => void said.push(JSON.stringify(fields)),
  error() {},
  child: () => log,
}
let side: OtherSide | null = null
afterEach(() => side?.close())

test('somebody outside hears of the watch as long as it lives, and of its silence when it does not', async () => {
  side = await openOtherSide(() => ({ status: 200, body: 'OK' }))
  const { heard, behave } = side
  const stopping = new AbortController()
  const up: number[] = []
  let now = 1_000_000
  let seenAt: number | null = null
  let looks = 0
  const clock = { now: () => now }
  const kept = keepHeartbeat(
    {
      beat: createBeat(`${side.url}/ping/8f14e45f-ceea-467f`, createPost({ clock, userAgent: 'test' })),
      watchdogSeenAt: () => {
        looks += 1
        return seenAt
      },
      everyMs: 10,
      clock,
      log,
      meter: { count() {}, observe() {}, set: (_, value) => void up.push(value) },
      pause: () => new Promise((resolve) => setTimeout(resolve, 2)),
    },
    stopping.signal,
  )
  await until(() => looks > 3)
  expect(heard).toHaveLength(0)

  seenAt = now
  await until(() => up.at(-1) === 1)
  await behave('broken')
  await until(() => up.at(-1) === 0)
  expect(said.join()).not.toContain('8f14e45f')

  now += 61_000
  await until(() => looks > 3)
  const before = looks
  const beats = heard.length
  await until(() => looks > before + 3)
  expect(heard.length - beats).toBeLessThanOrEqual(1)
  stopping.abort()
  await kept
})
