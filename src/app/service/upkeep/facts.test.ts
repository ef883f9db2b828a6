import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../../test/world/postgres.ts'
import { openStore } from '../../../adapters/postgres/open-store.ts'
import { defaultServiceRecord } from '../../../config/service/service-record.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { FollowUp } from '../../../domain/incident/incident.ts'
import { openIncident } from '../../../domain/incident/open-incident.ts'
import { recordBackup } from '../../../ops/backup/backup-record.ts'
import { createIncidentPolicy } from '../../../ops/incidents/incident-policy.ts'
import { trendOf } from '../../../ops/maintenance/linear-trend.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import { logLinesKept } from '../../../ports/store/log-lines.ts'
import type { Store } from '../../../ports/store/store.ts'
import { diagnoseBackups } from '../doctor.ts'
import { readRestoreDrill, recordRestoreDrill } from '../restore-drill.ts'
import { capacityFacts } from './capacity.ts'
import { failureFacts } from './failures.ts'
import { overdueFollowUps } from './incidents.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const minuteMs = 60_000
const hourMs = 60 * minuteMs

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

test('how full it is, hour by hour, of the fullest process', async () => {
  const layout = [
    { __name__: 'autogen_resource_utilization_ratio', resource: 'disk' },
    { __name__: 'autogen_queue_jobs', state: 'waiting' },
    { __name__: 'autogen_queue_jobs', state: 'dead' },
  ]
  const rows = ['web/1', 'worker/2'].flatMap((instance, which) =>
    Array.from({ length: 10 * 60 }, (_, minute) => ({
      instance,
      pid: 1 + which,
      serves: which === 0,
      at: now - 10 * hourMs + minute * minuteMs,
      layout,
      values: Float64Array.of(0.4 + 0.01 * which + (0.02 * minute) / 60, 3, 99),
    })),
  )
  await store.samples.write(rows)
  const facts = await capacityFacts(store.samples, now - 10 * hourMs, now)
  const points = Object.fromEntries(facts.map((fact) => [fact.resource, fact.points]))
  expect(points.cpu).toEqual([])
  expect(points.queue).toHaveLength(10)
  expect(points.queue?.[0]?.value).toBe(3)
  expect(trendOf(points.disk ?? [])?.perDay).toBeCloseTo(0.48, 2)
  expect(points.disk?.[0]?.value).toBeCloseTo(0.41 + 0.02 / 2, 3)
})

test('failures of the same cause are one, whichever job they met', async () => {
  const line = (msg: string) => JSON.stringify({ level: 'error', msg })
  const process = 'worker on host-1, 42'
  await store.logLines.add([
    { at: now, process, level: 'error', line: line('maintenance failed') },
    { at: now, process, level: 'error', line: line('job 12345 failed unexpectedly') },
    { at: now, process, level: 'error', line: line('job 67890 failed unexpectedly') },
    { at: now, process, level: 'warn', line: line('slow') },
    { at: now - hourMs, process, level: 'error', line: line('long ago') },
  ])
  expect(await failureFacts(store, now - 1)).toEqual({
    causes: [
      { kind: 'error in a log', cause: 'job ... failed unexpectedly', count: 2 },
      { kind: 'error in a log', cause: 'maintenance failed', count: 1 },
    ],
    logsFrom: null,
  })
})

test('logs that do not reach back as far as was asked say so', async () => {
  const lines = Array.from({ length: logLinesKept }, (_, n) => ({
    at: now + n,
    process: 'worker on host-1, 42',
    level: 'warn' as const,
    line: '{"msg":"slow"}',
  }))
  await store.logLines.add(lines)
  expect(await failureFacts(store, now - hourMs)).toEqual({ causes: [], logsFrom: now })
  expect(await failureFacts(store, now + 1)).toEqual({ causes: [], logsFrom: null })
})

const ada: Actor = { name: 'ada', role: 'admin', via: 'cli' }

test('a restore that somebody tried is what the monthly report reads, and stands in the journal', async () => {
  expect(await readRestoreDrill(store.settings, now)).toBeNull()
  const words = ' base of 2026-11-22,\u001b[31m 11 minutes '
  await recordRestoreDrill({ store }, { hasPassed: true, words, actor: ada }, { now: () => now })
  const drill = { at: now, hasPassed: true, words: 'base of 2026-11-22,\\u{1b}[31m 11 minutes' }
  expect(await readRestoreDrill(store.settings, now)).toEqual(drill)
  expect(await readRestoreDrill(store.settings, now - 1)).toBeNull()
  expect(await store.journal.list(null, 1)).toMatchObject([
    { actor: ada, action: 'maintenance.restore-drill', detail: { hasPassed: true, words: drill.words } },
  ])
})

test('follow-ups are late the day after theirs, until they are done, also of incidents that are over', async () => {
  const followUp = { number: 1, text: 'Watch the disk', owner: 'bob', due: '2026-11-22', doneAt: null }
  const incident = (id: number, but: Partial<FollowUp>) => {
    const opened = openIncident(
      { id, severity: 'P2', title: 'Jobs wait', onsetAt: now, alert: null },
      { at: now, actor: ada, policy: { ...createIncidentPolicy(defaultServiceRecord), verification: null } },
    ).incident
    return { ...opened, followUps: [{ ...followUp, ...but }] }
  }
  const incidents = [
    incident(1, {}),
    incident(2, { due: '2026-11-01', owner: null }),
    incident(3, { due: '2026-11-23' }),
    incident(4, { doneAt: now }),
    incident(5, { due: null }),
  ]
  expect(await overdueFollowUps({ list: async () => incidents }, now)).toEqual([
    { incident: 2, number: 1, text: 'Watch the disk', owner: null, due: '2026-11-01' },
    { incident: 1, number: 1, text: 'Watch the disk', owner: 'bob', due: '2026-11-22' },
  ])
})

test('the doctor misses backups that never reported', async () => {
  expect(await diagnoseBackups(store.settings)).toMatchObject([
    { verdict: 'weak', found: 'No backup has reported, so none can be missed.' },
  ])
  await recordBackup(store.settings, { name: 'base', result: 'ok', at: now, everyMs: null })
  expect(await diagnoseBackups(store.settings)).toMatchObject([
    { verdict: 'good', found: 'These report: base.' },
  ])
})
