/** The bounded form of `npm run chaos`; the long one runs by hand. */
import { describe, expect, test } from 'vitest'
import { defaultChaosOptions, readChaosOptions } from './chaos-options.ts'
import { renderChaosReport } from './chaos-report.ts'
import { runChaos } from './run-chaos.ts'
import { createSchedule, killKinds } from './schedule.ts'

describe('the schedule', () => {
  test('is made by the seed alone', () => {
    const options = { ...defaultChaosOptions, seed: 7 }
    expect(createSchedule(options)).toEqual(createSchedule(options))
    expect(createSchedule(options)).not.toEqual(createSchedule({ ...options, seed: 8 }))
  })

  test('has every kind of event and of kill, as many as were asked for', () => {
    const { events, kills, durationMs } = createSchedule(defaultChaosOptions)
    expect(events).toHaveLength(300)
    expect(new Set(events.map(({ kind }) => kind)).size).toBe(6)
    expect(new Set(events.map(({ pull }) => pull.repository)).size).toBeGreaterThanOrEqual(25)
    expect(kills).toHaveLength(60)
    expect(new Set(kills.map(({ kind }) => kind))).toEqual(new Set(killKinds))
    expect(kills.every(({ atMs }) => atMs <= durationMs)).toBe(true)
  })

  test('of a queue in PostgreSQL kills no Redis', () => {
    const { kills } = createSchedule({ ...defaultChaosOptions, queue: 'postgres' })
    expect(kills.some(({ kind }) => kind === 'redis')).toBe(false)
  })
})

test('words of the command line that mean nothing are refused', () => {
  expect(readChaosOptions(['--kills', '70', '--queue', 'postgres'], 3)).toMatchObject({
    seed: 3,
    kills: 70,
    queue: 'postgres',
  })
  expect(readChaosOptions(['--kills', 'many'], 3)).toBeNull()
  expect(readChaosOptions(['--queue', 'carrier-pigeon'], 3)).toBeNull()
  expect(readChaosOptions(['--sed', '3'], 3)).toBeNull()
})

test('whatever is killed, every open head has one review, nothing is said twice, nothing is left', async () => {
  const bounded = { events: 25, repositories: 5, kills: 10, eventEveryMs: 400 }
  const report = await runChaos({ ...defaultChaosOptions, ...bounded, seed: 3 }, () => {})
  if (report.wrong.length > 0) process.stderr.write(renderChaosReport(report))
  expect(report.wrong).toEqual([])
  expect([...report.kills.values()].reduce((sum, count) => sum + count, 0)).toBe(10)
}, 400_000)
