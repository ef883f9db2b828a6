/** Webhooks as an attacker sends them: over plain HTTP, with every header and byte of their own choosing. */
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { probeApp } from '../../src/domain/delivery/probe-app.ts'
import { plantedPython } from '../hostile/planted.ts'
import { eventually } from '../world/eventually.ts'
import { webhookSecret } from '../world/hosted-world.ts'
import { shareService } from './hostile-service.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService()
const mebibyte = 1_048_576
const sign = (body: string | Buffer, secret = webhookSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

interface Answer {
  readonly status: number
  readonly text: string
}

/** As GitHub would, but for what the headers say otherwise; `undefined` leaves one out. */
function send(body: string | Buffer, headers: Headers = {}, path = '/webhook'): Promise<Answer> {
  const all: Headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'x-github-event': 'pull_request',
    'x-github-delivery': randomUUID(),
    'x-github-hook-installation-target-id': String(shared().app.appId),
    'x-hub-signature-256': sign(body),
    ...headers,
  }
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      `${shared().url}${path}`,
      { method: 'POST', headers: sent as Record<string, string | string[]>, agent: false },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }))
      },
    )
    outgoing.once('error', (error: NodeJS.ErrnoException) =>
      // Refused before the body was read to its end.
      error.code === 'EPIPE' || error.code === 'ECONNRESET'
        ? resolve({ status: 0, text: '' })
        : reject(error),
    )
    outgoing.end(body)
  })
}

const stored = {
  jobs: 'select count(*) from jobs',
  // Our own synthetic ones come and go.
  deliveries: `select count(*) from deliveries where app <> '${probeApp}'`,
}

/** Of all that has been stored, once nothing is on its way. */
async function countOf(what: keyof typeof stored): Promise<number> {
  await shared().github.settled()
  const [row] = await shared().query<{ readonly count: string }>(stored[what])
  return Number(row?.count)
}

function lastPayload(event: string): Record<string, unknown> {
  const { github, app } = shared()
  const delivery = github.deliveries(app.appId).findLast((one) => one.event === event)
  return JSON.parse(delivery?.payload ?? '{}') as Record<string, unknown>
}

describe('who sends', () => {
  test('without the secret is refused with one word, whatever else is right', async () => {
    const before = await countOf('deliveries')
    const body = '{"action":"opened"}'
    const valid = sign(body)
    const id = String(shared().app.appId)
    const refused: readonly Headers[] = [
      { 'x-hub-signature-256': undefined },
      { 'x-hub-signature-256': '' },
      { 'x-hub-signature-256': sign(body, 'wrong') },
      { 'x-hub-signature-256': sign(body, '') },
      { 'x-hub-signature-256': valid.slice(0, -1) },
      { 'x-hub-signature-256': `${valid}0` },
      { 'x-hub-signature-256': valid.replace('sha256', 'sha1') },
      { 'x-hub-signature-256': [valid, valid] },
      { 'x-hub-signature-256': `${valid}, ${valid}` },
      { 'x-hub-signature-256': undefined, 'x-hub-signature': valid },
      { 'x-hub-signature-256': undefined, 'x-hub-signature': `sha1=${'0'.repeat(40)}` },
      { 'x-hub-signature-256': 'sha256='.padEnd(7_000, '0') },
      { 'x-github-hook-installation-target-id': '999999' },
      { 'x-github-hook-installation-target-id': [id, '999999'] },
      { 'x-github-hook-installation-target-id': '__proto__' },
    ]
    for (const headers of refused) {
      const { status, text } = await send(body, headers)
      expect([headers, status]).toEqual([headers, 401])
      expect(text).not.toContain(valid.slice(7))
      expect(text.length).toBeLessThan(300)
    }
    for (const path of [
      '/webhook/other',
      '/webhook/__proto__',
      '/webhook/..%2f',
      '/webhook/%00',
      `/webhook/${'a'.repeat(5_000)}`,
    ])
      expect([400, 401, 404, 414]).toContain((await send(body, {}, path)).status)
    expect(await countOf('deliveries')).toBe(before)
    const events = await shared().query<{ kind: string }>('select distinct kind from security_events')
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['bad-signature', 'unknown-app']))
  })

  test('the same delivery with another body is refused and written down', async () => {
    const { open, reviewed, query } = shared()
    const { repo, number } = await open({ name: 'replayed', files: { 'a.py': plantedPython } })
    await reviewed(repo, number)
    const payload = lastPayload('pull_request')
    const guid = randomUUID()
    expect((await send(JSON.stringify(payload), { 'x-github-delivery': guid })).status).toBe(202)
    const other = JSON.stringify({ ...payload, action: 'closed' })
    expect((await send(other, { 'x-github-delivery': guid })).status).toBe(409)
    await eventually('the security event', async () => {
      const rows = await query("select from security_events where kind = 'guid-replayed'")
      return rows.length === 1
    })
    await reviewed(repo, number)
    expect(shared().github.pull(repo, number).reviews).toHaveLength(1)
  })
})

describe('a webhook that is true no more', () => {
  test('about a repository that was renamed, replaced, or belongs to others ends with words', async () => {
    const { open, reviewed, query, github } = shared()
    const { repo, number } = await open({ name: 'moved', files: { 'a.py': plantedPython } })
    await reviewed(repo, number)
    const other = await github.registerApp({ slug: 'other', permissions: { contents: 'read' }, events: [] })
    const elsewhere = github.install(other.appId, 'octo', 'all')
    const payload = lastPayload('pull_request') as {
      readonly repository: Record<string, unknown>
      readonly installation: Record<string, unknown>
    }
    const { repository } = payload
    const stories = [
      { ...payload, repository: { ...repository, name: 'renamed', full_name: 'octo/renamed' } },
      { ...payload, repository: { ...repository, id: 987_654_321 } },
      { ...payload, repository: { ...repository, id: 987_654_322, name: 'nowhere' } },
      { ...payload, repository: { ...repository, id: 987_654_323 }, installation: { id: elsewhere } },
      { ...payload, repository: { ...repository, id: 987_654_324 }, installation: { id: 987_654_321 } },
    ]
    const before = await countOf('jobs')
    for (const story of stories) expect((await send(JSON.stringify(story))).status).toBe(202)
    expect(await countOf('jobs')).toBe(before + stories.length)
    const rows = await eventually('them to end', async () => {
      const found = await query<{ state: string; reason: string }>(
        'select state::text, reason from jobs order by id desc',
      )
      return (
        found.every(({ state }) => state === 'done' || state === 'dead') && found.slice(0, stories.length)
      )
    })
    expect(rows.map(({ reason }) => reason.length > 20)).toEqual(stories.map(() => true))
    expect(github.pull(repo, number).reviews).toHaveLength(1)
    expect(github.pull(repo, number).checkRuns).toHaveLength(1)
  })
})

describe('what is sent', () => {
  test('that is no webhook is refused or kept with a reason, and never a fault of ours', async () => {
    const before = await countOf('jobs')
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const payload = { ...lastPayload('pull_request') }
    const number = (value: unknown) => ({
      ...payload,
      pull_request: { ...(payload.pull_request as object), number: value },
    })
    const bodies: readonly (string | Buffer)[] = [
      '',
      '{',
      'null',
      '[]',
      '1e999',
      '"x"',
      deep,
      Buffer.from([0xff, 0xfe, 0x00]),
      '\u0000',
      '{"__proto__":{"action":"opened"},"constructor":{"prototype":{"polluted":1}}}',
      '{"action":{"toString":1}}',
      JSON.stringify({ ...payload, repository: { id: 1, name: '../..', owner: { login: 'octo' } } }),
      JSON.stringify({ ...payload, repository: { id: 1, name: '-x', owner: { login: '--upload-pack=x' } } }),
      JSON.stringify({ ...payload, repository: null, installation: null }),
      JSON.stringify({ ...payload, installation: { id: -1 } }),
      JSON.stringify({ ...payload, installation: { id: 2 ** 53 } }),
      JSON.stringify(number('7; drop table jobs')),
      JSON.stringify(number(0)),
      JSON.stringify(number(1.5)),
      JSON.stringify(number(9_007_199_254_740_993n.toString())),
      JSON.stringify(payload).replace(/"number":\d+/g, '"number":99999999999999999999999999'),
      JSON.stringify(payload).replace(/"id":\d+/g, '"id":1e400'),
      JSON.stringify({ ...payload, action: 'x'.repeat(100_000) }),
      JSON.stringify({ ...payload, action: ['opened'] }),
      JSON.stringify({ action: 'opened' }),
    ]
    for (const body of bodies) {
      const { status, text } = await send(body)
      expect([String(body).slice(0, 60), status]).toEqual([
        String(body).slice(0, 60),
        expect.toBeOneOf([202, 400]),
      ])
      expect(text).not.toMatch(/node_modules|\bat .*:\d+/)
    }
    for (const event of ['', 'no such event', 'x'.repeat(1_000), '../../x', 'Pull_Request'])
      expect((await send('{}', { 'x-github-event': event })).status).toBe(400)
    for (const guid of ['', 'x', `${'g'.repeat(65)}`, "'; drop table deliveries; --"])
      expect((await send('{}', { 'x-github-delivery': guid })).status).toBe(400)
    for (const type of ['text/html', 'application/x-www-form-urlencoded', 'application/json-patch+json'])
      expect((await send('{}', { 'content-type': type })).status).toBe(400)
    expect((await send('{}', { 'x-github-event': 'an_event_of_tomorrow' })).status).toBe(202)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(await countOf('jobs')).toBe(before)
  })

  test('up to 25 MiB is taken, and not a byte more', async () => {
    const whole = Buffer.alloc(25 * mebibyte, ' ')
    whole.write('{}')
    const event = { 'x-github-event': 'star' }
    expect((await send(whole, event)).status).toBe(202)
    const more = Buffer.concat([whole, Buffer.from(' ')])
    expect(await send(more, event)).toMatchObject({ status: expect.toBeOneOf([413, 0]) })
    // Also when nobody says how much there is.
    const unsaid = { ...event, 'content-length': undefined, 'transfer-encoding': 'chunked' }
    expect((await send(more, unsaid)).status).toBeOneOf([413, 0])
    expect((await send('{}', event)).status).toBe(202)
  })

  test('byte by byte, or as no HTTP at all, holds nobody else up', async () => {
    const { hostname, port } = new URL(shared().url)
    const sockets = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = connect(Number(port), hostname)
        socket.on('error', () => {})
        await once(socket, 'connect')
        socket.write('POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 26214400\r\nX-A: ')
        return socket
      }),
    )
    try {
      expect((await send('{}', { 'x-github-event': 'star' })).status).toBe(202)
      for (const raw of [
        'GET /webhook HTTP/1.1\r\nHost: x\r\n\r\n',
        'POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        `POST /webhook HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
        '\u0016\u0003\u0001 no http',
      ]) {
        const socket = connect(Number(port), hostname)
        socket.on('error', () => {})
        await once(socket, 'connect')
        socket.end(raw)
        let text = ''
        socket.setEncoding('latin1').on('data', (chunk: string) => {
          text += chunk
        })
        await new Promise((resolve) => socket.once('close', resolve))
        expect(text).not.toMatch(/^HTTP\/1\.1 [25]/)
      }
    } finally {
      for (const socket of sockets) socket.destroy()
    }
    expect((await send('{}', { 'x-github-event': 'star' })).status).toBe(202)
  })
})
