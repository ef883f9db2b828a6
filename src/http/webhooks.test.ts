/** Webhooks over real HTTP into a real database. */
import { createHmac, randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/world/postgres.ts'
import { createPrometheusMeter } from '../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../adapters/postgres/open-store.ts'
import type { DeliveryGuid } from '../domain/delivery/delivery.ts'
import type { AppName } from '../domain/repository/repository.ts'
import { createAcceptDelivery } from '../ingest/accept-delivery.ts'
import type { WebhookApp } from '../ingest/webhook-app.ts'
import { indicators } from '../ops/indicators/indicators.ts'
import { createSecurityJournal } from '../ops/security/create-security-journal.ts'
import { silentLog } from '../ports/log/silent-log.ts'
import type { QueueEntry } from '../ports/queue/queue.ts'
import type { Store } from '../ports/store/store.ts'
import { noTracer } from '../ports/trace/tracer.ts'
import { createHttpServer, type HttpServer } from './create-http-server.ts'
import { defaultHttpSettings } from './http-settings.ts'

const waiting = { timeout: 20_000, interval: 10 }

const target = 'x-github-hook-installation-target-id'
const clock = { now: () => Date.now() }

const main: WebhookApp = {
  name: 'main' as AppName,
  id: 4,
  secrets: ['new secret', 'old secret'],
  botName: () => 'autogen-bot',
}
const other: WebhookApp = { name: 'other' as AppName, id: 5, secrets: ['another'], botName: () => null }

interface Service {
  readonly store: Store
  readonly server: HttpServer
  readonly url: string
  /** What went to the queue. */
  readonly queued: QueueEntry[]
  metrics(): Promise<string>
}

async function serve(connection: TestDatabase['config']): Promise<Service> {
  const meter = createPrometheusMeter(indicators)
  const store = await openStore({ connection, log: silentLog, connectTimeoutMs: 500 })
  const queued: QueueEntry[] = []
  const accept = createAcceptDelivery({
    apps: [main, other],
    inbox: store.inbox,
    journal: createSecurityJournal({ security: store.security, clock, log: silentLog, meter }),
    tracer: noTracer,
    enqueue: (entries) => queued.push(...entries),
    clock,
    log: silentLog,
    meter,
  })
  if (!accept.ok) throw new Error(accept.failure.message)
  const health = [
    { name: 'store', isVital: true, check: () => store.check().then(() => ({ ok: true }) as const) },
  ]
  const settings = { ...defaultHttpSettings, port: 0 }
  const server = createHttpServer({ accept: accept.value, health, settings, clock, log: silentLog, meter })
  const { port } = await server.listen()
  const metrics = async () => (await meter.render()).text
  return { store, server, url: `http://127.0.0.1:${port}`, queued, metrics }
}

interface Sent {
  readonly event?: string
  readonly guid?: string
  readonly body?: string | Buffer
  readonly secret?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

let database: TestDatabase
let service: Service

beforeAll(async () => {
  database = await createDatabase()
  service = await serve(database.config)
})

afterAll(async () => {
  await service?.server.close()
  await service?.store.close()
  await database?.drop()
})

async function send({
  event = 'pull_request',
  guid = randomUUID(),
  body = pullRequest(),
  secret = 'new secret',
  path = '/webhook',
  headers = {},
}: Sent): Promise<{
  readonly status: number
  readonly headers: Headers
  readonly words: Record<string, string>
}> {
  const bytes = Buffer.from(body)
  const signature = `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`
  const answer = await fetch(`${service.url}${path}`, {
    method: 'POST',
    body: bytes,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': guid,
      'x-hub-signature-256': signature,
      ...headers,
    },
  })
  return {
    status: answer.status,
    headers: answer.headers,
    words: (await answer.json()) as Record<string, string>,
  }
}

let number = 0

function pullRequest(fields: object = {}): string {
  number += 1
  return JSON.stringify({
    action: 'opened',
    installation: { id: 3 },
    repository: { id: 7, name: 'shop', owner: { login: 'acme' } },
    pull_request: { number, state: 'open', draft: false },
    ...fields,
  })
}

describe('a webhook', () => {
  test('is on disk with its job before it is answered, and goes to the queue', async () => {
    const guid = randomUUID()
    const { status, words } = await send({ guid })
    expect({ status, words }).toEqual({ status: 202, words: { delivery: guid, state: 'accepted' } })
    const stored = await service.store.inbox.find(main.name, guid as DeliveryGuid)
    expect(stored).toMatchObject({ state: 'accepted', repository: 'acme/shop', pullNumber: number })
    const job = await service.store.jobs.find(service.queued.at(-1)?.job ?? ('0' as never))
    expect(job).toMatchObject({ key: `review/main/7#${number}`, lane: 'opened', state: 'waiting' })
  })

  test('that comes again is known, and nothing is done twice', async () => {
    const once = { guid: randomUUID(), body: pullRequest() }
    await send(once)
    const before = service.queued.length
    expect(await send(once)).toMatchObject({ status: 202, words: { state: 'accepted', known: 'already' } })
    expect(service.queued.length).toBe(before)
    expect(await service.store.inbox.find(main.name, once.guid as DeliveryGuid)).toMatchObject({ repeats: 1 })
  })

  test('that comes fifty times at once is stored once', async () => {
    const once = { guid: randomUUID(), body: pullRequest() }
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(once)))
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(202))
    expect(answers.filter(({ words }) => words.known === undefined)).toHaveLength(1)
  })

  test('that comes again with another body is refused and remembered', async () => {
    const guid = randomUUID()
    const since = Date.now()
    await send({ guid, body: pullRequest() })
    expect(await send({ guid, body: pullRequest() })).toMatchObject({
      status: 409,
      words: { error: 'conflict' },
    })
    await vi.waitUntil(async () => {
      const events = await service.store.security.list(since - 1_000, 100)
      return events.some(({ kind, detail }) => kind === 'guid-replayed' && detail.delivery === guid)
    }, waiting)
    expect(await service.metrics()).toContain('autogen_security_events_total{kind="guid-replayed"} 1')
  })

  test('that asks for nothing is kept with the reason', async () => {
    const guid = randomUUID()
    const body = pullRequest({ pull_request: { number: 1, state: 'open', draft: true } })
    const words = { delivery: guid, state: 'ignored', reason: 'The pull request is a draft.' }
    expect(await send({ guid, body })).toMatchObject({ status: 202, words })
    expect(await service.store.inbox.find(main.name, guid as DeliveryGuid)).toMatchObject({
      state: 'ignored',
      reason: words.reason,
    })
  })

  test('with a comment that the database would refuse is stored all the same', async () => {
    const body = JSON.stringify({
      action: 'created',
      installation: { id: 3 },
      repository: { id: 7, name: 'shop', owner: { login: 'acme' } },
      issue: { number: 1, pull_request: {} },
      comment: { id: 9, body: '/autogen help \0 \ud800', user: { login: 'ann', type: 'User' } },
    })
    expect(await send({ event: 'issue_comment', body })).toMatchObject({ words: { state: 'accepted' } })
  })
})

describe('who it is from', () => {
  test('during a rotation the old secret is good too', async () => {
    expect(await send({ secret: 'old secret' })).toMatchObject({ status: 202 })
  })

  test.each([
    ['a wrong secret', { secret: 'guess' }],
    ['another App’s secret on our path', { secret: 'another', path: '/webhook/main' }],
    ['another App’s secret with our number', { secret: 'another', headers: { [target]: '4' } }],
    ['no signature', { headers: { 'x-hub-signature-256': '' } }],
    ['an old kind of signature', { headers: { 'x-hub-signature-256': 'sha1=aa' } }],
  ])('%s is refused before anything is parsed', async (_, sent) => {
    expect(await send({ ...sent, body: 'not even JSON' })).toMatchObject({
      status: 401,
      words: { error: 'bad-signature' },
    })
  })

  test.each([
    ['the secret', { secret: 'another' }],
    ['the path', { secret: 'another', path: '/webhook/other' }],
    ['the number', { secret: 'another', headers: { [target]: '5' } }],
  ])('the App is told by %s', async (_, sent) => {
    const guid = randomUUID()
    expect(await send({ ...sent, guid })).toMatchObject({ status: 202 })
    expect(await service.store.inbox.find(other.name, guid as DeliveryGuid)).toMatchObject({ app: 'other' })
  })

  test('an App that is not ours is refused and remembered', async () => {
    const since = Date.now()
    expect(await send({ headers: { [target]: '99' } })).toMatchObject({
      status: 401,
      words: { error: 'unknown-app' },
    })
    expect(await send({ path: '/webhook/nobody' })).toMatchObject({ status: 401 })
    await vi.waitUntil(async () => {
      const events = await service.store.security.list(since - 1_000, 100)
      return events.some(({ kind, detail }) => kind === 'unknown-app' && detail.targetId === '99')
    }, waiting)
  })

  test('a flood of bad signatures does not fill the table, and is counted whole', async () => {
    const since = Date.now()
    await Promise.all(Array.from({ length: 200 }, () => send({ secret: 'guess', body: '{}' })))
    await vi.waitUntil(async () => /bad-signature"} [2-9]\d\d/.test(await service.metrics()), waiting)
    const events = await service.store.security.list(since - 60_000, 1_000)
    expect(events.filter(({ kind }) => kind === 'bad-signature').length).toBeLessThanOrEqual(20)
  })
})

test.each([
  ['no GUID', { headers: { 'x-github-delivery': '../../etc' } }],
  ['no event', { headers: { 'x-github-event': 'PULL REQUEST' } }],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['no JSON', { body: '{' }],
  ['not UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]) }],
  ['nothing', { body: '' }],
  ['another shape', { body: '{"action":"opened"}' }],
])('%s is a bad request that says what is wrong', async (_, sent) => {
  const { status, words } = await send(sent)
  expect({ status, error: words.error }).toEqual({ status: 400, error: 'unreadable' })
  expect(words.message).toMatch(/^[A-Z].*\.$/)
})

describe('GitHub’s own examples', () => {
  const load = createRequire(import.meta.url)
  const examples = (
    load('@octokit/webhooks-examples') as { name: string; examples: { action?: string }[] }[]
  ).flatMap(({ name, examples: some }) => some.map((payload) => ({ name, payload })))

  test('each is accepted or ignored with a reason', async () => {
    expect(examples.length).toBeGreaterThan(200)
    const odd: unknown[] = []
    const accepted = new Set<string>()
    for (const { name, payload } of examples) {
      const { status, words } = await send({ event: name, body: JSON.stringify(payload) })
      const isGood = status === 202 && (words.state === 'accepted' || (words.reason ?? '') !== '')
      if (!isGood) odd.push({ name, action: payload.action, status, words })
      if (words.state === 'accepted') accepted.add(`${name} ${payload.action ?? ''}`)
    }
    expect(odd).toEqual([])
    expect([...accepted].sort()).toMatchInlineSnapshot(`
      [
        "installation created",
        "installation deleted",
        "installation new_permissions_accepted",
        "installation suspend",
        "installation unsuspend",
        "installation_repositories added",
        "installation_repositories removed",
        "pull_request closed",
        "pull_request opened",
        "pull_request ready_for_review",
        "pull_request reopened",
        "pull_request synchronize",
      ]
    `)
  }, 120_000)

  test('mutated ones never give a 5xx', async () => {
    const ours = examples.filter(({ name }) =>
      /^(pull_request|issue_comment|pull_request_review_comment|check_|installation|push)/.test(name),
    )
    const values = fc.oneof(
      fc.constantFrom(null, '', 0, -1, 1e300, 2 ** 53, true, [], {}, '\0', '\ud800', '__proto__'),
      fc.jsonValue(),
      fc.string({ unit: 'binary', maxLength: 300 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ours),
        fc.array(fc.tuple(fc.nat(), values)),
        async (one, changes) => {
          const payload = structuredClone(one.payload)
          for (const [at, value] of changes) replaceAt(payload, at, value)
          const { status } = await send({ event: one.name, body: JSON.stringify(payload) })
          expect([202, 400]).toContain(status)
        },
      ),
      { numRuns: 300 },
    )
  }, 120_000)

  test('neither do mutated bytes, headers and signatures', async () => {
    const text = fc
      .string({ unit: 'binary-ascii', maxLength: 200 })
      .map((word) => word.replace(/[^\x20-\x7e]/g, ''))
    const names = ['x-github-event', 'x-github-delivery', 'x-hub-signature-256', 'content-type', target]
    const headers = fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 2 })
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), headers, async (bytes, mutated) => {
        const { status } = await send({ body: Buffer.from(bytes), headers: mutated })
        expect([202, 400, 401, 415]).toContain(status)
      }),
      { numRuns: 300 },
    )
  }, 120_000)
})

test('while the database is away the host is told to come back, and health says so', async () => {
  const own = await createDatabase()
  const away = await serve(own.config)
  const before = service
  service = away
  try {
    await own.drop()
    const { status, headers, words } = await send({})
    expect({ status, words }).toEqual({ status: 503, words: { error: 'store-unavailable' } })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    const health = await fetch(`${away.url}/health`)
    expect(health.status).toBe(503)
    expect(await health.json()).toMatchObject({ status: 'failing', parts: { store: { status: 'failing' } } })
    expect((await fetch(`${away.url}/ready`)).status).toBe(503)
    expect((await fetch(`${away.url}/live`)).status).toBe(200)
  } finally {
    service = before
    await away.server.close()
    await away.store.close()
  }
})

test('a service without a secret does not start', () => {
  const parts = { inbox: service.store.inbox, enqueue: () => {}, clock, log: silentLog }
  const meter = createPrometheusMeter(indicators)
  const journal = createSecurityJournal({ security: service.store.security, clock, log: silentLog, meter })
  const start = (apps: readonly WebhookApp[]) =>
    createAcceptDelivery({ ...parts, apps, meter, journal, tracer: noTracer })
  expect(start([{ ...main, secrets: [] }])).toMatchObject({ ok: false, failure: { kind: 'missing-secret' } })
  expect(start([main, { ...other, secrets: ['good', ''] }])).toMatchObject({ ok: false })
  expect(start([])).toMatchObject({ ok: false, failure: { kind: 'no-app' } })
})

/** Some value in the tree becomes another one. */
function replaceAt(tree: object, at: number, value: unknown): void {
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = []
  const visit = (holder: Record<string, unknown>): void => {
    for (const [key, held] of Object.entries(holder)) {
      places.push({ holder, key })
      if (typeof held === 'object' && held !== null) visit(held as Record<string, unknown>)
    }
  }
  visit(tree as Record<string, unknown>)
  const place = places[at % Math.max(1, places.length)]
  if (place !== undefined) place.holder[place.key] = value
}
