import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { fail, succeed } from '../../domain/outcome.ts'
import type { Heap, HeapFigures, HeapSnapshotFile } from '../../ports/heap/heap.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Store } from '../../ports/store/store.ts'
import { advise } from './advise.ts'
import { createMemoryKeeper } from './memory-keeper.ts'
import { createFloorKeeper, type MemoryReport } from './memory-report.ts'

const start = Date.parse('2026-11-23T06:00:00Z')
const hourMs = 3_600_000
const mebibyte = 1_048_576
const figures: HeapFigures = {
  usedBytes: 100 * mebibyte,
  totalBytes: 120 * mebibyte,
  limitBytes: 1_000 * mebibyte,
  spaces: [],
  detachedContexts: 0,
  rssBytes: 200 * mebibyte,
  externalBytes: 0,
  arrayBuffersBytes: 0,
  containerLimitBytes: 2_000 * mebibyte,
  machineBytes: 8_000 * mebibyte,
  availableBytes: 1_000 * mebibyte,
  limitSetBy: 'container',
}

let database: TestDatabase
let store: Store
beforeAll(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog })
})
afterAll(async () => {
  await store?.close()
  await database?.drop()
})

/** A process whose heap is as full as the story wants, and which says what it does. */
function openProcess(instance: string) {
  const told: string[] = []
  const state = { now: start, usedBytes: figures.usedBytes, refuses: false }
  const written: HeapSnapshotFile[] = []
  const heap: Heap = {
    read: () => ({ ...figures, usedBytes: state.usedBytes }),
    async snapshot() {
      told.push('writes')
      if (state.refuses) return fail({ message: 'The disk is full.', remedy: 'Make room.' })
      const file = { path: `/data/heap/${told.length}.heapsnapshot`, bytes: 7, writtenAt: state.now }
      written.unshift(file)
      return succeed(file)
    },
    snapshots: async () => written,
  }
  const keeper = createMemoryKeeper({
    rows: store.processMemory,
    instance,
    role: 'worker',
    startedAt: start,
    heap,
    caches: { describe: async () => [] },
    work: { pause: async () => void told.push('rests'), resume: async () => void told.push('works on') },
    snapshotsNearLimit: true,
    clock: { now: () => state.now },
    log: silentLog,
  })
  return { told, state, keeper }
}

test('a process tells of itself every minute, and at once when it is asked', async () => {
  const { keeper, state } = openProcess('a/1')
  const reportedAt = async () =>
    (await store.processMemory.list(0)).find(({ instance }) => instance === 'a/1')?.reportedAt
  await keeper.look()
  expect(await reportedAt()).toBe(start)
  state.now += 2_000
  await keeper.look()
  expect(await reportedAt()).toBe(start)
  await store.processMemory.wantReports(state.now)
  await keeper.look()
  expect(await reportedAt()).toBe(start + 2_000)
  state.now += 61_000
  await keeper.look()
  expect(await reportedAt()).toBe(start + 63_000)
})

test('who wants a snapshot gets one after the work has come to rest; the work goes on even when it is refused', async () => {
  const { keeper, state, told } = openProcess('b/2')
  await keeper.look()
  const wish = { instance: 'b/2', at: state.now, by: 'alice', aliveSince: start }
  const result = async () =>
    (await store.processMemory.list(0)).find(({ instance }) => instance === 'b/2')?.snapshot?.result
  await store.processMemory.wantSnapshot(wish)
  await keeper.look()
  await keeper.look()
  expect(told).toEqual(['rests', 'writes', 'works on'])
  expect(await result()).toMatchObject({ kind: 'written', bytes: 7 })
  state.refuses = true
  await store.processMemory.wantSnapshot(wish)
  await keeper.look()
  expect(told.slice(3)).toEqual(['rests', 'writes', 'works on'])
  expect(await result()).toEqual({ kind: 'refused', message: 'The disk is full.', remedy: 'Make room.' })
})

test('a heap that stays nearly full is written down, once an hour', async () => {
  const { keeper, state, told } = openProcess('c/3')
  const looks = async (times: number) => {
    for (let n = 0; n < times; n += 1) {
      state.now += 10_000
      await keeper.look()
    }
  }
  state.usedBytes = 900 * mebibyte
  await looks(1)
  state.usedBytes = 300 * mebibyte
  await looks(1)
  expect(told).toEqual([])
  state.usedBytes = 900 * mebibyte
  await looks(6)
  expect(told).toEqual(['rests', 'writes', 'works on'])
  state.now += hourMs
  await looks(6)
  expect(told).toHaveLength(6)
})

function reportOf(more: Partial<MemoryReport> & { readonly heap?: HeapFigures }): MemoryReport {
  return {
    instance: 'a/1',
    role: 'worker',
    startedAt: start,
    at: start,
    heap: figures,
    caches: [],
    floors: [],
    snapshots: [],
    ...more,
  }
}

/** Six hours in steps of ten minutes. */
function floorsOf(valueAt: (hours: number) => number) {
  const keeper = createFloorKeeper()
  for (let at = start; at <= start + 6 * hourMs; at += 60_000) {
    const garbage = ((at / 60_000) % 7) * 10 * mebibyte
    keeper.add(at, valueAt((at - start) / hourMs) + garbage)
  }
  return keeper.floors()
}

const rulesOf = (report: MemoryReport) => advise(report).map(({ rule, urgency }) => `${rule}: ${urgency}`)

test('advice: nothing to say of a process that is well, also with garbage and a warm-up', () => {
  expect(rulesOf(reportOf({}))).toEqual([])
  const warmed = floorsOf((hours) => (hours < 0.5 ? 50 + 100 * hours : 100) * mebibyte)
  expect(rulesOf(reportOf({ floors: warmed }))).toEqual([])
})

test('advice: what grows hour by hour is a leak, the sooner it meets the limit the more urgent', () => {
  const fast = reportOf({ floors: floorsOf((hours) => (100 + 60 * hours) * mebibyte) })
  expect(rulesOf(fast)).toEqual(['leak-suspected: now'])
  expect(advise(fast)[0]?.sentence).toContain('grows by 60 MiB an hour and reaches the limit in 9 h')
  expect(rulesOf(reportOf({ floors: floorsOf((hours) => (100 + 6 * hours) * mebibyte) }))).toEqual([
    'leak-suspected: soon',
  ])
})

test('advice: limits, caches', () => {
  const heap = {
    ...figures,
    usedBytes: 900 * mebibyte,
    rssBytes: 1_800 * mebibyte,
    limitBytes: 1_000 * mebibyte,
  }
  expect(rulesOf(reportOf({ heap }))).toEqual(['heap-near-limit: now', 'container-nearly-full: now'])
  expect(rulesOf(reportOf({ heap: { ...figures, limitBytes: 4_000 * mebibyte } }))).toEqual([
    'limit-beyond-container: soon',
  ])
  const cache = {
    name: 'answers',
    lies: 'in memory',
    bound: { unit: 'entries', max: 100 },
    size: { entries: 100, bytes: null },
  } as const
  expect(rulesOf(reportOf({ caches: [{ ...cache, hits: 1, misses: 500 }] }))).toEqual([
    'cache-idle: some time',
  ])
  expect(rulesOf(reportOf({ caches: [{ ...cache, hits: 250, misses: 250 }] }))).toEqual([
    'cache-short: some time',
  ])
  expect(rulesOf(reportOf({ caches: [{ ...cache, hits: 490, misses: 10 }] }))).toEqual([])
})
