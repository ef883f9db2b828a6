/** How late the host delivers, and what is no such thing. */
import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/world/postgres.ts'
import { createPrometheusMeter } from '../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../adapters/postgres/open-store.ts'
import type { AppName } from '../domain/repository/repository.ts'
import { indicators } from '../ops/indicators/indicators.ts'
import { silentLog } from '../ports/log/silent-log.ts'
import type { Store } from '../ports/store/store.ts'
import { noTracer } from '../ports/trace/tracer.ts'
import { createAcceptDelivery } from './accept-delivery.ts'

const now = Date.UTC(2026, 10, 23, 12)
const place = { installation: { id: 1 }, repository: { id: 2, name: 'hello', owner: { login: 'octo' } } }

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

function pullRequestAt(updatedAt: unknown): readonly [string, object] {
  const pull_request = { number: 7, state: 'open', draft: false, updated_at: updatedAt }
  return ['pull_request', { ...place, action: 'opened', pull_request }]
}

function pushAt(pushedAt: unknown): readonly [string, object] {
  return ['push', { ...place, repository: { ...place.repository, pushed_at: pushedAt }, ref: 'refs/heads/x' }]
}

/** @returns the ages that were observed, in seconds, as their sum and their count */
async function agesOf(events: readonly (readonly [string, object])[], times = 1): Promise<readonly number[]> {
  const meter = createPrometheusMeter(indicators)
  const accept = createAcceptDelivery({
    apps: [{ name: 'main' as AppName, id: 4, secrets: ['theirs'], botName: () => null }],
    inbox: store.inbox,
    journal: { record() {} },
    enqueue: () => {},
    tracer: noTracer,
    clock: { now: () => now },
    log: silentLog,
    meter,
  })
  if (!accept.ok) throw new Error(accept.failure.message)
  for (const [event, payload] of events) {
    const body = Buffer.from(JSON.stringify(payload))
    const headers = {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', 'theirs').update(body).digest('hex')}`,
    }
    for (let time = 0; time < times; time += 1) {
      expect(await accept.value({ app: null, headers, body })).toMatchObject({ status: 202 })
    }
  }
  const { text } = await meter.render()
  const of = (name: string) =>
    Number(new RegExp(`^autogen_event_age_seconds_${name} (.*)$`, 'm').exec(text)?.[1])
  return [of('sum'), of('count')]
}

test('the time of the event is read from its payload, as text or in seconds', async () => {
  expect(await agesOf([pullRequestAt(new Date(now - 7_000).toISOString())])).toEqual([7, 1])
  expect(await agesOf([pushAt(now / 1000 - 9)])).toEqual([9, 1])
})

test('a redelivery of what is known says nothing about the host', async () => {
  expect(await agesOf([pushAt(now / 1000 - 3)], 3)).toEqual([3, 1])
})

test('clocks may be a little apart', async () => {
  expect(await agesOf([pushAt(now / 1000 + 5)])).toEqual([0, 1])
})

test('what cannot be the age of an event is left out, and the webhook is taken all the same', async () => {
  const absurd = [
    'yesterday',
    '0000-00-00',
    -5,
    2 ** 60,
    null,
    {},
    '2106-01-01T00:00:00Z',
    '1999-01-01T00:00:00Z',
  ]
  expect(await agesOf([...absurd.map(pullRequestAt), ...absurd.map(pushAt)])).toEqual([0, 0])
})
