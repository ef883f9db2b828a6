/** The API over a real store: who gets in, what is answered when something is wrong, and that changes are written down. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiWorld, type DescribedOperation, openApiWorld } from '../../../test/world/api.ts'
import { eventually } from '../../../test/world/eventually.ts'
import { readToken, writeToken } from '../../ops/access/token-text.ts'
import { sampleRequests } from './fixtures/sample-requests.ts'
import { needs, type OperationId } from './needs.ts'

let world: ApiWorld

beforeAll(async () => {
  world = await openApiWorld()
}, 60_000)
afterAll(() => world.close())

interface Route extends DescribedOperation {
  readonly method: string
  readonly path: string
}

/** Every operation of the description, with something in place of its parameters. */
function routes(): readonly Route[] {
  return Object.entries(world.description.paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path: template
        .replaceAll('tokens/{id}', 'tokens/aaaaaaaaaa')
        .replaceAll('{task}', 'daily')
        .replaceAll(/\{[a-z]+\}/gi, '1'),
    })),
  )
}

const isOpen = ({ operationId }: Route) => needs[operationId as OperationId] === null

async function lastEntry() {
  return (await world.backbone.store.journal.list(null, 1))[0]
}

describe('who gets in', () => {
  test('every operation of the table is described, and no other', () => {
    const described = routes().map(({ operationId }) => operationId)
    expect(described.sort()).toEqual(
      Object.keys(needs)
        .filter((id) => id !== 'readOpenApi')
        .sort(),
    )
  })

  test('without a token every route but login is 401, and says how to get in', async () => {
    for (const route of routes().filter((one) => !isOpen(one))) {
      const answer = await world.ask(route.method, route.path)
      expect([route.operationId, answer.status]).toEqual([route.operationId, 401])
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
      expect(answer.body).toMatchObject({
        kind: 'unauthorised',
        remedy: expect.stringContaining('access create'),
      })
    }
  })

  test('with too low a role, or for another part of the API, every route is 403', async () => {
    const below = { responder: await world.token('viewer'), admin: await world.token('responder') }
    const elsewhere = await world.token('admin', ['alertmanager'])
    for (const route of routes().filter((one) => !isOpen(one))) {
      const { operationId, method, path, 'x-role': role = 'viewer', 'x-scope': scope } = route
      if (role !== 'viewer') {
        const { status, body } = await world.ask(method, path, { token: below[role] })
        expect([operationId, status, body.kind]).toEqual([operationId, 403, 'forbidden'])
      }
      if (scope !== undefined) {
        const token = scope === 'alertmanager' ? await world.token('admin', ['all']) : elsewhere
        const { status, body } = await world.ask(method, path, { token })
        expect([operationId, status, body.kind]).toEqual([operationId, 403, 'out-of-scope'])
      }
    }
  })
})

test('what only looks answers as it is described', async () => {
  const token = await world.token('admin', ['all', 'alertmanager'])
  for (const { operationId, method, path } of routes().filter(({ method }) => method === 'GET')) {
    const { status } = await world.ask(method, path, { token })
    expect([operationId, [200, 404].includes(status)]).toEqual([operationId, true])
  }
})

describe('changes', () => {
  test('each leaves an entry in the journal with the name of who did it', async () => {
    const token = await world.token('admin', ['all', 'alertmanager'], 'the changer')
    // They change nothing of the service, or their entry is that of what they lead to.
    const unwritten: readonly string[] = ['login', 'logout', 'planRunbookStep']
    const byItself: readonly string[] = ['receiveAlertmanager']
    const changes = routes().filter(
      ({ method, operationId }) => method !== 'GET' && !unwritten.includes(operationId),
    )
    for (const { operationId, method } of changes) {
      const sample = await sampleRequests[operationId as keyof typeof sampleRequests](world)
      const before = (await lastEntry())?.sequence ?? 0
      const { status, body } = await world.ask(method, sample.path, { token, body: sample.body })
      expect([operationId, status < 300 || sample.status === status, body]).toEqual([operationId, true, body])
      const entries = await world.backbone.store.journal.read(before, 10)
      expect([operationId, entries.map(({ actor }) => actor.name)]).toEqual([
        operationId,
        expect.arrayContaining([byItself.includes(operationId) ? 'autogen-bot' : 'the changer']),
      ])
    }
  })
})

describe('a session', () => {
  async function login(token: string) {
    const answer = await world.ask('POST', '/api/v1/login', { body: { token } })
    const cookie = answer.headers.get('set-cookie') ?? ''
    return { answer, cookie, pair: cookie.split(';', 1)[0] ?? '' }
  }

  test('is opened with a token, and its cookie is out of reach of scripts and other sites', async () => {
    const token = await world.token('responder', ['all'], 'ann')
    const { answer, cookie, pair } = await login(token)
    expect(answer).toMatchObject({ status: 200, body: { name: 'ann', role: 'responder' } })
    expect(cookie).toMatch(
      /^__Host-autogen-session=[A-Za-z0-9]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Expires=/,
    )
    expect(cookie).not.toContain(token)
    const session = await world.ask('GET', '/api/v1/session', { headers: { cookie: `x=1; ${pair}` } })
    expect(session.body).toMatchObject({ name: 'ann', csrf: answer.body.csrf })
  })

  test('changes nothing without its sign', async () => {
    const { answer, pair } = await login(await world.token('responder'))
    const body = { mitigation: { kind: 'resume-intake' }, reason: 'A test.' }
    const change = (headers: Record<string, string>) =>
      world.ask('POST', '/api/v1/mitigations', { headers: { cookie: pair, ...headers }, body })
    expect((await change({})).status).toBe(401)
    expect((await change({ 'x-csrf-token': 'guessed' })).status).toBe(401)
    expect((await change({ 'x-csrf-token': String(answer.body.csrf) })).status).toBe(200)
  })

  test('ends when somebody leaves, and with its token', async () => {
    const first = await login(await world.token('viewer'))
    const headers = { cookie: first.pair, 'x-csrf-token': String(first.answer.body.csrf) }
    const left = await world.ask('POST', '/api/v1/logout', { headers })
    expect([left.status, left.headers.get('set-cookie')]).toEqual([200, expect.stringContaining('Max-Age=0')])
    expect((await world.ask('GET', '/api/v1/session', { headers })).status).toBe(401)

    const text = await world.token('viewer')
    const second = await login(text)
    const admin = await world.token('admin')
    await world.ask('POST', `/api/v1/access/tokens/${readToken(text)?.id}/revoke`, { token: admin })
    expect((await world.ask('GET', '/api/v1/session', { headers: { cookie: second.pair } })).status).toBe(401)
    expect((await world.ask('GET', '/api/v1/session', { token: text })).status).toBe(401)
  })
})

describe('wrong tokens', () => {
  test('are security events, are answered all alike, and are slowed down by address', async () => {
    const own = await openApiWorld()
    try {
      const token = await own.token('viewer')
      const id = readToken(token)?.id ?? ''
      const forged = writeToken({ id: id as never, secret: '0'.repeat(43) })
      const wrong = [
        'nonsense',
        forged,
        forged.replace(id, 'bbbbbbbbbb'),
        writeToken({ id: 'cccccccccc' as never, secret: 'x'.repeat(43) }),
      ]
      const answers = []
      for (const text of wrong) {
        answers.push(await own.ask('POST', '/api/v1/login', { body: { token: text } }))
        answers.push(await own.ask('GET', '/api/v1/session', { token: text }))
      }
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(401))
      expect(new Set(answers.map(({ body }) => JSON.stringify({ ...body, request: '' }))).size).toBe(1)
      const events = await eventually('the events', async () => {
        const found = await own.backbone.store.security.list(0, 50)
        return found.length === 8 && found
      })
      expect(
        events.every(
          ({ kind, detail }) => kind === 'login-failed' && !JSON.stringify(detail).includes('0000000'),
        ),
      ).toBe(true)
      for (let tries = 0; tries < 6; tries += 1)
        await own.ask('POST', '/api/v1/login', { body: { token: 'nonsense' } })
      const limited = await own.ask('POST', '/api/v1/login', { body: { token } })
      expect([limited.status, Number(limited.headers.get('retry-after')) > 0]).toEqual([429, true])
      expect((await own.ask('GET', '/api/v1/session', { token })).status).toBe(200)
      const { text } = await own.backbone.meter.render()
      expect(text).toContain('autogen_security_events_total{kind="login-failed"} 14')
    } finally {
      await own.close()
    }
  })
})

test('answers that wait for commands are counted apart, so that they make no alert about slow answers', async () => {
  const token = await world.token('admin')
  const lasted = async (route: string) => {
    const { text } = await world.backbone.meter.render()
    const counts = text.matchAll(
      new RegExp(`_duration_seconds_count\\{route="${route}",status="\\d+"\\} (\\d+)`, 'g'),
    )
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
  }
  const before = [await lasted('/api'), await lasted('/api/steps')]
  await world.ask('POST', '/api/v1/incidents/99/commands', { token, body: { kind: 'acknowledge' } })
  await eventually('the answer is counted', async () => {
    const now = [await lasted('/api'), await lasted('/api/steps')]
    return now[0] === before[0] && now[1] === (before[1] ?? 0) + 1
  })
})

describe('what is wrong', () => {
  test.each([
    ['half a body', 'POST', '{"mitigation":', 400],
    ['a prototype in a body', 'POST', '{"__proto__":{"role":"admin"}}', 400],
    ['a length that is none', 'POST', '{"reason":{"length":{"toString":0}}}', 400],
    ['a value out of bounds', 'POST', '{"mitigation":{"kind":"scale","workers":-1},"reason":"x"}', 400],
    ['a large body', 'POST', JSON.stringify({ reason: 'x'.repeat(70_000) }), 413],
    ['another method', 'PUT', '{}', 404],
  ])('%s is a problem without a stack', async (_, method, body, status) => {
    const token = await world.token('admin')
    const answer = await world.ask(method, '/api/v1/mitigations', { token, body })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body.request).toBe(answer.headers.get('x-request-id'))
    expect(JSON.stringify(answer.body)).not.toMatch(/ at |node_modules|\.ts/)
  })

  test('names each place of a request that is not as described', async () => {
    const token = await world.token('admin')
    const body = { name: '<x>', role: 'god', scopes: [], forMs: 1 }
    const { body: problem } = await world.ask('POST', '/api/v1/access/tokens', { token, body })
    const places = (problem.errors as { where: string }[]).map(({ where }) => where)
    expect(places.sort()).toEqual(['body/forMs', 'body/name', 'body/role', 'body/scopes'])
  })

  test('another type than JSON is refused, and other sites are not invited', async () => {
    const token = await world.token('admin')
    const headers = { 'content-type': 'text/plain', origin: 'https://elsewhere.example' }
    const refused = await world.ask('POST', '/api/v1/mitigations', { token, headers, body: '{}' })
    expect(refused.status).toBe(415)
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(refused.headers.get('cache-control')).toBe('no-store')
  })

  test('more requests of one address than anybody needs', async () => {
    const own = await openApiWorld({ requestsMax: 3 })
    try {
      const token = await own.token('viewer')
      const answers = []
      for (let asked = 0; asked < 4; asked += 1)
        answers.push(await own.ask('GET', '/api/v1/session', { token }))
      // The description was read before.
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 429])
      expect(answers[3]?.body).toMatchObject({ kind: 'limited' })
      expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0)
    } finally {
      await own.close()
    }
  })

  test('the webhooks beside it still come as the very bytes', async () => {
    const answer = await fetch(`${world.url}/webhook`, { method: 'POST', body: '{"a": 1 }' })
    expect(await answer.json()).toEqual({ bytes: '9' })
  })
})
