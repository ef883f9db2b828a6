/** The store was away while somebody answered a page; when it is back, the incident is theirs. */
import { expect, test } from 'vitest'
import { createDatabase } from '../../../../test/world/postgres.ts'
import { createPrometheusMeter } from '../../../adapters/meter-prometheus/create-meter.ts'
import { createNotifiers } from '../../../adapters/notify/create-notifiers.ts'
import { openOtherSide } from '../../../adapters/notify/fixtures/other-side.ts'
import { openStore } from '../../../adapters/postgres/open-store.ts'
import { defaultServiceRecord } from '../../../config/service/service-record.ts'
import type { AlertInstance } from '../../../domain/alert/alert.ts'
import { createIncidents } from '../../../ops/incidents/create-incidents.ts'
import { createCorrelationRules, createIncidentPolicy } from '../../../ops/incidents/incident-policy.ts'
import { indicators } from '../../../ops/indicators/indicators.ts'
import { createEmergency } from '../../../ops/notifications/emergency.ts'
import { keyOfAlert } from '../../../ops/notifications/emergency-page.ts'
import { createNotify } from '../../../ops/notifications/outbox.ts'
import { createLiveSeries } from '../../../ops/recorder/live-series.ts'
import { createRecorder } from '../../../ops/recorder/recorder.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import { joinEnds } from './join-ends.ts'

const now = Date.UTC(2026, 10, 23, 3)
const clock = { now: () => now }
const alert: AlertInstance = {
  alert: 'ServiceDown',
  severity: 'P1',
  labels: {},
  summary: 'No probe passes.',
  value: 0,
  activeAt: now - 60_000,
  firingAt: now,
  resolvedAt: null,
  source: 'built-in',
}

test('whoever answered the emergency page has its incident', async () => {
  const pager = await openOtherSide(() => ({ status: 202, body: '{}' }))
  const database = await createDatabase()
  const store = await openStore({ connection: database.config, log: silentLog })
  const config = {
    kind: 'pagerduty',
    name: 'pager',
    isChannel: false,
    routingKey: 'the routing key',
    apiUrl: pager.url,
  } as const
  const issuesOf = () => {
    throw new Error('no issues')
  }
  const emergency = createEmergency({
    notifiers: createNotifiers([config], { service: 'autogen-bot', clock, userAgent: 'test', issuesOf }),
    rules: defaultServiceRecord.escalationRules,
    spool: { read: () => null, write: () => {} },
    linkFor: async () => null,
    guard: { lets: () => true },
    clock,
    log: silentLog,
  })
  const directory = { record: defaultServiceRecord, notifiers: [config] }
  const incidents = createIncidents({
    rows: store.incidents,
    journal: store.journal,
    policy: createIncidentPolicy(defaultServiceRecord),
    correlation: createCorrelationRules([]),
    notify: createNotify({ notifications: store.notifications, directory, clock, log: silentLog }),
    toldChannelAt: async () => new Map(),
    linksOf: () => [],
    evidence: { probes: [], redact: (text) => text, elapsedMs: () => 0 },
    diagnose: null,
    verify: async () => [],
    impact: async () => null,
    observedSince: async () => now,
    clock,
    log: silentLog,
    meter: { count() {}, set() {}, observe() {} },
  })
  const recorder = createRecorder({
    read: createPrometheusMeter(indicators).read,
    samples: store.samples,
    instance: 'host/1',
    pid: 1,
    serves: false,
    everyMs: 10_000,
    clock,
    log: silentLog,
  })
  const live = createLiveSeries({ recorder, samples: store.samples, everyMs: 10_000, clock })
  const ends = joinEnds({ backbone: { store, notifications: { emergency } }, incidents, live })

  await ends.page([alert])
  await emergency.acknowledge(keyOfAlert(alert), { name: 'ann', role: 'responder', via: 'link' })
  expect(pager.heard.map(({ body }) => (JSON.parse(body) as { event_action: string }).event_action)).toEqual([
    'trigger',
    'acknowledge',
  ])
  await ends.receive([alert])
  await ends.receive([alert])
  await incidents.settled()
  const known = await incidents.list({ states: null, before: null, limit: 10 })
  expect(known).toMatchObject([{ state: 'ACKED', alerts: [{ alert: 'ServiceDown' }] }])
  const { timeline } = (await incidents.show(known[0]?.id ?? 0)) ?? { timeline: [] }
  expect(timeline.find(({ action }) => action === 'incident.acknowledged')).toMatchObject({
    actor: { name: 'ann', via: 'link' },
  })
  const told = (await store.journal.list(null, 20)).filter(({ action }) => action === 'emergency.paged')
  expect(told).toHaveLength(1)

  await store.close()
  await database.drop()
  await pager.close()
})
