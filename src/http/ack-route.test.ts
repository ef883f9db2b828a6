/** A page is answered from a telephone; a mail scanner that looks at everything answers nothing. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/world/postgres.ts'
import { openStore } from '../adapters/postgres/open-store.ts'
import type { Actor } from '../domain/actor/actor.ts'
import { ackKeySetting, createAckKey } from '../ops/notifications/ack-key.ts'
import { createAckLinkFor } from '../ops/notifications/ack-link-for.ts'
import { type Acknowledged, createAckLinks } from '../ops/notifications/ack-links.ts'
import { silentLog } from '../ports/log/silent-log.ts'
import { aNotification } from '../ports/store/contract/notification-stories.ts'
import type { Store } from '../ports/store/store.ts'
import { StoreUnavailable } from '../ports/store/store-unavailable.ts'
import { addAckRoute } from './ack-route.ts'
import { createHttpServer, type HttpServer } from './create-http-server.ts'
import { defaultHttpSettings } from './http-settings.ts'

const dayMs = 86_400_000

let database: TestDatabase
let store: Store
let server: HttpServer
let link: string
let now = Date.UTC(2026, 10, 23)
let acknowledged: { incident: number; actor: Actor }[]
let becomes: () => Promise<Acknowledged>

beforeEach(async () => {
  acknowledged = []
  becomes = async () => ({ kind: 'acknowledged' })
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog })
  const key = createAckKey(store.settings, () => 'ab'.repeat(32))
  const clock = { now: () => now }
  const links = createAckLinks({
    notifications: store.notifications,
    key,
    acknowledge: async (incident, actor) => {
      const result = await becomes()
      acknowledged.push({ incident, actor })
      return result
    },
    acknowledgeEmergency: async () => false,
    clock,
  })
  server = createHttpServer({
    accept: async () => ({ status: 202, body: {}, retryAfterSeconds: null }),
    health: [],
    settings: { ...defaultHttpSettings, port: 0 },
    clock,
    log: silentLog,
    meter: { count() {}, set() {}, observe() {} },
  })
  addAckRoute(server.routes, { links })
  const { port } = await server.listen()
  await store.notifications.add([{ notifier: 'pager', notification: aNotification('page') }], now)
  const [page] = await store.notifications.list(['waiting'], 1)
  const linkFor = createAckLinkFor(key, `http://127.0.0.1:${port}`)
  link = (await linkFor({ kind: 'incident', incident: 12 }, { at: now, serial: page?.id ?? 0 })) ?? ''
})

afterEach(async () => {
  await server.close()
  await store.close()
  await database.drop()
})

function post(name: string, to = link): Promise<Response> {
  return fetch(to, { method: 'POST', body: new URLSearchParams({ name }) })
}

test('looking changes nothing, however often; answering does, once', async () => {
  for (let n = 0; n < 3; n += 1) {
    const page = await fetch(link)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Acknowledge incident 12?')
  }
  expect((await fetch(link, { method: 'HEAD' })).status).toBe(200)
  expect(acknowledged).toEqual([])

  const answers = await Promise.all([post('Ann <b>'), post('Ann <b>'), post('Ann <b>')])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
  expect(acknowledged).toEqual([
    { incident: 12, actor: { name: 'Ann <b> (link in pager)', role: 'responder', via: 'link' } },
  ])
  const late = await (await post('Ben')).text()
  expect(late).toContain('Ann &#60;b&#62; (link in pager) acknowledged incident 12')
  expect(late).not.toContain('<b>')
})

test('the page tells nobody its address, runs nothing and is kept nowhere', async () => {
  const { headers } = await fetch(link)
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-.+'; form-action 'self'/,
  )
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cache-control')).toBe('no-store')
})

test('a link that was made up, changed, or is a day old, answers nothing', async () => {
  expect((await post('Ann', `${link.slice(0, -4)}aaaa`)).status).toBe(404)
  expect((await post('Ann', link.replace(/i[c]-/, 'id-'))).status).toBe(404)
  now += dayMs
  expect((await post('Ann')).status).toBe(410)
  expect((await fetch(link)).status).toBe(410)
  expect(acknowledged).toEqual([])
})

test('what cannot be acknowledged says why; what failed may be tried again with the same link', async () => {
  becomes = async () => {
    throw new StoreUnavailable('away')
  }
  expect((await post('Ann')).status).toBe(503)
  becomes = async () => ({ kind: 'not-needed', reason: 'Incident 12 is <over>.' })
  const answer = await post('Ann')
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('Incident 12 is &#60;over&#62;.')
})

test('whoever guesses finds nothing and shuts nobody out; a body that is too large is refused', async () => {
  expect((await post('x'.repeat(5_000))).status).toBe(413)
  const wrong = [link.replace(/[^/]+$/, 'i1'), `${link.slice(0, -4)}aaaa`]
  const guesses = await Promise.all(Array.from({ length: 200 }, (_, n) => fetch(wrong[n % 2] ?? '')))
  expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([404]))
  expect((await post('Ann')).status).toBe(200)
})

test('a key that another process made meanwhile is found', async () => {
  await store.settings.write(ackKeySetting, 'cd'.repeat(32))
  const linkFor = createAckLinkFor(
    createAckKey(store.settings, () => ''),
    new URL(link).origin,
  )
  const other = await linkFor({ kind: 'incident', incident: 13 }, { at: now, serial: 0 })
  now += 11_000
  expect((await post('Ann', other ?? '')).status).toBe(200)
  expect(acknowledged).toMatchObject([{ incident: 13, actor: { name: 'Ann (link in a page)' } }])
})
