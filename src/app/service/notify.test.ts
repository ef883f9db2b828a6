/** `autogen-bot notify`, as an operator types it, over a real store and real other sides. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { type OtherSide, openOtherSide } from '../../adapters/notify/fixtures/other-side.ts'
import { aMessage } from '../../ports/notifier/notifier-contract.ts'
import type { Backbone } from './backbone.ts'
import { loadServiceConfig } from './load-service-config.ts'
import { openBackbone } from './open-backbone.ts'
import {
  deadNotifications,
  listNotifiers,
  retryNotifications,
  testNotifiers,
} from './operate/notifications.ts'
import { openIncidents } from './watch/incidents.ts'

const ann = { name: 'ann', role: 'admin', via: 'cli' } as const
const { signal } = new AbortController()

let folder: string
let database: TestDatabase
let chat: OtherSide
let pager: OtherSide
let backbone: Backbone

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'notify-'))
  database = await createDatabase()
  chat = await openOtherSide(() => ({ status: 200, body: 'ok' }))
  pager = await openOtherSide(() => ({ status: 202, body: '{}' }))
  writeFileSync(join(folder, 'slack'), `${chat.url}/services/the-secret-of-the-chat`)
  writeFileSync(join(folder, 'key'), 'the-routing-key')
  const file = join(folder, 'service.yaml')
  writeFileSync(
    file,
    `dataFolder: ${folder}
databaseUrlFile: ${join(folder, 'database')}
http: { publicUrl: https://reviews.example.com }
notifiers:
  - { name: chat, kind: slack, urlFile: ${join(folder, 'slack')}, channel: true }
  - { name: pager, kind: pagerduty, routingKeyFile: ${join(folder, 'key')}, apiUrl: '${pager.url}' }
service:
  contacts:
    - { name: Ann, notifiers: [pager] }
  escalation:
    - { name: on-call, contacts: [Ann] }
`,
  )
  writeFileSync(join(folder, 'database'), database.url)
  const config = loadServiceConfig({ file, flags: {} })
  if (!config.ok) throw new Error(JSON.stringify(config.failure))
  const opened = await openBackbone(config.value, { role: 'command', logLevel: 'silent' })
  if (!opened.ok) throw new Error(opened.failure.message)
  backbone = opened.value
})

afterEach(async () => {
  await backbone.close()
  await Promise.all([chat.close(), pager.close()])
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function dutiesOnce(): Promise<void> {
  for (const duty of backbone.notifications.duties) await duty.run(signal)
}

test('a test says at once what came of it, and a notifier that works again is no longer failing', async () => {
  expect((await listNotifiers(backbone)).map(({ name, reaches, health }) => [name, reaches, health])).toEqual(
    [
      ['chat', [], null],
      ['pager', ['Ann'], null],
    ],
  )
  pager.behave('refusing')
  const results = await testNotifiers(backbone, null, ann)
  expect(results).toMatchObject([
    { name: 'chat', ok: true },
    { name: 'pager', ok: false, words: expect.stringContaining('403') },
  ])
  expect(JSON.stringify(results)).not.toMatch(/the-secret|the-routing-key/)
  expect((await listNotifiers(backbone)).map(({ health }) => health?.isUp)).toEqual([true, false])
  pager.behave('well')
  expect(await testNotifiers(backbone, 'pager', ann)).toMatchObject([{ ok: true }])
  expect((await listNotifiers(backbone)).map(({ health }) => health?.isUp)).toEqual([true, true])
  expect(await testNotifiers(backbone, 'nobody', ann)).toBeNull()
  expect(await backbone.store.journal.list(null, 5)).toMatchObject([
    { action: 'notification.tested', actor: ann, subject: 'notifier pager' },
    { action: 'notification.tested', detail: { sent: 1, failed: 1 } },
  ])
})

test('a page carries the link that answers it; what was given up is listed and sent again', async () => {
  const { notify } = backbone.notifications
  pager.behave('refusing')
  await notify(aMessage({ to: { kind: 'on-call', level: 0 }, links: [] }))
  await dutiesOnce()
  expect(await deadNotifications(backbone)).toMatchObject([
    { notifier: 'pager', failure: expect.stringContaining('403') },
  ])
  pager.behave('well')
  expect(await retryNotifications(backbone, null, ann)).toBe(1)
  await dutiesOnce()
  const { links } = JSON.parse(pager.heard.at(-1)?.body ?? '{}') as { links: readonly { href: string }[] }
  expect(links[0]?.href).toMatch(/^https:\/\/reviews\.example\.com\/ack\/ic-/)
  const answers = backbone.notifications.ackLinks(async () => ({ kind: 'acknowledged' }))
  const token = links[0]?.href.split('/').at(-1) ?? ''
  expect(await answers.answer(token, 'Ann')).toMatchObject({ kind: 'done' })
  expect(await answers.answer(token, 'Ann')).toMatchObject({ kind: 'used', by: 'Ann (link in pager)' })
})

test('an incident is known on its channel once a message was taken there, not when a pager was told', async () => {
  const incidents = openIncidents(backbone)
  const openedAt = async () => {
    await incidents.tick()
    await incidents.settled()
    return (await incidents.show(1))?.incident.channelOpenedAt
  }
  chat.behave('refusing')
  await incidents.declare({ severity: 'P1', title: 'Nothing is reviewed' }, ann)
  await dutiesOnce()
  expect(pager.heard).not.toEqual([])
  expect(await openedAt()).toBeNull()
  chat.behave('well')
  await incidents.command(1, { kind: 'announce', text: 'We look.' }, ann)
  await dutiesOnce()
  expect(await openedAt()).toEqual(expect.any(Number))
})
