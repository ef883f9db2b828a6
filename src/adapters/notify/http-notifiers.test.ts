/** The notifiers that speak HTTP, each against a server that answers as the provider documents. */
import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { NotifierConfig } from '../../config/service/notifier-config.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Notifier } from '../../ports/notifier/notifier.ts'
import { aMessage, describeNotifierContract, hostileText } from '../../ports/notifier/notifier-contract.ts'
import { createNotifiers } from './create-notifiers.ts'
import { type Heard, type OtherSide, openOtherSide, type Said } from './fixtures/other-side.ts'

const now = Date.UTC(2026, 10, 23, 9)
const clock: Clock = { now: () => now }
const { signal } = new AbortController()
const secret = 'a-secret-of-the-notifier'
const named = { name: 'it', isChannel: true }

interface Kind {
  readonly config: (url: string) => NotifierConfig
  readonly well: (heard: Heard) => Said
}

const kinds: Readonly<Record<string, Kind>> = {
  slack: {
    config: (url) => ({ ...named, kind: 'slack', url: `${url}/services/T000/B000/${secret}` }),
    well: () => ({ status: 200, body: 'ok' }),
  },
  webhook: {
    config: (url) => ({ ...named, kind: 'webhook', url: `${url}/hook`, secret }),
    well: () => ({ status: 204 }),
  },
  pagerduty: {
    config: (url) => ({ ...named, kind: 'pagerduty', routingKey: secret, apiUrl: url }),
    well: ({ body }) => {
      const { dedup_key } = JSON.parse(body) as { dedup_key: string }
      return {
        status: 202,
        body: JSON.stringify({ status: 'success', message: 'Event processed', dedup_key }),
      }
    },
  },
  opsgenie: {
    config: (url) => ({ ...named, kind: 'opsgenie', apiKey: secret, apiUrl: url }),
    well: () => ({
      status: 202,
      body: '{"result":"Request will be processed","took":0.1,"requestId":"r-1"}',
    }),
  },
  goalert: {
    config: (url) => ({ ...named, kind: 'goalert', token: secret, apiUrl: url }),
    well: () => ({ status: 204 }),
  },
}

let side: OtherSide | null = null
afterEach(async () => {
  await side?.close()
  side = null
})

function make(config: NotifierConfig): Notifier {
  const [notifier] = createNotifiers([config], {
    service: 'autogen-bot',
    clock,
    userAgent: 'autogen-bot/test',
    issuesOf: () => {
      throw new Error('no issues here')
    },
  })
  if (notifier === undefined) throw new Error('no notifier')
  return notifier
}

async function open(name: string): Promise<{ readonly notifier: Notifier; readonly side: OtherSide }> {
  const kind = kinds[name]
  if (kind === undefined) throw new Error(`no kind ${name}`)
  side = await openOtherSide(kind.well)
  return { side, notifier: make(kind.config(side.url)) }
}

function json(heard: Heard | undefined): Record<string, unknown> {
  return JSON.parse(heard?.body ?? '{}') as Record<string, unknown>
}

for (const name of Object.keys(kinds)) {
  describeNotifierContract(name, async () => {
    const opened = await open(name)
    return {
      notifier: opened.notifier,
      secrets: [secret],
      behave: (how) => opened.side.behave(how),
      received: () =>
        opened.side.heard.map(({ body }) => (body.startsWith('{') ? everyText(body) : decodeForm(body))),
      close: () => opened.side.close(),
    }
  })

  test(`${name}: one that says "too much" names its time, and no redirect is followed`, async () => {
    const { notifier, side: there } = await open(name)
    there.answer(() => ({ status: 429, headers: { 'retry-after': '7' } }))
    expect(await notifier.send(aMessage(), signal)).toMatchObject({
      failure: { kind: 'rate-limited', retryAfterMs: 7_000 },
    })
    there.answer(() => ({ status: 429, headers: { 'retry-after': new Date(now + 20_000).toUTCString() } }))
    expect(await notifier.send(aMessage(), signal)).toMatchObject({ failure: { retryAfterMs: 20_000 } })
    there.answer(() => ({ status: 307, headers: { location: `${there.url}/elsewhere` } }))
    const before = there.heard.length
    expect(await notifier.send(aMessage(), signal)).toMatchObject({ failure: { kind: 'refused' } })
    expect(there.heard).toHaveLength(before + 1)
  })
}

/** Everything said in JSON, without JSON's own escapes. */
function everyText(body: string): string {
  const texts: string[] = []
  JSON.parse(body, (_, value: unknown) => {
    if (typeof value === 'string') texts.push(value)
    return value
  })
  return texts.join('\n')
}

function decodeForm(body: string): string {
  return [...new URLSearchParams(body).values()].join('\n')
}

test('nothing leaves the machine in clear, whatever the configuration says', async () => {
  const notifier = make({ ...named, kind: 'webhook', url: 'http://reviews.example.com/hook', secret })
  expect(await notifier.send(aMessage(), signal)).toMatchObject({ failure: { kind: 'refused' } })
})

describe('slack', () => {
  test('what is hostile calls nobody and hides no address', async () => {
    const { notifier, side: there } = await open('slack')
    await notifier.send(aMessage({ title: 'Down & out', text: hostileText }), signal)
    const { text } = json(there.heard[0])
    expect(text).toMatchInlineSnapshot(`
      "*[P1] Down &amp; out*
      &lt;!channel&gt; @​everyone @​here &lt;script&gt;alert(1)&lt;/script&gt;
      [click]​(https://evil.example) \`code\` *bold* &lt;@​U123&gt; &amp;amp; #12
      \\u{202e}gnp.exe \\u{0}\\u{1b}[31m
      Subject: forged
      Bcc: all@​example.com
      <https://reviews.example.com/ack/i1-2-3|Acknowledge>"
    `)
    expect(text).not.toMatch(/<!|<@|@everyone|@here|\]\(/)
  })

  test('a long message ends before an entity is halved', async () => {
    const { notifier, side: there } = await open('slack')
    await notifier.send(aMessage({ text: '<'.repeat(8_000) }), signal)
    const { text } = json(there.heard[0]) as { text: string }
    expect(text.length).toBeLessThan(3_600)
    expect(text.replaceAll(/&(?:lt|gt|amp);/g, '')).not.toContain('&')
    expect(text).toContain('|Acknowledge>')
  })
})

test('the generic webhook is signed with its time, and has one key for all tries', async () => {
  const { notifier, side: there } = await open('webhook')
  await notifier.send(aMessage(), signal)
  await notifier.send(aMessage(), signal)
  const [heard, again] = there.heard
  const time = String(heard?.headers['x-autogen-timestamp'])
  expect(Number(time)).toBe(now / 1_000)
  const expected = createHmac('sha256', secret).update(`${time}.${heard?.body}`).digest('hex')
  expect(heard?.headers['x-autogen-signature-256']).toBe(`sha256=${expected}`)
  expect(again?.headers['idempotency-key']).toBe(heard?.headers['idempotency-key'])
  expect(json(heard)).toMatchObject({ version: 1, id: 'incident-12/page/0', kind: 'page', severity: 'P1' })
})

test('pagerduty: a thread is one alert, from its trigger over its answer to its end; news are not events', async () => {
  const { notifier, side: there } = await open('pagerduty')
  for (const kind of ['page', 'status', 'acknowledged', 'report', 'ended'] as const) {
    await notifier.send(aMessage({ kind, severity: 'P2' }), signal)
  }
  const events = there.heard.map(json)
  expect(there.heard.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array(3).fill('POST /v2/enqueue'),
  )
  expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'acknowledge', 'resolve'])
  expect(new Set(events.map(({ dedup_key }) => dedup_key))).toEqual(new Set(['incident-12']))
  expect(events[0]).toMatchObject({
    routing_key: secret,
    payload: {
      severity: 'error',
      source: 'autogen-bot',
      summary: expect.stringContaining('[P2] ServiceDown'),
    },
    links: [{ text: 'Acknowledge' }],
  })
  there.answer(() => ({
    status: 400,
    body: '{"status":"invalid event","message":"Event object is invalid","errors":["Length of \'routing_key\'"]}',
  }))
  expect(await notifier.send(aMessage(), signal)).toMatchObject({
    failure: { kind: 'refused', message: expect.stringContaining('Event object is invalid') },
  })
})

test('opsgenie: a thread is an alias, opened, noted on, answered and closed', async () => {
  const { notifier, side: there } = await open('opsgenie')
  const thread = 'incident/12 #1'
  for (const kind of ['page', 'status', 'acknowledged', 'ended'] as const) {
    await notifier.send(aMessage({ kind, thread }), signal)
  }
  const alias = encodeURIComponent(thread)
  expect(there.heard.map(({ path }) => path)).toEqual([
    '/v2/alerts',
    `/v2/alerts/${alias}/notes?identifierType=alias`,
    `/v2/alerts/${alias}/acknowledge?identifierType=alias`,
    `/v2/alerts/${alias}/close?identifierType=alias`,
  ])
  expect(json(there.heard[0])).toMatchObject({ alias: thread, priority: 'P1', details: { incident: '12' } })
  expect(there.heard[0]?.headers.authorization).toBe(`GenieKey ${secret}`)
})

test('goalert: the token is in no address', async () => {
  const { notifier, side: there } = await open('goalert')
  for (const kind of ['page', 'status', 'ended'] as const) await notifier.send(aMessage({ kind }), signal)
  expect(there.heard.map(({ path }) => path)).toEqual(Array(2).fill('/api/v2/generic/incoming'))
  const [opened, closed] = there.heard.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
  expect(opened).toMatchObject({
    token: secret,
    dedup: 'incident-12',
    summary: expect.stringContaining('[P1]'),
  })
  expect(closed).toMatchObject({ dedup: 'incident-12', action: 'close' })
})
