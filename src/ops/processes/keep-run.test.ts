/** Processes that begin, die and begin again, over a real store. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../../test/world/postgres.ts'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { NewProcessRun } from '../../ports/store/process-runs.ts'
import type { Store } from '../../ports/store/store.ts'
import { indicators } from '../indicators/indicators.ts'
import { createRunKeeper, type RunKeeper } from './keep-run.ts'

let store: Store
let drop = async () => {}
let now = 0
/** Numbers of processes of this machine that run. */
let living = new Set<number>()

beforeEach(async () => {
  const database = await createDatabase()
  drop = database.drop
  store = await openStore({ connection: database.config, log: silentLog })
  now = Date.UTC(2026, 10, 23)
  living = new Set()
})

afterEach(async () => {
  await store?.close()
  await drop()
})

interface Started {
  readonly keeper: RunKeeper
  memory: { memoryShare: number; groupOomKills: number }
  counted(): Promise<{ restarts: number; oomKills: number }>
}

async function start(pid: number, but: Partial<NewProcessRun> = {}, groupOomKills = 0): Promise<Started> {
  living.add(pid)
  const meter = createPrometheusMeter(indicators)
  const memory = { memoryShare: 0.3, groupOomKills }
  const run: NewProcessRun = {
    role: 'worker',
    host: 'here',
    pid,
    version: '1.0.0',
    configHash: 'aaaa',
    configDigests: {},
    startedAt: now,
    ...but,
  }
  const keeper = createRunKeeper({
    runs: store.runs,
    run,
    readMemory: () => memory,
    isAlive: (one) => living.has(one),
    silenceMs: 60_000,
    clock: { now: () => now },
    log: silentLog,
    meter,
  })
  await keeper.pulse()
  return {
    keeper,
    memory,
    counted: async () => {
      const { text } = await meter.render()
      const of = (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1])
      return {
        restarts: of('autogen_process_restarts_total'),
        oomKills: of('autogen_process_oom_kills_total'),
      }
    },
  }
}

function die(pid: number): void {
  living.delete(pid)
  now += 1_000
}

async function later({ keeper }: Started): Promise<void> {
  now += 30_000
  await keeper.pulse()
}

test('an end that was asked for is no restart; one without a word is, and is counted on from start to start', async () => {
  const clean = await start(1)
  await clean.keeper.end()
  die(1)
  const second = await start(2)
  await later(second)
  expect(await second.counted()).toEqual({ restarts: 0, oomKills: 0 })
  die(2)
  const third = await start(3)
  // The series begins at what was known before, so that its growth is seen.
  expect(await third.counted()).toEqual({ restarts: 0, oomKills: 0 })
  await later(third)
  expect(await third.counted()).toEqual({ restarts: 1, oomKills: 0 })
  die(3)
  const fourth = await start(4)
  expect(await fourth.counted()).toEqual({ restarts: 1, oomKills: 0 })
  await later(fourth)
  await later(fourth)
  expect(await fourth.counted()).toEqual({ restarts: 2, oomKills: 0 })
})

test('a process that died with its memory nearly full died for want of it', async () => {
  const full = await start(1)
  full.memory.memoryShare = 0.97
  await later(full)
  die(1)
  const next = await start(2)
  await later(next)
  expect(await next.counted()).toEqual({ restarts: 1, oomKills: 1 })
  expect(await store.runs.list(9)).toMatchObject([{ pid: 2 }, { pid: 1, ending: 'out-of-memory' }])
})

test('kills that the control group counts are seen: of the process before, and of children', async () => {
  await start(1)
  die(1)
  const next = await start(2, {}, 1)
  await later(next)
  expect(await next.counted()).toEqual({ restarts: 1, oomKills: 1 })
  next.memory.groupOomKills = 3
  await later(next)
  await later(next)
  expect(await next.counted()).toEqual({ restarts: 1, oomKills: 3 })
})

test('of two that begin after one loss, one takes it up; who ran before takes up none', async () => {
  const beside = await start(1, { host: 'elsewhere' })
  await start(2)
  die(2)
  const both = [await start(3), await start(4)]
  const all = [beside, ...both]
  const before = await Promise.all(all.map((one) => one.counted()))
  for (const one of all) await later(one)
  const after = await Promise.all(all.map((one) => one.counted()))
  const grown = after.map(({ restarts }, at) => restarts - (before[at]?.restarts ?? 0))
  expect(grown).toEqual([0, 1, 0])
})

test('a process on another machine is gone once it was silent for a minute', async () => {
  await start(1, { host: 'elsewhere' })
  now += 30_000
  const here = await start(2)
  expect(await store.runs.unended()).toHaveLength(2)
  now += 31_000
  await later(here)
  expect(await store.runs.unended()).toHaveLength(1)
  expect(await here.counted()).toEqual({ restarts: 1, oomKills: 0 })
})
