/** The server by itself: bounds, errors, its end. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createPrometheusMeter } from '../adapters/meter-prometheus/create-meter.ts'
import type { AcceptDelivery, Answer } from '../ingest/accept-delivery.ts'
import { indicators } from '../ops/indicators/indicators.ts'
import type { Log } from '../ports/log/log.ts'
import { StoreUnavailable } from '../ports/store/store-unavailable.ts'
import { createHttpServer, type HttpServer, type HttpServerParts } from './create-http-server.ts'
import { defaultHttpSettings, type HttpSettings } from './http-settings.ts'

const waiting = { timeout: 20_000, interval: 10 }

const good: Answer = { status: 202, body: { delivery: '1' }, retryAfterSeconds: null }
const ends: (() => Promise<unknown> | unknown)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

interface Running {
  readonly server: HttpServer
  readonly url: string
  readonly port: number
  readonly errors: string[]
}

async function start(
  accept: AcceptDelivery,
  settings: Partial<HttpSettings> = {},
  parts: Partial<HttpServerParts> = {},
): Promise<Running> {
  const errors: string[] = []
  const log: Log = {
    debug() {},
    info() {},
    warn() {},
    error: (_, message) => errors.push(message),
    child: () => log,
  }
  const server = createHttpServer({
    accept,
    health: [],
    settings: { ...defaultHttpSettings, port: 0, ...settings },
    clock: { now: () => Date.now() },
    log,
    meter: createPrometheusMeter(indicators),
    ...parts,
  })
  const { port } = await server.listen()
  ends.push(() => server.close())
  return { server, url: `http://127.0.0.1:${port}`, port, errors }
}

function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/webhook`, { method: 'POST', body, headers })
}

async function dial(port: number, text: string): Promise<{ socket: Socket; received: () => string }> {
  const socket = connect(port, '127.0.0.1')
  ends.push(() => socket.destroy())
  let received = ''
  socket.setEncoding('latin1').on('data', (more: string) => {
    received += more
  })
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(text)
  return { socket, received: () => received }
}

test('the intake gets the very bytes, whatever they call themselves', async () => {
  const seen: (readonly [string | null, Buffer])[] = []
  const { url } = await start(async ({ app, body }) => {
    seen.push([app, body])
    return good
  })
  await post(url, '{"a": 1 }', { 'content-type': 'application/json' })
  await post(url, new Uint8Array([0, 255]), { 'content-type': 'no/such; thing' })
  await fetch(`${url}/webhook/main`, { method: 'POST' })
  expect(seen).toEqual([
    [null, Buffer.from('{"a": 1 }')],
    [null, Buffer.from([0, 255])],
    ['main', Buffer.alloc(0)],
  ])
})

test('a body beyond the bound is refused', async () => {
  const { url } = await start(async () => good, { bodyBytesMax: 1_000 })
  expect((await post(url, 'x'.repeat(1_000))).status).toBe(202)
  const refused = await post(url, 'x'.repeat(1_001))
  expect(refused.status).toBe(413)
  expect(await refused.json()).toMatchObject({ error: 'too-large' })
})

test('bodies together are bounded too: who comes too many is told to come back', async () => {
  let letGo = () => {}
  const held = new Promise<Answer>((resolve) => {
    letGo = () => resolve(good)
  })
  const { url } = await start(() => held, { bodyBytesMax: 1_000, bodyBytesInFlightMax: 1_500 })
  const first = post(url, 'x'.repeat(1_000))
  let refused: Response | null = null
  await vi.waitUntil(async () => {
    const answer = await Promise.race([post(url, 'x'.repeat(1_000)), first])
    if (answer.status === 503) refused = answer
    return refused !== null
  }, waiting)
  expect((refused as Response | null)?.headers.get('retry-after')).toBe('5')
  letGo()
  expect((await first).status).toBe(202)
  await vi.waitUntil(async () => (await post(url, 'x'.repeat(1_000))).status === 202, waiting)
})

test('a fault of ours shows a number and no stack', async () => {
  const { url, errors } = await start(async () => {
    throw new Error('secret path /etc/x')
  })
  const answer = await post(url, '{}')
  expect(answer.status).toBe(500)
  const text = await answer.text()
  expect(JSON.parse(text)).toEqual({ error: 'internal', request: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  expect(errors).toEqual(['request failed'])
})

test('a store that is away, met anywhere, is 503 with a time', async () => {
  const { url } = await start(async () => {
    throw new StoreUnavailable('away')
  })
  const answer = await post(url, '{}')
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
})

test('an intake that takes too long is 503 before the host gives up', async () => {
  const { url } = await start(() => new Promise(() => {}), { answerTimeoutMs: 20 })
  expect((await post(url, '{}')).status).toBe(503)
})

test.each([
  ['GET', '/webhook', 404],
  ['GET', '/', 404],
  ['POST', `/webhook/${'a'.repeat(500)}`, 414],
  ['GET', '/webhook/%', 400],
])('%s %s has no stack in its answer', async (method, path) => {
  const { url } = await start(async () => good)
  const answer = await fetch(`${url}${path}`, { method })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(await answer.text()).not.toContain(' at ')
})

test('who sends slowly is let go', async () => {
  const { port } = await start(async () => good, { headersTimeoutMs: 100, requestTimeoutMs: 300 })
  const slowHead = await dial(port, 'POST /webhook HTTP/1.1\r\nhost: x\r\n')
  const slowBody = await dial(port, 'POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc')
  await vi.waitUntil(() => slowHead.socket.closed && slowBody.socket.closed, waiting)
  expect(slowHead.received()).toContain('408')
  expect(slowBody.received()).toContain('408')
})

test('connections are bounded', async () => {
  const { port } = await start(async () => good, { connectionsMax: 2 })
  const open = await Promise.all([dial(port, ''), dial(port, '')])
  const third = await dial(port, 'GET /live HTTP/1.1\r\nhost: x\r\n\r\n')
  await vi.waitUntil(() => third.socket.closed, waiting)
  expect(third.received()).toBe('')
  expect(open.map(({ socket }) => socket.closed)).toEqual([false, false])
})

test('at the end what is under way is answered, and connections are let go', async () => {
  let answer = (_: Answer) => {}
  let isReached = false
  const { server, port, url } = await start(() => {
    isReached = true
    return new Promise((resolve) => {
      answer = resolve
    })
  })
  const idle = await dial(port, 'GET /live HTTP/1.1\r\nhost: x\r\n\r\n')
  await vi.waitUntil(() => idle.received().includes('200'), waiting)
  const busy = await dial(port, 'POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}')
  await vi.waitUntil(() => isReached, waiting)
  server.announceEnd()
  expect(await (await fetch(`${url}/ready`)).json()).toEqual({ ready: false, reasons: ['draining'] })
  const closed = server.close()
  await vi.waitUntil(() => idle.socket.closed, waiting)
  answer(good)
  await vi.waitUntil(() => busy.socket.closed, waiting)
  expect(busy.received()).toMatch(/^HTTP\/1.1 202[\s\S]*connection: close/i)
  await closed
  await expect(fetch(`${url}/live`)).rejects.toThrow()
})

test('health tells what fails, what is degraded, and asks no more often than it is worth', async () => {
  let asked = 0
  const health = [
    { name: 'store', isVital: true, check: async () => ({ ok: true }) as const },
    {
      name: 'queue',
      isVital: false,
      check: async () => {
        asked += 1
        throw new Error('connection refused')
      },
    },
  ]
  const { url } = await start(async () => good, {}, { health, clock: { now: () => 1_000 } })
  const answers = await Promise.all([fetch(`${url}/health`), fetch(`${url}/health`)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(await answers[0]?.json()).toEqual({
    status: 'degraded',
    parts: { store: { status: 'ok' }, queue: { status: 'degraded', reason: 'connection refused' } },
  })
  expect(asked).toBe(1)
  expect((await fetch(`${url}/ready`)).status).toBe(200)
})

test('a part that does not answer fails health in time', async () => {
  const health = [{ name: 'workers', isVital: true, check: () => new Promise<never>(() => {}) }]
  const { url } = await start(async () => good, {}, { health })
  const answer = await fetch(`${url}/health`)
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ parts: { workers: { status: 'failing' } } })
})
