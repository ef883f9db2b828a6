/** The store is gone: pages go past it, are not repeated by a restart, and are written down when it is back. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../../test/world/postgres.ts'
import { createNotifiers } from '../../adapters/notify/create-notifiers.ts'
import { type OtherSide, openOtherSide } from '../../adapters/notify/fixtures/other-side.ts'
import { createSpoolFile } from '../../adapters/notify/spool-file.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { defaultServiceRecord } from '../../config/service/service-record.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { AlertInstance } from '../../domain/alert/alert.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import { createEmergency, type Emergency } from './emergency.ts'
import { keyOfAlert } from './emergency-page.ts'

const minuteMs = 60_000
const leaked = 'tR7!kQ2z-leaked'
const ann: Actor = { name: 'ann', role: 'responder', via: 'link' }

let folder: string
let pager: OtherSide
let mail: OtherSide
let now = Date.UTC(2026, 10, 23, 3)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'emergency-'))
  pager = await openOtherSide(() => ({ status: 202, body: '{}' }))
  mail = await openOtherSide(() => ({ status: 204 }))
})

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await Promise.all([pager.close(), mail.close()])
})

const spoolPath = () => join(folder, 'emergency-pages.json')

/** As a process that was just started. */
function open(linkFor: (key: string, at: number) => Promise<string | null> = async () => null): Emergency {
  const clock = { now: () => now }
  const notifiers = createNotifiers(
    [
      {
        kind: 'pagerduty',
        name: 'pager',
        isChannel: false,
        routingKey: 'the routing key',
        apiUrl: pager.url,
      },
      { kind: 'webhook', name: 'mail', isChannel: true, url: mail.url, secret: 'the secret' },
    ],
    {
      service: 'autogen-bot',
      clock,
      userAgent: 'test',
      issuesOf: () => {
        throw new Error('no issues')
      },
    },
  )
  const rules = defaultServiceRecord.escalationRules
  return createEmergency({
    notifiers,
    rules,
    spool: createSpoolFile(spoolPath()),
    linkFor,
    guard: { lets: (text) => !text.includes(leaked) },
    clock,
    log: silentLog,
  })
}

function alert(but: Partial<AlertInstance> = {}): AlertInstance {
  return {
    alert: 'VitalDependencyDown',
    severity: 'P2',
    labels: { dependency: 'store' },
    summary: 'The store cannot be reached.',
    value: 0,
    activeAt: now - minuteMs,
    firingAt: Date.UTC(2026, 10, 23, 2, 59),
    resolvedAt: null,
    source: 'built-in',
    ...but,
  }
}

const actions = () =>
  pager.heard.map(({ body }) => (JSON.parse(body) as { event_action: string }).event_action)
const kinds = () => mail.heard.map(({ body }) => (JSON.parse(body) as { kind: string }).kind)

test('everybody who is ever called is told once, at once; what waits for business hours is not', async () => {
  const emergency = open()
  await Promise.all([
    emergency.page([alert(), alert({ alert: 'NotifierFailing', severity: 'P3' })]),
    emergency.page([alert()]),
  ])
  now += 10_000
  await emergency.page([alert()])
  expect(actions()).toEqual(['trigger'])
  expect(kinds()).toEqual(['page'])
  expect(statSync(spoolPath()).mode & 0o777).toBe(0o600)
})

test('a page that holds a secret goes out without its words', async () => {
  const emergency = open(async (key) => `https://reviews.example.com/ack/${key}`)
  await emergency.page([alert({ summary: `The store says ${leaked}.` })])
  const [told] = mail.heard.map(({ body }) => body)
  expect(told).not.toContain(leaked)
  expect(told).toContain('An alert wants an answer')
  expect(told).toContain(`/ack/${keyOfAlert(alert())}`)
})

test('a restart repeats nothing; what a notifier did not take is tried again', async () => {
  await mail.behave('broken')
  await open().page([alert()])
  await mail.behave('well')
  const again = open()
  await again.page([alert()])
  await again.page([alert()])
  expect(actions()).toEqual(['trigger'])
  expect(kinds()).toEqual(['page', 'page'])
  const [first, second] = mail.heard.map(({ headers }) => headers['idempotency-key'])
  expect(first).toBe(second)
})

test('nobody answers: told again by the rule; somebody does: told no more, and the others hear of it', async () => {
  const emergency = open(async (key) => `https://reviews.example.com/ack/${key}`)
  await emergency.page([alert()])
  expect(mail.heard[0]?.body).toContain(`/ack/${keyOfAlert(alert())}`)
  now += 15 * minuteMs
  await emergency.page([alert()])
  expect(actions()).toEqual(['trigger', 'trigger'])
  expect(
    new Set(pager.heard.map(({ body }) => (JSON.parse(body) as { dedup_key: string }).dedup_key)).size,
  ).toBe(1)

  // By the web process, over the same folder.
  expect(await open().acknowledge(keyOfAlert(alert()), ann)).toBe(true)
  expect(await open().acknowledge('0'.repeat(16), ann)).toBe(false)
  now += 15 * minuteMs
  await emergency.page([alert()])
  expect(actions()).toEqual(['trigger', 'trigger', 'acknowledge'])
})

test('the end is told to whom the beginning was, also when the alert is just gone', async () => {
  const emergency = open()
  await emergency.page([alert()])
  await emergency.page([alert({ resolvedAt: now })])
  await emergency.page([])
  expect(actions()).toEqual(['trigger', 'resolve'])

  const other = alert({ labels: { dependency: 'github/main' } })
  await emergency.page([other])
  await emergency.page([])
  expect(actions()).toEqual(['trigger', 'resolve', 'trigger'])
  now += 3 * minuteMs
  await emergency.page([])
  expect(actions()).toEqual(['trigger', 'resolve', 'trigger', 'resolve'])
})

test('the store is back: what was sent is written down, and the page goes over into an incident', async () => {
  const emergency = open()
  await emergency.page([alert()])
  await emergency.acknowledge(keyOfAlert(alert()), ann)
  const database = await createDatabase()
  const store = await openStore({ connection: database.config, log: silentLog })
  const handedOver = await emergency.settle([alert()], store)
  expect(handedOver).toMatchObject([{ alert: 'VitalDependencyDown', acknowledgedBy: 'ann' }])
  expect(await store.journal.list(null, 10)).toMatchObject([
    { action: 'emergency.paged', detail: { acknowledgedBy: 'ann', notifiers: ['pager', 'mail'] } },
  ])
  expect(await store.notifications.list(['sent'], 10)).toHaveLength(4)
  expect(await store.notifications.list(['waiting'], 10)).toMatchObject([
    { notification: { kind: 'ended', text: expect.stringContaining('goes on as an incident') } },
    { notification: { kind: 'ended' } },
  ])
  expect(createSpoolFile(spoolPath()).read()).toBeNull()
  expect(await emergency.settle([alert()], store)).toEqual([])
  expect(await open().settle([], store)).toEqual([])
  await store.close()
  await database.drop()
})

test('a spool that somebody wrote nonsense into keeps nobody from being called', async () => {
  createSpoolFile(spoolPath()).write('{"version":1,"pages":[{"key":"../x"}]}')
  await open().page([alert()])
  expect(actions()).toEqual(['trigger'])
})
