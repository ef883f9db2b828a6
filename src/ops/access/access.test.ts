/** Tokens and logins over a real store, with a clock that the story moves. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { SecurityEvent } from '../../ports/store/security-events.ts'
import type { Store } from '../../ports/store/store.ts'
import { createAuthenticator } from './authenticate.ts'
import { readToken, writeToken } from './token-text.ts'
import { createTokens } from './tokens.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const root: Actor = { name: 'root', role: 'admin', via: 'cli' }

let database: TestDatabase
let store: Store
let names = 0

beforeAll(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog, poolMax: 3 })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

function begin() {
  const time = { now: Date.UTC(2026, 10, 23, 10) }
  const clock = { now: () => time.now }
  const events: Omit<SecurityEvent, 'at'>[] = []
  const tokens = createTokens({ access: store.access, journal: store.journal, random: randomBytes, clock })
  const authenticator = createAuthenticator({
    access: store.access,
    security: { record: (event) => void events.push(event) },
    secretNamed: (text) => (text === 'the canary' ? text : null),
    random: randomBytes,
    clock,
  })
  async function issue(forMs = hourMs): Promise<string> {
    names += 1
    const made = await tokens.create(
      { name: `person ${names}`, role: 'responder', scopes: ['all'], forMs },
      root,
    )
    if (!made.ok) throw new Error(made.failure.message)
    return made.value.text
  }
  return { time, tokens, authenticator, issue, events }
}

const idOf = (text: string) => readToken(text)?.id ?? ''

test('a token opens until it expires, and what is written of its use is true to the minute', async () => {
  const { time, authenticator, issue, events } = begin()
  const text = await issue()
  expect(await authenticator.byToken(text, '192.0.2.1')).toMatchObject({ ok: true, value: { via: 'token' } })
  time.now += 30_000
  await authenticator.byToken(text, '192.0.2.2')
  const { token } = (await store.access.find(idOf(text) as never)) ?? {}
  expect(token).toMatchObject({ lastUsedAt: time.now - 30_000, lastUsedFrom: '192.0.2.1' })
  time.now += hourMs
  expect(await authenticator.byToken(text, '192.0.2.1')).toEqual({
    ok: false,
    failure: { kind: 'unauthorised' },
  })
  expect(events).toMatchObject([{ kind: 'login-failed', detail: { why: 'expired or revoked' } }])
})

test('after a rotation both secrets open for a while, then the new one alone', async () => {
  const { time, tokens, authenticator, issue } = begin()
  const first = await issue()
  const rotated = await tokens.rotate(idOf(first), { graceMs: minuteMs, forMs: 2 * hourMs }, root)
  const second = rotated.ok ? rotated.value.text : ''
  const opens = async (text: string) => (await authenticator.byToken(text, '192.0.2.1')).ok
  expect([await opens(first), await opens(second)]).toEqual([true, true])
  time.now += 2 * minuteMs
  expect([await opens(first), await opens(second)]).toEqual([false, true])
})

test('a session ends when nobody uses it, and at the latest after eight hours', async () => {
  const { time, authenticator, issue } = begin()
  const text = await issue(24 * hourMs)
  const open = async () => {
    const opened = await authenticator.login(text, '192.0.2.1')
    if (!opened.ok) throw new Error(opened.failure.kind)
    return opened.value
  }
  const idle = await open()
  time.now += 29 * minuteMs
  expect((await authenticator.bySession(idle.secret, null, '192.0.2.1')).ok).toBe(true)
  time.now += 31 * minuteMs
  expect((await authenticator.bySession(idle.secret, null, '192.0.2.1')).ok).toBe(false)
  const busy = await open()
  for (let minutes = 0; minutes < 8 * 60; minutes += 20) {
    expect((await authenticator.bySession(busy.secret, null, '192.0.2.1')).ok).toBe(true)
    time.now += 20 * minuteMs
  }
  expect((await authenticator.bySession(busy.secret, null, '192.0.2.1')).ok).toBe(false)
})

test('logins are slowed down by address and by name, for a minute', async () => {
  const { time, authenticator, issue } = begin()
  const text = await issue()
  const limited = { failure: { kind: 'limited' } }
  for (let tries = 0; tries < 10; tries += 1) await authenticator.login('nonsense', '192.0.2.1')
  expect(await authenticator.login(text, '192.0.2.1')).toMatchObject(limited)
  expect((await authenticator.login(text, '192.0.2.2')).ok).toBe(true)
  const forged = writeToken({ id: idOf(text) as never, secret: '0'.repeat(43) })
  for (let tries = 0; tries < 10; tries += 1) await authenticator.login(forged, `192.0.2.${10 + tries}`)
  expect(await authenticator.login(text, '192.0.2.3')).toMatchObject(limited)
  time.now += minuteMs
  expect((await authenticator.login(text, '192.0.2.1')).ok).toBe(true)
})

test('of requests the wrong ones are slowed down, and never the right ones', async () => {
  const { authenticator, issue } = begin()
  const text = await issue()
  const answers = []
  for (let tries = 0; tries < 12; tries += 1)
    answers.push(await authenticator.byToken('nonsense', '192.0.2.1'))
  const kinds = answers.map((answer) => (answer.ok ? 'ok' : answer.failure.kind))
  expect(kinds).toEqual([...Array(10).fill('unauthorised'), 'limited', 'limited'])
  expect((await authenticator.byToken(text, '192.0.2.1')).ok).toBe(true)
})

test('whoever presents the decoy has been where nobody should be', async () => {
  const { authenticator, events } = begin()
  await authenticator.login('the canary', '192.0.2.1')
  expect(events.map(({ kind }) => kind)).toEqual(['canary-leaked', 'login-failed'])
})

test('tokens are made by admins, and every change is written down without the secret', async () => {
  const { tokens, issue } = begin()
  const wanted = { name: 'eve', role: 'admin', scopes: ['all'], forMs: hourMs } as const
  const responder: Actor = { name: 'ann', role: 'responder', via: 'api' }
  expect(await tokens.create(wanted, responder)).toMatchObject({ failure: { kind: 'forbidden' } })
  const text = await issue()
  expect(await tokens.rotate(idOf(text), { graceMs: 0, forMs: hourMs }, responder)).toMatchObject({
    ok: false,
  })
  expect(await tokens.revoke(idOf(text), responder)).toMatchObject({ ok: false })
  expect(await tokens.revoke(idOf(text), root)).toMatchObject({ ok: true })
  expect(await tokens.revoke(idOf(text), root)).toMatchObject({ failure: { kind: 'unknown' } })
  const entries = await store.journal.list(null, 2)
  expect(entries.map(({ action }) => action)).toEqual(['access.revoked', 'access.created'])
  expect(JSON.stringify(entries)).not.toContain(readToken(text)?.secret)
  expect(await tokens.create({ ...wanted, name: '<eve>' }, root)).toMatchObject({
    failure: { kind: 'invalid' },
  })
  await tokens.create(wanted, root)
  expect(await tokens.create(wanted, root)).toMatchObject({ failure: { kind: 'name-taken' } })
})
