/** A day in the life of a service, and what its indicators say of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { defaultServiceRecord } from '../../config/service/service-record.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { Store } from '../../ports/store/store.ts'
import { indicators } from '../indicators/indicators.ts'
import { isGaugeMetric } from '../indicators/is-gauge-metric.ts'
import { createRecorder } from '../recorder/recorder.ts'
import { askPromtool } from '../series/fixtures/ask-promtool.ts'
import { generateSeries } from '../series/fixtures/generated-series.ts'
import { parseExpression } from '../series/parse-expression.ts'
import type { RecoveryFigures } from './kpi.ts'
import { kpiText, targetText } from './kpi-words.ts'
import { createKpis } from './kpis.ts'
import { measureKpis } from './measure-kpis.ts'

const { slo } = defaultServiceRecord
const kpis = createKpis(slo)
const everyMs = 10_000
const hourMs = 3_600_000

const noIncidents: RecoveryFigures = {
  incidents: 0,
  onsetToMitigated: { mean: null, p90: null },
  onsetToResolved: { mean: null, p90: null },
  betweenFailures: { P1: null, P2: null },
}

let database: TestDatabase
let store: Store
let now: number

beforeEach(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog })
  now = Date.UTC(2026, 10, 23)
})

afterEach(async () => {
  await store?.close()
  await database.drop()
})

async function live(looks: number, happens: (meter: Meter, look: number) => void): Promise<void> {
  const meter = createPrometheusMeter(indicators)
  const recorder = createRecorder({
    read: meter.read,
    samples: store.samples,
    instance: 'one/all',
    pid: 7,
    serves: true,
    everyMs,
    clock: { now: () => now },
    log: silentLog,
  })
  for (let look = 0; look < looks; look += 1) {
    await recorder.look()
    happens(meter, look)
    now += everyMs
    // What waits is bounded.
    if (look % 100 === 0) await recorder.flush()
  }
  await recorder.look()
  await recorder.flush()
}

async function measure(windowMs: number, recovery = noIncidents) {
  const report = await measureKpis(
    { kpis, samples: store.samples, readRecovery: async () => recovery, isGauge: isGaugeMetric },
    windowMs,
    now,
  )
  const lines = report.results.map(({ kpi, value, verdict, parts }) =>
    [
      kpi.id,
      value === null ? null : kpiText(value, kpi.unit, slo.availability),
      targetText(kpi),
      verdict,
      ...parts.map((part) =>
        [Object.values(part.labels).join(' '), kpiText(part.value, kpi.unit, 0)].join(': '),
      ),
    ].join(' | '),
  )
  return { report, lines }
}

/** One request in 180 fails, one probe in 90; one review in 36 does; everything takes its time. */
function anHour(meter: Meter, look: number): void {
  const isLate = look % 90 === 89
  meter.set('autogen_probe_success', isLate ? 0 : 1)
  meter.count('autogen_http_requests_total', { route: '/webhook', class: look % 180 === 7 ? '5xx' : '2xx' })
  meter.count('autogen_http_requests_total', { route: '/health', class: '5xx' }, 10)
  meter.observe('autogen_http_request_duration_seconds', isLate ? 4 : 0.02, {
    route: '/webhook',
    status: '202',
  })
  meter.count('autogen_reviews_total', { outcome: look % 36 === 7 ? 'failed' : 'published' })
  meter.count('autogen_model_calls_total', { provider: 'one', outcome: 'answered' }, 6)
  meter.count('autogen_model_answers_remembered_total', {}, 2)
  meter.count('autogen_model_cost_dollars_total', {}, 0.07)
  meter.count('autogen_model_tokens_total', { direction: 'input' }, 20_000)
  meter.observe('autogen_job_wait_seconds', 0.05, { lane: 'opened' })
  meter.observe('autogen_job_processing_seconds', 20, { kind: 'review' })
  meter.observe('autogen_review_latency_seconds', 21)
  meter.observe('autogen_event_age_seconds', 0.6)
  meter.set('autogen_queue_oldest_waiting_seconds', look)
  meter.set('autogen_queue_jobs', look % 7, { state: 'waiting' })
  meter.set('autogen_queue_waiting_jobs', look % 7, { lane: 'pushed' })
  for (const [resource, share] of Object.entries({ cpu: 0.9, memory: 0.5, disk: 0.1 }))
    meter.set('autogen_resource_utilization_ratio', share, { resource })
  meter.count('autogen_network_bytes_total', { direction: 'in' }, 20_000)
  meter.count('autogen_network_bytes_total', { direction: 'out' }, 10)
  meter.set('autogen_github_budget_remaining_ratio', 0.8, { app: 'main', resource: 'core' })
}

test('each has a value, a target and a verdict', async () => {
  await live(360, anHour)
  const recovery: RecoveryFigures = {
    incidents: 2,
    onsetToMitigated: { mean: 300, p90: 400 },
    onsetToResolved: { mean: 1_200, p90: 1_500 },
    betweenFailures: { P1: null, P2: 90_000 },
  }
  const { lines } = await measure(hourMs, recovery)
  expect(lines).toMatchInlineSnapshot(`
    [
      "uptime | 98.89 % | ≥ 99.9 % | missed",
      "error-budget | 98.45 %: 42.5 of 43.2 min | > 0 % | met",
      "request-success | 97.22 % | > 99.5 % | missed",
      "response-p95 | 24.4 ms | < 2 s | met",
      "response-p99 | 3.2 s | < 5 s | met",
      "throughput | 0.1 /s |  | no-target | /webhook 2xx: 0.0994 /s | /webhook 5xx: 0.000556 /s",
      "error-rate | 0.56 % | < 0.1 % | missed",
      "mttr | 20 min | ≤ 15 min | missed | until resolved, p90: 25 min | until mitigated, mean: 5 min | until mitigated, p90: 6.67 min",
      "mtbf-p1 |  |  | no-data",
      "mtbf-p2 | 25 h |  | no-target",
      "queue-wait-p95 | 95 ms |  | no-target | opened: 95 ms",
      "processing-p95 | 29 s |  | no-target | review: 29 s",
      "oldest-waiting | 5.98 min | ≤ 10 min | met",
      "queue-length | 6 | ≤ 100 | met | pushed: 6",
      "event-age-p95 | 975 ms |  | no-target",
      "review-latency-p95 | 29 s |  | no-target",
      "github-budget | 80 % | ≥ 10 % | met | main core: 80 %",
      "cpu | 90 % | < 70 % | missed | one/all: 90 %",
      "memory | 50 % | < 80 % | met | one/all: 50 %",
      "disk | 10 % | < 85 % | met | one/all: 10 %",
      "network-in | 2 kB/s |  | no-target | one/all: 2 kB/s",
      "network-out | 1 B/s |  | no-target | one/all: 1 B/s",
      "cost-per-review | $0.07 |  | no-target",
      "tokens-per-review | 20,573 |  | no-target",
      "answers-remembered | 25 % |  | no-target",
    ]
  `)
})

test('a month of a young service is what there is of it', async () => {
  await live(360, anHour)
  const { report } = await measure(30 * 24 * hourMs)
  const of = (id: string) => report.results.find(({ kpi }) => kpi.id === id)?.value
  expect(of('throughput')).toBeCloseTo(0.1, 2)
  expect(of('uptime')).toBeCloseTo(1 - 4 / 360, 3)
  expect(report.observedFrom).toBe(now - hourMs)
})

test('nothing recorded is no value, with the reason', async () => {
  const { report } = await measure(hourMs)
  expect(new Set(report.results.map(({ verdict }) => verdict))).toEqual(new Set(['no-data']))
  expect(report.results[0]?.reason).toContain('has not run')
  await live(3, () => {})
  now += 2 * hourMs
  const later = await measure(hourMs)
  expect(later.report.results.find(({ kpi }) => kpi.id === 'error-rate')?.reason).toContain('No request')
})

test('what a review costs is not known when the price of a model is not', async () => {
  await live(360, (meter, look) => {
    anHour(meter, look)
    meter.count('autogen_model_unpriced_calls_total', {}, look === 200 ? 1 : 0)
  })
  const { report } = await measure(hourMs)
  const of = (id: string) => report.results.find(({ kpi }) => kpi.id === id)
  expect(of('cost-per-review')).toMatchObject({ value: null, verdict: 'no-data' })
  expect(of('cost-per-review')?.reason).toContain('give it in models.prices')
  expect(of('tokens-per-review')?.value).toBeGreaterThan(0)
})

describe('the definitions', () => {
  test('are told apart, and cover what the service is to be measured by', () => {
    expect(new Set(kpis.map(({ id }) => id)).size).toBe(kpis.length)
    const covered = new Set(kpis.flatMap(({ requirements }) => requirements))
    for (let line = 5; line <= 16; line += 1) expect(covered).toContain(`R${line}`)
    expect(covered).toContain('R2')
  })

  test('are read by Prometheus and by us', async () => {
    const texts = kpis.flatMap(({ source }) =>
      source.kind === 'series'
        ? [source.promql('1h', 3_600), ...(source.parts === null ? [] : [source.parts.promql('30d')])]
        : [],
    )
    for (const text of texts) expect(parseExpression(text)).toMatchObject({ ok: true })
    const questions = texts.map((expression) => ({ expression: `(${expression}) or vector(1)`, at: 600_000 }))
    expect(await askPromtool(generateSeries(1).slice(0, 1), questions)).not.toContain('error')
  })
})
