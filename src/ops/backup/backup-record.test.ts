import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Store } from '../../ports/store/store.ts'
import { indicators } from '../indicators/indicators.ts'
import { forgetBackup, listBackups, recordBackup, showBackups } from './backup-record.ts'

const hourMs = 3_600_000

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

test('jobs report themselves, at the same time too; the last success stays when one fails', async () => {
  const report = (name: string, result: 'ok' | 'failed', at: number, everyMs: number | null = null) =>
    recordBackup(store.settings, { name, result, at, everyMs })
  await Promise.all([
    report('base', 'ok', 1_000, 24 * hourMs),
    report('wal', 'ok', 1_000),
    report('keys', 'failed', 2_000),
  ])
  await report('base', 'failed', 5_000)
  expect(await listBackups(store.settings)).toEqual([
    { name: 'base', result: 'failed', at: 5_000, succeededAt: 1_000, everyMs: 24 * hourMs },
    { name: 'keys', result: 'failed', at: 2_000, succeededAt: null, everyMs: 24 * hourMs },
    { name: 'wal', result: 'ok', at: 1_000, succeededAt: 1_000, everyMs: 24 * hourMs },
  ])
  const meter = createPrometheusMeter(indicators)
  await showBackups(store.settings, meter)
  const { text } = await meter.render()
  expect(text).toContain('autogen_backup_ok{backup="base"} 0')
  expect(text).toContain('autogen_backup_last_success_timestamp_seconds{backup="base"} 1\n')
  expect(text).toContain('autogen_backup_last_success_timestamp_seconds{backup="keys"} 2\n')
  expect(text).toContain('autogen_backup_interval_seconds{backup="wal"} 86400')
  expect(await forgetBackup(store.settings, 'keys')).toBe(true)
  expect(await forgetBackup(store.settings, 'keys')).toBe(false)
  expect(await listBackups(store.settings)).toHaveLength(2)
})
