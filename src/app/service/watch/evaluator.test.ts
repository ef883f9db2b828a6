import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../../../test/world/eventually.ts'
import { createDatabase, type TestDatabase } from '../../../../test/world/postgres.ts'
import { createPrometheusMeter } from '../../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../../adapters/postgres/open-store.ts'
import type { AlertInstance } from '../../../domain/alert/alert.ts'
import { indicators } from '../../../ops/indicators/indicators.ts'
import { holdSeries } from '../../../ops/series/held-series.ts'
import type { AdjustableLog } from '../../../ports/log/log.ts'
import type { Store } from '../../../ports/store/store.ts'
import { alertOverview } from '../operate/alerts.ts'
import { startEvaluator } from './evaluator.ts'

const log: AdjustableLog = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  child: () => log,
}
let database: TestDatabase
let store: Store

beforeAll(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

/** A process that sees a backup that has failed. */
function startProcess(own: Store, isLeading: boolean) {
  const received: AlertInstance[] = []
  const paged: AlertInstance[] = []
  const evaluator = startEvaluator({
    backbone: { store: own, log, meter: createPrometheusMeter(indicators) },
    isLeading: () => isLeading,
    readSeries: async (now) =>
      holdSeries([
        {
          labels: { __name__: 'autogen_backup_ok', backup: 'state', instance: 'a' },
          times: [now],
          values: [0],
        },
      ]),
    receive: async (alerts) => {
      await own.check()
      received.push(...alerts)
    },
    page: async (alerts) => void paged.push(...alerts),
  })
  onTestFinished(() => evaluator.stop())
  const names = (alerts: readonly AlertInstance[]) => alerts.map(({ alert }) => alert)
  return { evaluator, received: () => names(received), paged: () => names(paged) }
}

test('who leads tells incidents and keeps the states, which the command line shows; who stands by is quiet', async () => {
  expect(await alertOverview({ store })).toMatchObject({ evaluatedAt: null })
  const leader = startProcess(store, true)
  await eventually('an evaluation', async () => (await alertOverview({ store })).evaluatedAt !== null)
  expect(leader.received()).toEqual(['BackupFailed'])
  expect(leader.evaluator.watchdogSeenAt()).not.toBeNull()
  const { alerts } = await alertOverview({ store })
  expect(alerts.find(({ alert }) => alert === 'BackupFailed')).toMatchObject({
    state: 'firing',
    page: 'backup-failed',
    instances: [{ state: 'firing', labels: { backup: 'state' }, value: 0 }],
  })
  expect(alerts.find(({ alert }) => alert === 'ServiceDown')).toMatchObject({ state: 'pending' })
  expect(alerts.find(({ alert }) => alert === 'QueueStuck')).toMatchObject({
    state: 'inactive',
    instances: [],
  })

  const standby = startProcess(store, false)
  await eventually('an evaluation', () => standby.evaluator.watchdogSeenAt() !== null)
  await standby.evaluator.stop()
  expect([standby.received(), standby.paged()]).toEqual([[], []])
})

test.each([
  ['which believes that it leads', true],
  ['which stands by', false],
])('a process that cannot reach the store, %s, tells people', async (_, isLeading) => {
  const away = await openStore({ connection: { host: '127.0.0.1', port: 1 }, log, connectTimeoutMs: 500 })
  onTestFinished(() => away.close())
  const { paged, received } = startProcess(away, isLeading)
  await eventually('a page', () => paged().length > 0)
  expect(paged()).toEqual(['BackupFailed'])
  expect(received()).toEqual([])
})
