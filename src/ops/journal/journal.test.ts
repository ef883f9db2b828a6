/** A journal that somebody with the database in their hands has changed. */
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { SecurityEventKind } from '../../ports/store/security-events.ts'
import type { Store } from '../../ports/store/store.ts'
import { chainBeginning, verifyChain } from './verify-chain.ts'
import { verifyJournal } from './verify-journal.ts'
import { watchChain } from './watch-chain.ts'

let database: TestDatabase
let store: Store
let client: Client
let now = 1_000
const recorded: SecurityEventKind[] = []

beforeEach(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog, poolMax: 3 })
  client = new Client(database.config)
  await client.connect()
  recorded.length = 0
  for (const n of [1, 2, 3, 4, 5]) await note(n)
})

afterEach(async () => {
  await client.end()
  await store.close()
  await database.drop()
})

async function note(n: number): Promise<void> {
  const actor = { name: 'ann', role: 'admin', via: 'cli' } as const
  const detail = { text: `number ${n}` }
  await store.journal.append({ at: n, actor, action: 'test.noted', subject: 'x', incident: null, detail })
}

function watch() {
  return watchChain({
    journal: store.journal,
    settings: store.settings,
    security: { record: ({ kind }) => void recorded.push(kind) },
    clock: { now: () => now },
    log: silentLog,
  })
}

/** As somebody does who may do everything. */
async function behindTheTrigger(sql: string): Promise<void> {
  await client.query('alter table journal disable trigger user')
  await client.query(sql)
  await client.query('alter table journal enable trigger user')
}

test.each([
  "update journal set detail = '{}' where sequence = 3",
  'delete from journal where sequence = 3',
  'truncate journal',
])('the table itself refuses: %s', async (sql) => {
  await expect(client.query(sql)).rejects.toThrow('the journal only grows')
  expect(await verifyJournal(store)).toEqual({
    checked: 5,
    place: expect.objectContaining({ sequence: 5 }),
    broken: null,
  })
})

test.each([
  [`update journal set detail = '{"text":"another"}' where sequence = 3`, 3, 'not what was written'],
  ["update journal set actor = 'bob' where sequence = 2", 2, 'not what was written'],
  [
    "update journal set happened_at = happened_at + interval '1 hour' where sequence = 5",
    5,
    'not what was written',
  ],
  ['delete from journal where sequence = 3', 3, 'is missing'],
  ['delete from journal where sequence = 1', 1, 'is missing'],
  ["update journal set previous_hash = 'x', hash = 'y' where sequence = 4", 4, 'does not name the hash'],
  ["update journal set detail = 'no JSON' where sequence = 4", 4, 'not what was written'],
])('behind the trigger, and seen: %s', async (sql, sequence, reason) => {
  await behindTheTrigger(sql)
  expect((await verifyChain(store.journal)).broken).toEqual({
    sequence,
    reason: expect.stringContaining(reason),
  })
})

test('an end that was cut off is seen by what was verified before', async () => {
  expect(await watch()).toBeNull()
  await behindTheTrigger('delete from journal where sequence >= 4')
  expect(await verifyChain(store.journal)).toMatchObject({ broken: null })
  expect((await verifyJournal(store)).broken).toMatchObject({ sequence: 5 })
  await note(6)
  await note(7)
  expect((await verifyJournal(store)).broken).toMatchObject({
    sequence: 5,
    reason: expect.stringContaining('not the one'),
  })
  expect(await watch()).toMatchObject({ sequence: 5 })
})

test('the regular look finds what is changed among old entries, and tells it once an hour', async () => {
  expect(await watch()).toBeNull()
  await note(6)
  expect(await watch()).toBeNull()
  await behindTheTrigger("update journal set subject = 'y' where sequence = 2")
  expect([await watch(), await watch(), await watch()].some((broken) => broken?.sequence === 2)).toBe(true)
  expect(recorded).toEqual(['audit-chain-broken'])
  now += 3_600_000
  await watch()
  await watch()
  expect(recorded).toEqual(['audit-chain-broken', 'audit-chain-broken'])
})

test('a long chain is looked at in stretches', async () => {
  const first = await verifyChain(store.journal, chainBeginning, 2)
  expect(first).toMatchObject({ checked: 2, place: { sequence: 2 }, broken: null })
  expect(await verifyChain(store.journal, first.place)).toMatchObject({ checked: 3, place: { sequence: 5 } })
})
