/** Messages on their way: real rows, real requests, two leaders, sudden deaths. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { createNotifiers } from '../../adapters/notify/create-notifiers.ts'
import { type OtherSide, openOtherSide } from '../../adapters/notify/fixtures/other-side.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import type { NotifierConfig } from '../../config/service/notifier-config.ts'
import { defaultServiceRecord, type ServiceRecord } from '../../config/service/service-record.ts'
import type { Log } from '../../ports/log/log.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Labels, Meter } from '../../ports/meter/meter.ts'
import { aMessage } from '../../ports/notifier/notifier-contract.ts'
import type { Store } from '../../ports/store/store.ts'
import { createDispatcher, type Dispatcher } from './dispatcher.ts'
import { createNotify, type Notify } from './outbox.ts'
import { createShowNotifications } from './show-notifications.ts'

const { signal } = new AbortController()
const secret = 'the secret of the webhook'
const leaked = 'tR7!kQ2z-leaked'

let database: TestDatabase
let store: Store
let pager: OtherSide
let chat: OtherSide
let now = Date.UTC(2026, 10, 23, 9)
let elapsed = 0
let figures: Map<string, number>

const clock = { now: () => now }
const meter: Meter = {
  count: (name, labels = {}, by = 1) =>
    void figures.set(keyOf(name, labels), (figures.get(keyOf(name, labels)) ?? 0) + by),
  set: (name, value, labels = {}) => void figures.set(keyOf(name, labels), value),
  observe: () => {},
}

function keyOf(name: string, labels: Labels): string {
  return [name, ...Object.values(labels)].join(' ')
}

beforeEach(async () => {
  figures = new Map()
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog })
  pager = await openOtherSide(() => ({ status: 204 }))
  chat = await openOtherSide(() => ({ status: 200, body: 'ok' }))
})

afterEach(async () => {
  await Promise.all([pager.close(), chat.close(), store.close()])
  await database.drop()
})

function configs(): readonly NotifierConfig[] {
  return [
    { kind: 'webhook', name: 'pager', isChannel: false, url: `${pager.url}/page`, secret },
    { kind: 'slack', name: 'chat', isChannel: true, url: `${chat.url}/services/chat` },
  ]
}

const record: ServiceRecord = {
  ...defaultServiceRecord,
  contacts: [{ name: 'ann', role: '', email: null, phone: null, notifiers: ['pager'] }],
  escalation: [
    { name: 'on-call', contacts: ['ann'] },
    { name: 'manager', contacts: ['nobody we know'] },
  ],
}

function open(over = store, leaseMs = 30_000): { readonly notify: Notify; readonly dispatcher: Dispatcher } {
  const notifiers = createNotifiers(configs(), {
    service: 'autogen-bot',
    clock,
    userAgent: 'test',
    issuesOf: () => {
      throw new Error('no issues')
    },
  })
  const { notifications, journal } = over
  return {
    notify: createNotify({
      notifications,
      directory: { record, notifiers: configs() },
      clock,
      log: silentLog,
    }),
    dispatcher: createDispatcher({
      notifications,
      notifiers: notifiers.map((notifier) => ({ notifier, foldsThreads: true })),
      journal,
      guard: { lets: (text) => !text.includes(leaked) },
      complete: async ({ notification }) => notification,
      clock,
      elapsedMs: () => elapsed,
      random: () => 0.5,
      log: silentLog,
      meter,
      leaseMs,
    }),
  }
}

const onCall = { kind: 'on-call', level: 0 } as const
const channel = { kind: 'channel' } as const
const idsAt = (side: OtherSide) => side.heard.map(({ body }) => (JSON.parse(body) as { id: string }).id)
const textsAt = (side: OtherSide) => side.heard.map(({ body }) => (JSON.parse(body) as { text: string }).text)
const wait = (ms: number) => {
  now += ms
  elapsed += ms
}

test('a page comes to whom it is for, once; a level without anybody is everybody', async () => {
  const { notify, dispatcher } = open()
  expect(await notify(aMessage({ to: onCall }))).toBe(1)
  expect(await notify(aMessage({ to: onCall }))).toBe(0)
  expect(await notify(aMessage({ to: { kind: 'on-call', level: 1 }, dedupeKey: 'manager' }))).toBe(2)
  expect(await notify(aMessage({ to: channel, kind: 'status', dedupeKey: 'news' }))).toBe(1)
  for (const name of dispatcher.names) await dispatcher.turn(name, signal)
  expect(idsAt(pager)).toEqual(['incident-12/page/0', 'manager'])
  expect(chat.heard).toHaveLength(2)
  for (const name of dispatcher.names) await dispatcher.turn(name, signal)
  expect(pager.heard).toHaveLength(2)
  expect(await store.journal.ofIncident(12, 10)).toMatchObject([
    { action: 'notification.sent', subject: 'notifier pager' },
    { action: 'notification.sent' },
    { action: 'notification.sent', subject: 'notifier chat' },
  ])
})

test('what reaches nobody is complained about once, on how many ways and how often it may be handed over', async () => {
  const complaints: unknown[] = []
  const log: Log = { ...silentLog, warn: (facts) => void complaints.push(facts) }
  const directory = { record, notifiers: [] }
  const notify = createNotify({ notifications: store.notifications, directory, clock, log })
  const opened = aMessage({ dedupeKey: 'incident-12/1/opened' })
  await notify({ ...opened, to: onCall })
  await notify({ ...opened, to: channel, kind: 'status' })
  await Promise.all([notify({ ...opened, to: channel }), notify({ ...opened, to: channel })])
  expect(complaints).toHaveLength(1)
  await notify(aMessage({ dedupeKey: 'incident-13/1/opened' }))
  expect(complaints).toHaveLength(2)
})

test('a notifier that fails is tried again, its page is given to the others, and it is seen to fail', async () => {
  const { notify, dispatcher } = open()
  const show = createShowNotifications({
    notifications: store.notifications,
    names: dispatcher.names,
    clock,
    meter,
  })
  const up = 'autogen_dependency_up notifier/pager component'
  await show()
  expect(figures.get(up)).toBe(1)
  pager.behave('broken')
  await notify(aMessage({ to: onCall }))
  await dispatcher.turn('pager', signal)
  await dispatcher.turn('pager', signal)
  expect(pager.heard).toHaveLength(1)
  await dispatcher.turn('chat', signal)
  expect(chat.heard).toHaveLength(0)

  wait(6_000)
  await dispatcher.turn('pager', signal)
  expect(pager.heard).toHaveLength(2)
  await dispatcher.turn('chat', signal)
  expect(textsAt(chat)[0]).toContain('The notifier pager could not deliver this')
  await show()
  expect(figures.get(up)).toBe(0)
  expect(figures.get('autogen_notifications_waiting')).toBe(1)

  pager.behave('well')
  wait(60_000)
  await dispatcher.turn('pager', signal)
  await show()
  expect(figures.get(up)).toBe(1)
  expect(figures.get('autogen_notifications_waiting')).toBe(0)
  expect(figures.get('autogen_notifications_total pager failed')).toBe(2)
  expect(figures.get('autogen_notifications_total pager sent')).toBe(1)
})

test('what is refused is given up at once, with an entry in the journal; people try it again', async () => {
  const { notify, dispatcher } = open()
  pager.behave('refusing')
  await notify(aMessage({ to: onCall }))
  await dispatcher.turn('pager', signal)
  expect(await store.notifications.list(['dead'], 10)).toMatchObject([{ notifier: 'pager' }])
  expect(await store.journal.ofIncident(12, 10)).toMatchObject([{ action: 'notification.dead' }])
  expect(JSON.stringify(await store.notifications.list(['dead'], 10))).not.toContain(secret)
  await dispatcher.turn('chat', signal)
  expect(chat.heard).toHaveLength(1)
  pager.behave('well')
  await store.notifications.retryDead(null, now)
  await dispatcher.turn('pager', signal)
  expect(idsAt(pager)).toEqual(['incident-12/page/0', 'incident-12/page/0'])
})

test('what holds a secret of ours is given up with its reason; of a page goes out what can be said', async () => {
  const { notify, dispatcher } = open()
  const text = `Somebody wrote ${leaked} into a path.`
  await notify(aMessage({ to: onCall, text }))
  await notify(aMessage({ to: channel, kind: 'status', dedupeKey: 'news', title: leaked }))
  for (const name of [...dispatcher.names, ...dispatcher.names]) await dispatcher.turn(name, signal)
  expect(idsAt(pager)).toEqual(['incident-12/page/0/without-words'])
  expect(pager.heard[0]?.body).toContain('Incident 12 wants an answer')
  expect(pager.heard[0]?.body).not.toContain(leaked)
  expect(chat.heard).toHaveLength(0)
  const dead = await store.notifications.list(['dead'], 10)
  expect(dead.map(({ notifier }) => notifier).toSorted()).toEqual(['chat', 'pager'])
  for (const { failure } of dead) expect(failure).toContain('holds a secret of this service')
  expect(await store.journal.ofIncident(12, 10)).toContainEqual(
    expect.objectContaining({ action: 'notification.dead' }),
  )
  // The notifier is well: it was not asked.
  expect((await store.notifications.health()).every(({ failure }) => failure === null)).toBe(true)
  expect(figures.get('autogen_notifications_total pager dead')).toBe(1)
})

test('one that cannot be reached for an hour gets its message given up', async () => {
  const { notify, dispatcher } = open()
  pager.behave('broken')
  await notify(aMessage({ to: onCall }))
  const pauses: number[] = []
  for (let tries = 0; tries < 40; tries += 1) {
    await dispatcher.turn('pager', signal)
    const [row] = await store.notifications
      .list(['waiting'], 10)
      .then((rows) => rows.filter((one) => one.notifier === 'pager'))
    if (row === undefined) break
    pauses.push(row.notBefore - now)
    wait(row.notBefore - now)
  }
  expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600].map((seconds) => seconds * 1_000))
  expect(await store.notifications.list(['dead'], 10)).toMatchObject([{ attempts: 12 }])
})

test('in a burst pages go first, each by itself, and news become one message', async () => {
  const { notify, dispatcher } = open()
  for (let n = 0; n < 30; n += 1)
    await notify(
      aMessage({
        to: channel,
        kind: 'status',
        dedupeKey: `news ${n}`,
        thread: `incident-${n}`,
        title: `News ${n}`,
      }),
    )
  for (let n = 0; n < 4; n += 1)
    await notify(
      aMessage({
        to: { kind: 'notifier', name: 'chat' },
        dedupeKey: `page ${n}`,
        thread: `page-${n}`,
        title: `Page ${n}`,
      }),
    )
  await dispatcher.turn('chat', signal)
  const texts = textsAt(chat)
  expect(texts.slice(0, 4).map((text) => /Page \d/.exec(text)?.[0])).toEqual([
    'Page 0',
    'Page 1',
    'Page 2',
    'Page 3',
  ])
  expect(texts).toHaveLength(5)
  expect(texts[4]).toContain('30 messages')
  expect(texts[4]).toContain('- News 29')
  expect(await store.notifications.waiting()).toEqual({})
  expect(await store.notifications.list(['folded'], 50)).toHaveLength(30)
})

test('one that says "too much" is left alone as long as it says, and nothing is given up', async () => {
  const { notify, dispatcher } = open()
  chat.answer(() => ({ status: 429, headers: { 'retry-after': '90' } }))
  for (const n of [1, 2, 3]) await notify(aMessage({ to: channel, kind: 'status', dedupeKey: `${n}` }))
  await dispatcher.turn('chat', signal)
  wait(80_000)
  await dispatcher.turn('chat', signal)
  expect(chat.heard).toHaveLength(1)
  chat.answer(() => ({ status: 200 }))
  wait(11_000)
  await dispatcher.turn('chat', signal)
  expect(chat.heard).toHaveLength(4)
  expect(figures.get('autogen_notifications_total chat dead')).toBe(0)
})

test('two leaders at once send each message once; what a dead one held is sent by the next', async () => {
  const other = await openStore({ connection: database.config, log: silentLog })
  const one = open()
  const two = open(other)
  for (let n = 0; n < 8; n += 1)
    await one.notify(aMessage({ to: onCall, dedupeKey: `m${n}`, thread: `t${n}` }))
  await Promise.all(
    [one, two].flatMap(({ dispatcher }) => [
      dispatcher.turn('pager', signal),
      dispatcher.turn('pager', signal),
    ]),
  )
  expect(idsAt(pager).toSorted()).toEqual(Array.from({ length: 8 }, (_, n) => `m${n}`))

  await one.notify(aMessage({ to: onCall, dedupeKey: 'held' }))
  // As of a leader that was killed right after it took the row.
  expect(await other.notifications.claim('pager', { at: now, leaseMs: 300, limit: 10 })).toHaveLength(1)
  await one.dispatcher.turn('pager', signal)
  expect(pager.heard).toHaveLength(8)
  const deadline = performance.now() + 10_000
  while (pager.heard.length < 9 && performance.now() < deadline) await one.dispatcher.turn('pager', signal)
  expect(idsAt(pager).at(-1)).toBe('held')
  await other.close()
})

test('nothing is begun that could outlive its lease, and a leader that resigns gives back what it holds', async () => {
  const { notify, dispatcher } = open(store, 22_000)
  await notify(aMessage({ to: onCall }))
  await dispatcher.turn('pager', signal)
  expect(pager.heard).toHaveLength(0)

  const resigned = AbortSignal.abort()
  const usual = open()
  await usual.dispatcher.turn('pager', resigned)
  expect(pager.heard).toHaveLength(0)
  await usual.dispatcher.turn('pager', signal)
  expect(pager.heard).toHaveLength(1)
})
