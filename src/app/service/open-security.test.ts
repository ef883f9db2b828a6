/** Secrets of the service on their way to a model, and back from one. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { eventually } from '../../../test/world/eventually.ts'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import { silentMeter } from '../../ports/meter/silent-meter.ts'
import type { Store } from '../../ports/store/store.ts'
import { canarySetting, openSecurity } from './open-security.ts'

const now = Date.UTC(2026, 10, 23)
const key = 'zq-4f1c9a7b2e6d8053'
let database: TestDatabase
let store: Store

beforeAll(async () => {
  vi.stubEnv('AUTOGEN_ADMIN_TOKEN', '')
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog, poolMax: 3 })
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await store.close()
  await database.drop()
})

test('neither a key of the configuration nor the canary gets through, and it is written down', async () => {
  const clock = { now: () => now }
  const security = await openSecurity({ store, secrets: [key], clock, log: silentLog, meter: silentMeter })
  const canary = (await store.settings.read(canarySetting)) as string
  const base64 = Buffer.from(key).toString('base64')
  const shown = security.hideFromModels(`A file says ${key}, ${base64} and ${canary}.`)
  expect(shown).toMatch(/^A file says \*+, \*+\S{0,3} and \*+\.$/)
  expect(security.hideFromModels('A file says nothing.')).toBe('A file says nothing.')
  const events = await eventually('the event', async () => {
    const found = await store.security.list(now, 10)
    return found.length > 0 && found
  })
  expect(events.map(({ kind, detail }) => [kind, detail])).toEqual([
    ['canary-leaked', { held: 'the canary', where: 'a model' }],
  ])
})
