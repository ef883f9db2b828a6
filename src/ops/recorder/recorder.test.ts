/** Processes that measure, die, are cut off from the store and come back; and what is known afterwards. */
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { createPrometheusMeter, type PrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import { bucketMs } from '../../ports/store/samples.ts'
import type { Store } from '../../ports/store/store.ts'
import { indicators } from '../indicators/indicators.ts'
import { isGaugeMetric } from '../indicators/is-gauge-metric.ts'
import { evaluate } from '../series/evaluate.ts'
import { type Expression, selectorsOf } from '../series/expression.ts'
import { parseExpression } from '../series/parse-expression.ts'
import { createKeepSamples } from './keep-samples.ts'
import { createLiveSeries, type LiveSeries } from './live-series.ts'
import { loadSeries } from './load-series.ts'
import { createRecorder, type Recorder } from './recorder.ts'

const everyMs = 10_000
const hourMs = 3_600_000
const start = Date.UTC(2026, 10, 23)

let database: TestDatabase
let store: Store
let now = start
const clock = { now: () => now }

beforeEach(async () => {
  database = await createDatabase()
  // Short, for the story in which it does not answer.
  store = await openStore({ connection: database.config, log: silentLog, statementTimeoutMs: 1_500 })
  now = start
})

afterEach(async () => {
  await store?.close()
  await database.drop()
})

interface Started {
  readonly meter: PrometheusMeter
  readonly recorder: Recorder
  readonly live: LiveSeries
}

function begin(instance: string, serves = true): Started {
  const meter = createPrometheusMeter(indicators)
  const { samples } = store
  const recorder = createRecorder({
    read: meter.read,
    samples,
    instance,
    pid: 7,
    serves,
    everyMs,
    clock,
    log: silentLog,
  })
  return { meter, recorder, live: createLiveSeries({ recorder, samples, everyMs, clock }) }
}

/** So many looks, ten seconds apart. */
async function run(looks: number, processes: readonly Started[], each = (_: Started, __: number) => {}) {
  for (let look = 0; look < looks; look += 1) {
    for (const one of processes) {
      each(one, look)
      await one.recorder.look()
    }
    now += everyMs
  }
  for (const one of processes) await one.recorder.flush()
}

function read(text: string): Expression {
  const parsed = parseExpression(text)
  if (!parsed.ok) throw new Error(parsed.failure.message)
  return parsed.value
}

function ask(text: string, { live }: Started, at = now) {
  return evaluate(read(text), live.source, at)
}

/** As a report would. */
async function askStore(text: string, from: number) {
  const expression = read(text)
  const selectors = selectorsOf(expression).map(({ selector }) => selector.matchers)
  const { source, lookbackMs, isCoarse } = await loadSeries({
    samples: store.samples,
    selectors,
    from,
    to: now,
    isGauge: isGaugeMetric,
  })
  return { isCoarse, values: evaluate(expression, source, now, { lookbackMs }) }
}

const uptime = (window: string) =>
  `sum(sum_over_time(autogen_probe_success[${window}])) / sum(count_over_time(autogen_probe_success[${window}]))`

test('the series of a process are there at once, of the others when they are read, and end with their process', async () => {
  const one = begin('one/leader', false)
  const two = begin('two/web')
  await run(12, [one, two], ({ meter }) => meter.count('autogen_probes_total', { result: 'ok' }, 10))
  expect(ask('autogen_probes_total{result="ok"}', one)).toEqual([
    {
      labels: { __name__: 'autogen_probes_total', result: 'ok', instance: 'one/leader', job: 'autogen-bot' },
      value: 120,
    },
  ])
  await one.live.refresh()
  expect(ask('sum(rate(autogen_probes_total[1m]))', one)).toMatchObject([{ value: 2 }])
  expect(ask('up', one)).toHaveLength(2)
  await run(4, [one])
  await one.live.refresh()
  expect(ask('up', one)).toMatchObject([{ labels: { instance: 'one/leader' } }])
  // It comes back, and counts on from 0.
  const again = begin('two/web')
  await run(6, [one, again], ({ meter }) => meter.count('autogen_probes_total', { result: 'ok' }, 10))
  await one.live.refresh()
  expect(ask('up', one)).toHaveLength(2)
  expect(
    ask('increase(autogen_probes_total{result="ok",instance="two/web"}[5m])', one)[0]?.value,
  ).toBeGreaterThan(150)
})

test('a restarted process goes on from what it recorded before', async () => {
  const before = begin('one/all')
  await run(360, [before], ({ meter }) =>
    meter.count('autogen_http_requests_total', { route: '/webhook', class: '2xx' }),
  )
  now += 20_000
  const after = begin('one/all')
  await run(6, [after], ({ meter }) =>
    meter.count('autogen_http_requests_total', { route: '/webhook', class: '2xx' }),
  )
  const text = 'sum(increase(autogen_http_requests_total[1h]))'
  expect(ask(text, after)[0]?.value).toBeLessThan(20)
  await after.live.refresh()
  expect(ask(text, after)[0]?.value).toBeCloseTo(360, -1)
  // The same series before and after: no two with the same labels.
  expect(ask('autogen_http_requests_total{class="2xx",route="/webhook"}', after)).toHaveLength(1)
})

test('while the store is away rows wait, for an hour at most; looks go on', async () => {
  const one = begin('one/all')
  await run(3, [one])
  const blocker = new Client(database.config)
  await blocker.connect()
  try {
    await blocker.query('begin; lock table samples in access exclusive mode')
    await run(400, [one])
    expect(ask('count_over_time(up[1h])', one, now - everyMs)).toMatchObject([{ value: 360 }])
    await blocker.query('rollback')
  } finally {
    await blocker.end()
  }
  await one.recorder.flush()
  const rows = await store.samples.fine({ from: 0, to: now, instance: null, after: null, limit: 1_000 })
  expect(rows).toHaveLength(3 + 360)
  expect(rows.at(-1)?.at).toBe(now - everyMs)
})

test('time without anybody who takes webhooks is downtime, also when the machine was off', async () => {
  const well = ({ meter }: Started) => meter.set('autogen_probe_success', 1)
  const one = begin('one/all')
  await run(30, [one], well)
  expect((await askStore(uptime('1h'), now - hourMs)).values).toMatchObject([{ value: 1 }])
  now += 10 * 60_000
  const again = begin('one/all')
  await run(30, [again], well)
  const [up] = (await askStore(uptime('1h'), now - hourMs)).values
  expect(up?.value).toBeCloseTo(600 / 1200, 1)
  // Away, but somebody else was there.
  now += 10 * 60_000
  const two = begin('two/web')
  await run(30, [two], well)
  const other = (await askStore(uptime('10m'), now - 600_000)).values
  now += 1_000
  await run(3, [begin('one/all')], well)
  expect((await askStore(uptime('10m'), now - 600_000)).values[0]?.value).toBeGreaterThanOrEqual(
    other[0]?.value ?? 1,
  )
})

test('a month is read from five minutes at a time, days of downtime included; what is older is gone', async () => {
  const keep = createKeepSamples({ samples: store.samples, isGauge: isGaugeMetric, clock })
  const count = ({ meter }: Started, look: number) => {
    meter.set('autogen_probe_success', look % 4 === 0 ? 0 : 1)
    meter.count('autogen_reviews_total', { outcome: 'published' })
  }
  const one = begin('one/all')
  await run(180, [one], count)
  await keep(new AbortController().signal)
  const coarse = await store.samples.coarse({ from: 0, to: now, instance: null, after: null, limit: 100 })
  expect(coarse.map(({ at }) => (at - start) / bucketMs)).toEqual([1, 2, 3, 4, 5, 6])
  now += 71.5 * hourMs
  const again = begin('one/all')
  await run(180, [again], count)
  await keep(new AbortController().signal)
  const { isCoarse, values } = await askStore(uptime('30d'), now - 30 * 24 * hourMs)
  expect(isCoarse).toBe(true)
  // An hour of four days at three quarters.
  expect(values[0]?.value).toBeCloseTo(0.75 / 72.5, 3)
  const reviews = await askStore('sum(increase(autogen_reviews_total[30d]))', now - 30 * 24 * hourMs)
  expect(reviews.values[0]?.value).toBeCloseTo(360, -1.5)
  const oldest = await store.samples.fine({ from: 0, to: now, instance: null, after: null, limit: 1 })
  expect(oldest[0]?.at).toBeGreaterThanOrEqual(now - 48 * hourMs - everyMs)
  now += 36 * 24 * hourMs
  await createKeepSamples({ samples: store.samples, isGauge: isGaugeMetric, clock })(
    new AbortController().signal,
  )
  expect(await store.samples.oldest()).toBeNull()
})
