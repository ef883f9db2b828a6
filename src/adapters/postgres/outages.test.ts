/** A server of its own that is killed, stopped and brought back under the store. */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { fastFolder } from '../../../test/world/fast-folder.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import { aDelivery, app, aReview, eventually } from '../../ports/store/contract/samples.ts'
import type { Store } from '../../ports/store/store.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts'
import { migrate } from './migrate/migrate.ts'
import { openStore } from './open-store.ts'

const migrations = new URL('../../../migrations', import.meta.url).pathname

let folder: string
let server: EmbeddedPostgres
let store: Store

beforeEach(async () => {
  folder = join(fastFolder(), `autogen-bot-outages-${process.pid}-${randomBytes(4).toString('hex')}`)
  const opened = await openEmbeddedPostgres({ folder, log: silentLog })
  if (!opened.ok) throw new Error(opened.failure.message)
  server = opened.value
  const migrated = await migrate({ connection: server.connection, folder: migrations, log: silentLog })
  if (!migrated.ok) throw new Error(migrated.failure.message)
  store = await openStore({ connection: server.connection, log: silentLog, statementTimeoutMs: 2_000 })
})

afterEach(async () => {
  await store.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

function isBack(): Promise<void> {
  return eventually(
    () =>
      store.check().then(
        () => true,
        () => false,
      ),
    20_000,
  )
}

test('whatever is killed meanwhile, every accepted delivery is there', { timeout: 60_000 }, async () => {
  const promised: string[] = []
  let refused = 0
  for (let kill = 0; kill < 3; kill += 1) {
    // Also when this test fails, so that nobody sends for ever.
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    const senders = Array.from({ length: 20 }, async (_, sender) => {
      for (let n = 0; !stop.signal.aborted; n += 1) {
        const guid = `${kill}/${sender}/${n}`
        const outcome = await store.inbox.accept(aDelivery(guid), aReview(sender % 7))
        if (outcome.ok) promised.push(guid)
        else refused += 1
        if (!outcome.ok) await delay(5)
      }
    })
    const [enough, refusedBefore, { pid }] = [promised.length + 100, refused, server]
    await eventually(() => promised.length >= enough)
    process.kill(pid, 'SIGKILL')
    await eventually(() => refused > refusedBefore && server.pid !== pid)
    stop.abort()
    await Promise.all(senders)
    await isBack()
  }
  expect(refused).toBeGreaterThan(0)
  const known = await store.inbox.known(app, promised as never)
  expect(promised.filter((guid) => !known.has(guid as never))).toEqual([])
  expect((await store.inbox.list(10_000)).every(({ state }) => state === 'accepted')).toBe(true)
  expect(await store.jobs.list(['waiting'], 100)).toHaveLength(7)
})

test('a server that hangs is unavailable in a bounded time, and works again when it wakes up', async () => {
  await store.check()
  const backends = await backendsOf()
  expect(backends.length).toBeGreaterThan(0)
  for (const pid of [server.pid, ...backends]) process.kill(pid, 'SIGSTOP')
  try {
    const outcome = await store.inbox.accept(aDelivery('hanging'), aReview(1))
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'store-unavailable' } })
    await expect(store.jobs.counts()).rejects.toBeInstanceOf(StoreUnavailable)
  } finally {
    for (const pid of [...backends, server.pid]) process.kill(pid, 'SIGCONT')
  }
  await isBack()
})

test('connections that the administrator ends are replaced, and nobody else notices', async () => {
  await Promise.all(Array.from({ length: 8 }, () => store.check()))
  for (const pid of await backendsOf()) process.kill(pid, 'SIGTERM')
  await isBack()
  await Promise.all(Array.from({ length: 8 }, () => store.check()))
})

test('a bug of ours is not taken for an outage', async () => {
  const delivery = aDelivery('one', { bodyHash: 'ab', ignoredBecause: null })
  const failure = await store.inbox.accept(delivery, null).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Error)
  expect(failure).not.toBeInstanceOf(StoreUnavailable)
})

test('a server that never was: every call says so soon, and closing it ends', async () => {
  const lost = await openStore({
    connection: { ...server.connection, host: join(folder, 'nowhere') },
    log: silentLog,
  })
  await expect(lost.check()).rejects.toBeInstanceOf(StoreUnavailable)
  await expect(lost.leadership.take('nobody')).rejects.toBeInstanceOf(StoreUnavailable)
  await expect(lost.settings.read('x')).rejects.toBeInstanceOf(StoreUnavailable)
  await lost.close()
  await expect(lost.check()).rejects.toBeInstanceOf(StoreUnavailable)
})

/** Processes of the server that serve the store. */
async function backendsOf(): Promise<readonly number[]> {
  const { Client } = await import('pg')
  const client = new Client(server.administration)
  await client.connect()
  const { rows } = await client.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'autogen-bot'",
  )
  await client.end()
  return rows.map(({ pid }) => pid)
}
