/** Events as an attacker makes them: as many as they like, with whatever they like in them. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../../../test/world/eventually.ts'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { createPrometheusMeter, type PrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import type { Log } from '../../ports/log/log.ts'
import type { SecurityEventKind } from '../../ports/store/security-events.ts'
import type { Store } from '../../ports/store/store.ts'
import { indicators } from '../indicators/indicators.ts'
import { createSecurityJournal } from './create-security-journal.ts'

let database: TestDatabase
let store: Store
let meter: PrometheusMeter
let now = Date.UTC(2026, 10, 23)
let said: { readonly fields: object; readonly message: string }[]

const log: Log = {
  debug() {},
  info() {},
  warn: (fields, message) => void said.push({ fields, message }),
  error() {},
  child: () => log,
}

beforeAll(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log, poolMax: 3 })
})

afterAll(async () => {
  await store.close()
  await database.drop()
})

beforeEach(() => {
  now += 3_600_000
  said = []
  meter = createPrometheusMeter(indicators)
})

const open = (security: Store['security'] = store.security) =>
  createSecurityJournal({ security, clock: { now: () => now }, log, meter })

async function counted(kind: SecurityEventKind): Promise<number> {
  const { text } = await meter.render()
  return Number(new RegExp(`autogen_security_events_total\\{kind="${kind}"\\} (\\d+)`).exec(text)?.[1])
}

test('an event is counted, written down and said', async () => {
  open().record({ kind: 'unknown-app', app: null, detail: { targetId: '99' } })
  const [event] = await eventually('the event', async () => {
    const events = await store.security.list(now, 10)
    return events.length === 1 && events
  })
  expect(event).toEqual({ kind: 'unknown-app', app: null, at: now, detail: { targetId: '99' } })
  expect(await counted('unknown-app')).toBe(1)
  expect(said).toEqual([
    { fields: { kind: 'unknown-app', app: null, targetId: '99' }, message: 'security event' },
  ])
})

test('of a flood a few are written each minute, with how many were not; all are counted', async () => {
  const journal = open()
  for (let n = 0; n < 1_000; n += 1) journal.record({ kind: 'bad-signature', app: null, detail: {} })
  // Another kind is not drowned by it.
  journal.record({ kind: 'audit-chain-broken', app: null, detail: {} })
  now += 60_000
  journal.record({ kind: 'bad-signature', app: null, detail: {} })
  const events = await eventually('the events', async () => {
    const found = await store.security.list(now - 60_000, 100)
    return found.length === 22 && found
  })
  expect(events.filter(({ kind }) => kind === 'audit-chain-broken')).toHaveLength(1)
  expect(events.filter(({ detail }) => detail.unwrittenBefore === '980')).toHaveLength(1)
  expect(await counted('bad-signature')).toBe(1_001)
  expect(said).toHaveLength(22)
})

test('what an attacker writes is cut, and what no database takes is replaced', async () => {
  const hostile = `\0\ud800${'x'.repeat(10_000)}`
  open().record({ kind: 'forbidden-config', app: null, detail: { keys: hostile } })
  const [event] = await eventually('the event', async () => {
    const events = await store.security.list(now, 10)
    return events.length === 1 && events
  })
  expect(event?.detail.keys).toBe(`\ufffd\ufffd${'x'.repeat(198)}`)
})

test('nobody waits for a store that is away, and the event is counted all the same', async () => {
  const away = { ...store.security, record: () => Promise.reject(new Error('the store is away')) }
  open(away).record({ kind: 'sandbox-escape', app: null, detail: {} })
  expect(await counted('sandbox-escape')).toBe(1)
  await eventually('the failure to be said', () =>
    said.some(({ message }) => message === 'security event could not be written down'),
  )
})
