/** The synthetic webhook on its way: HTTP, signature, a committed row, 202; and what nobody can do with it. */
import { createHmac, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../../test/world/postgres.ts'
import { createPrometheusMeter, type PrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { sendProbeTo } from '../../app/service/watch/send-probe.ts'
import type { DeliveryGuid } from '../../domain/delivery/delivery.ts'
import { probeApp } from '../../domain/delivery/probe-app.ts'
import type { AppName } from '../../domain/repository/repository.ts'
import { createHttpServer, type HttpServer } from '../../http/create-http-server.ts'
import { defaultHttpSettings } from '../../http/http-settings.ts'
import { createAcceptDelivery } from '../../ingest/accept-delivery.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { QueueEntry } from '../../ports/queue/queue.ts'
import type { Store } from '../../ports/store/store.ts'
import { noTracer } from '../../ports/trace/tracer.ts'
import { indicators } from '../indicators/indicators.ts'
import { createSecurityJournal } from '../security/create-security-journal.ts'
import { createProbe, type ProbeParts } from './probe.ts'

const clock = { now: () => Date.now() }
const secret = 'of this process alone'

let store: Store
let server: HttpServer
let url = ''
let meter: PrometheusMeter
let queued: QueueEntry[] = []
let drop = async () => {}

beforeEach(async () => {
  const database = await createDatabase()
  drop = database.drop
  store = await openStore({ connection: database.config, log: silentLog, connectTimeoutMs: 500 })
  meter = createPrometheusMeter(indicators)
  queued = []
  const accept = createAcceptDelivery({
    apps: [{ name: 'main' as AppName, id: 4, secrets: ['theirs'], botName: () => null }],
    inbox: store.inbox,
    journal: createSecurityJournal({ security: store.security, clock, log: silentLog, meter }),
    enqueue: (entries) => queued.push(...entries),
    probeSecret: secret,
    tracer: noTracer,
    clock,
    log: silentLog,
    meter,
  })
  if (!accept.ok) throw new Error(accept.failure.message)
  const settings = { ...defaultHttpSettings, port: 0 }
  server = createHttpServer({ accept: accept.value, health: [], settings, clock, log: silentLog, meter })
  const { port } = await server.listen()
  url = `http://127.0.0.1:${port}`
})

afterEach(async () => {
  await server?.close()
  await store?.close()
  await drop()
})

function probeWith(but: Partial<ProbeParts> = {}) {
  return createProbe({
    secret,
    send: sendProbeTo(url),
    inbox: store.inbox,
    nextGuid: randomUUID,
    elapsedMs: () => performance.now(),
    log: silentLog,
    meter,
    ...but,
  })
}

async function sample(name: string): Promise<string | undefined> {
  const { text } = await meter.render()
  return text
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1)
}

test('a probe commits a real row, is answered 202, and leaves neither row nor job nor delivery behind', async () => {
  const guid = randomUUID()
  let isThere = false
  const probe = probeWith({
    nextGuid: () => guid,
    inbox: {
      async removeProbes() {
        isThere = (await store.inbox.find(probeApp, guid as DeliveryGuid)) !== null
        await store.inbox.removeProbes()
      },
    },
  })
  expect(await probe()).toMatchObject({ ok: true, reason: null })
  expect(isThere).toBe(true)
  expect(await store.inbox.find(probeApp, guid as DeliveryGuid)).toBeNull()
  expect(queued).toEqual([])
  expect(await store.security.list(0, 10)).toEqual([])
  expect(await sample('autogen_probe_success')).toBe('1')
  expect(await sample('autogen_probes_total{result="ok"}')).toBe('1')
  const { text } = await meter.render()
  expect(text).not.toMatch(/^autogen_deliveries_total\{/m)
})

test('rows that a process could not remove are removed by the next, and no list shows them', async () => {
  const lazy = probeWith({ inbox: { removeProbes: async () => Promise.reject(new Error('gone')) } })
  expect(await lazy()).toMatchObject({ ok: true })
  const guid = randomUUID()
  await probeWith({ nextGuid: () => guid, inbox: { removeProbes: async () => {} } })()
  expect(await store.inbox.list(10)).toEqual([])
  await probeWith()()
  expect(await store.inbox.find(probeApp, guid as DeliveryGuid)).toBeNull()
})

test('who does not know the secret is refused; who knew it could not make work of it', async () => {
  expect(await probeWith({ secret: 'guessed' })()).toMatchObject({
    ok: false,
    reason: 'It was answered 401.',
  })
  expect(await sample('autogen_probe_success')).toBe('0')
  const body = JSON.stringify({
    action: 'opened',
    installation: { id: 1 },
    repository: { id: 2, name: 'hello', owner: { login: 'octo' } },
    pull_request: { number: 7, state: 'open', draft: false },
  })
  const answer = await fetch(`${url}/webhook/${probeApp}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  })
  expect([answer.status, await answer.json()]).toMatchObject([202, { state: 'ignored' }])
  expect(queued).toEqual([])
  expect((await store.jobs.counts()).byState.waiting).toBe(0)
})

test('its secret opens no other door', async () => {
  const answer = await fetch(`${url}/webhook`, {
    method: 'POST',
    body: '{}',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'ping',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update('{}').digest('hex')}`,
    },
  })
  expect(answer.status).toBe(401)
})

test('a store that is away and a port that is closed are what a webhook would meet', async () => {
  await store.close()
  expect(await probeWith()()).toMatchObject({ ok: false, reason: 'It was answered 503.' })
  await server.close()
  expect(await probeWith()()).toMatchObject({ ok: false, reason: expect.stringContaining('ECONNREFUSED') })
  expect(await sample('autogen_probes_total{result="failed"}')).toBe('2')
})
