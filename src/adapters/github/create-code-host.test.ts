/** Stories of a host that behaves oddly, over real HTTP. */
import { createVerify } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import type { AppName, InstallationId } from '../../domain/repository/repository.ts'
import { createAppFromManifest } from './create-app-from-manifest.ts'
import {
  createLines,
  createMemoryLedger,
  head,
  hostFor,
  keys,
  pullAnswer,
  pullRequest,
  repository,
  type ScriptedGitHub,
  startScriptedGitHub,
} from './fixtures/scripted-github.ts'

let github: ScriptedGitHub
const { signal } = new AbortController()
const pullPath = '/api/v3/repos/octo/shop/pulls/7'
const review = { commit: head as CommitSha, body: 'hello', comments: [] }

beforeEach(async () => {
  github = await startScriptedGitHub()
})
afterEach(async () => {
  await github.close()
})

function limits(remaining: number, limit = 5_000) {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 1_800),
    'x-ratelimit-resource': 'core',
  }
}

describe('reading a pull request', () => {
  test('as the installation, by name, checked by number', async () => {
    github.answer(({ path }) => (path === pullPath ? { body: pullAnswer() } : undefined))
    const read = await hostFor(github.url).pulls.read(pullRequest, signal)
    expect(read).toMatchObject({
      ok: true,
      value: { title: 'A change', body: '', author: 'mona', isFromFork: false },
    })
    expect(github.heard[0]?.headers.authorization).toBe(`token ${github.minted[0]}`)
  })

  test('a repository that took the name is not ours', async () => {
    github.answer(({ path }) =>
      path === pullPath
        ? {
            body: pullAnswer({ base: { sha: head, ref: 'main', repo: { id: 100, default_branch: 'main' } } }),
          }
        : undefined,
    )
    expect(await hostFor(github.url).pulls.read(pullRequest, signal)).toMatchObject({
      ok: false,
      failure: { kind: 'not-found' },
    })
  })

  test('many at once are one request, and one token', async () => {
    github.answer(({ path }) => (path === pullPath ? { body: pullAnswer() } : undefined))
    const host = hostFor(github.url)
    const reads = await Promise.all(Array.from({ length: 20 }, () => host.pulls.read(pullRequest, signal)))
    expect(reads.every(({ ok }) => ok)).toBe(true)
    expect([github.heard.length, github.minted.length]).toEqual([1, 1])
  })

  test('one who no longer wants it does not take it from the others', async () => {
    const begun = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    github.answer(async ({ path }) => {
      if (path !== pullPath) return undefined
      begun.resolve()
      await go.promise
      return { body: pullAnswer() }
    })
    const host = hostFor(github.url)
    const leaver = new AbortController()
    const left = host.pulls.read(pullRequest, leaver.signal)
    const stayed = host.pulls.read(pullRequest, signal)
    await begun.promise
    leaver.abort()
    expect(await left).toMatchObject({ ok: false, failure: { kind: 'network', retryAt: null } })
    go.resolve()
    expect((await stayed).ok).toBe(true)
  })

  test('what did not change is confirmed, not sent again', async () => {
    github.answer(({ path, headers }) => {
      if (path !== pullPath) return undefined
      return headers['if-none-match'] === '"e1"'
        ? { status: 304, headers: { etag: '"e1"' } }
        : { body: pullAnswer(), headers: { etag: '"e1"' } }
    })
    const host = hostFor(github.url)
    const first = await host.pulls.read(pullRequest, signal)
    expect(await host.pulls.read(pullRequest, signal)).toEqual(first)
    expect(github.heard.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"e1"'])
    const other = { ...pullRequest, repository: { ...repository, installation: 12 as InstallationId } }
    await host.pulls.read(other, signal)
    expect(github.heard[2]?.headers['if-none-match']).toBeUndefined()
  })

  test('a renamed repository is found where the host sends us, on the same host only', async () => {
    github.answer(({ path }) => {
      if (path === pullPath) return { status: 301, headers: { location: '/api/v3/repositories/99/pulls/7' } }
      return path === '/api/v3/repositories/99/pulls/7' ? { body: pullAnswer() } : undefined
    })
    expect((await hostFor(github.url).pulls.read(pullRequest, signal)).ok).toBe(true)

    const thief = await startScriptedGitHub()
    try {
      github.answer(({ path }) =>
        path === pullPath ? { status: 301, headers: { location: `${thief.url}${pullPath}` } } : undefined,
      )
      const read = await hostFor(github.url).pulls.read(pullRequest, signal)
      expect(read).toMatchObject({ ok: false, failure: { kind: 'unexpected', status: 301 } })
      expect(thief.heard).toEqual([])
    } finally {
      await thief.close()
    }
  })

  test.each(['..', 'a/b', 'a?b', '', 'a b', '%2e'])('the name %j goes into no address', async (name) => {
    const odd = { ...pullRequest, repository: { ...repository, name } }
    expect(await hostFor(github.url).pulls.read(odd, signal)).toMatchObject({ failure: { kind: 'invalid' } })
    expect(() => hostFor(github.url).account.gitOrigin(odd.repository)).toThrow('cannot be the name')
    expect(github.heard).toEqual([])
  })
})

describe('faults', () => {
  test('a read is asked again, twice at most', async () => {
    let faults = 2
    github.answer(({ path }) => {
      if (path !== pullPath) return undefined
      faults -= 1
      return faults >= 0 ? { status: 502, body: '<html>' } : { body: pullAnswer() }
    })
    const host = hostFor(github.url, { random: () => 0 })
    expect((await host.pulls.read(pullRequest, signal)).ok).toBe(true)
    faults = 10
    expect(await host.pulls.read(pullRequest, signal)).toMatchObject({
      failure: { kind: 'unavailable', status: 502, mayHaveApplied: false },
    })
    expect(github.heard.length).toBe(6)
  })

  test.each([
    ['a 5xx', { status: 502, body: {} }, 'unavailable'],
    ['a broken connection', 'reset', 'network'],
    ['silence', 'hang', 'network'],
    ['a yes that is no JSON', { status: 201, body: '<html>yes' }, 'unexpected'],
    ['a yes without a number', { status: 201, body: { id: null } }, 'unexpected'],
  ] as const)('a write that met %s is sent once and may have happened', async (_, reaction, kind) => {
    github.answer(({ path }) => (path === `${pullPath}/reviews` ? reaction : undefined))
    const host = hostFor(github.url, { timeoutMs: 300 })
    expect(await host.conversations.postReview(pullRequest, review, signal)).toMatchObject({
      ok: false,
      failure: { kind, mayHaveApplied: true },
    })
    expect(github.heard.length).toBe(1)
  })

  test('a write to a host that is not there did not happen', async () => {
    const gone = await startScriptedGitHub()
    await gone.close()
    const host = hostFor(gone.url)
    expect(await host.conversations.postComment(pullRequest, 'hi', signal)).toMatchObject({
      failure: { kind: 'network', mayHaveApplied: false, message: expect.stringContaining('ECONNREFUSED') },
    })
  })

  test.each([
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['half of it', '{"number": 7'],
    ['another thing', '[]'],
    ['odd types', { ...pullAnswer(), head: { sha: '../../x', repo: null } }],
  ])('a read that gets %s fails as unexpected', async (_, body) => {
    github.answer(({ path }) => (path === pullPath ? { body } : undefined))
    expect(await hostFor(github.url).pulls.read(pullRequest, signal)).toMatchObject({
      failure: { kind: 'unexpected', mayHaveApplied: false },
    })
  })

  test('an answer without end is cut off', async () => {
    github.answer(({ path }) =>
      path === pullPath ? { body: pullAnswer({ body: 'x'.repeat(100_000) }) } : undefined,
    )
    expect(
      await hostFor(github.url, { answerBytesMax: 50_000 }).pulls.read(pullRequest, signal),
    ).toMatchObject({
      failure: { kind: 'unexpected', message: expect.stringContaining('more than 50000 bytes') },
    })
  })

  test('a content type that is none does no harm', async () => {
    github.answer(({ path }) =>
      path === pullPath
        ? { body: pullAnswer(), headers: { 'content-type': ';;;', deprecation: 'true' } }
        : undefined,
    )
    expect((await hostFor(github.url).pulls.read(pullRequest, signal)).ok).toBe(true)
  })
})

describe('limits', () => {
  test('a used-up hour parks, is logged in the words of the runbook, and stops the other workers', async () => {
    const { log, lines } = createLines()
    const rates = createMemoryLedger()
    const host = hostFor(github.url, { log, rates })
    github.answer(({ path }) =>
      path === pullPath
        ? { status: 403, body: { message: 'API rate limit exceeded' }, headers: limits(0) }
        : undefined,
    )
    const read = await host.pulls.read(pullRequest, signal)
    expect(read).toMatchObject({ ok: false, failure: { kind: 'primary-limit' } })
    const line = lines.find(({ message }) => message === 'API rate limit exceeded')
    expect(line?.fields['rate.limit']).toMatchObject({
      installation: 11,
      resource: 'core',
      limit: 5000,
      remaining: 0,
    })

    const other = hostFor(github.url, { rates })
    const asked = github.heard.length
    expect(await other.forUrgency('command').pulls.read(pullRequest, signal)).toMatchObject({
      ok: false,
      failure: { kind: 'primary-limit', retryAt: expect.any(Number) },
    })
    expect(github.heard.length).toBe(asked)
  })

  test('a secondary limit pauses everyone for the time that it names', async () => {
    github.answer(({ path }) =>
      path.endsWith('/comments') ? { status: 403, headers: { 'retry-after': '120' }, body: {} } : undefined,
    )
    const { log, lines } = createLines()
    const rates = createMemoryLedger()
    const before = Date.now()
    const said = await hostFor(github.url, { log, rates }).conversations.postComment(
      pullRequest,
      'hi',
      signal,
    )
    expect(said).toMatchObject({ ok: false, failure: { kind: 'secondary-limit', mayHaveApplied: false } })
    if (!said.ok) expect(said.failure.retryAt ?? 0).toBeGreaterThanOrEqual(before + 120_000)
    expect(lines.map(({ message }) => message)).toContain('API rate limit exceeded')
    const next = await hostFor(github.url, { rates }).pulls.read(pullRequest, signal)
    expect(next).toMatchObject({ ok: false, failure: { kind: 'secondary-limit' } })
    expect(github.heard.length).toBe(1)
  })

  test('the last tenth is kept for publishing and commands, the last twentieth for commands', async () => {
    let left = 500
    github.answer(({ path, method }) => {
      if (path.endsWith('access_tokens')) return undefined
      return method === 'POST'
        ? { status: 201, body: { id: 5 }, headers: limits(left) }
        : { body: pullAnswer(), headers: limits(left) }
    })
    const host = hostFor(github.url)
    expect((await host.pulls.read(pullRequest, signal)).ok).toBe(true)
    expect(await host.pulls.read(pullRequest, signal)).toMatchObject({ failure: { kind: 'primary-limit' } })
    left = 250
    expect((await host.conversations.postComment(pullRequest, 'hi', signal)).ok).toBe(true)
    expect(await host.conversations.postComment(pullRequest, 'hi', signal)).toMatchObject({
      failure: { kind: 'primary-limit', mayHaveApplied: false },
    })
    const command = host.forUrgency('command')
    expect((await command.pulls.read(pullRequest, signal)).ok).toBe(true)
    expect((await command.conversations.postComment(pullRequest, 'hi', signal)).ok).toBe(true)
  })

  test('the ledger is asked and told seldom', async () => {
    let left = 5_000
    github.answer(({ path }) => {
      left -= 1
      return path.startsWith(pullPath) ? { body: pullAnswer(), headers: limits(left) } : undefined
    })
    const rates = createMemoryLedger()
    const host = hostFor(github.url, { rates })
    for (let reads = 0; reads < 50; reads += 1) await host.pulls.read(pullRequest, signal)
    expect(github.heard.length).toBe(50)
    expect(rates.calls.length).toBeLessThan(6)
  })

  test('a ledger that is gone stops nobody', async () => {
    github.answer(({ path }) =>
      path === pullPath ? { body: pullAnswer(), headers: limits(4_000) } : undefined,
    )
    const gone = async () => {
      throw new Error('the store is down')
    }
    const { log, lines } = createLines()
    const host = hostFor(github.url, { log, rates: { read: gone, note: gone, pause: gone, list: gone } })
    expect((await host.pulls.read(pullRequest, signal)).ok).toBe(true)
    expect(lines.map(({ message }) => message)).toContain('The ledger of API budgets could not be reached')
  })

  test('writes keep their distance; one that would wait long is handed back', async () => {
    github.answer(({ path }) => (path.endsWith('/comments') ? { status: 201, body: { id: 5 } } : undefined))
    let now = 1_800_000_000_000
    const host = hostFor(github.url, { app: { writeSpacingMs: 6_000 }, clock: { now: () => now } })
    expect((await host.conversations.postComment(pullRequest, 'one', signal)).ok).toBe(true)
    expect(await host.conversations.postComment(pullRequest, 'two', signal)).toMatchObject({
      failure: { kind: 'secondary-limit', retryAt: now + 6_000, mayHaveApplied: false },
    })
    now += 6_000
    expect((await host.conversations.postComment(pullRequest, 'two', signal)).ok).toBe(true)
    expect(github.heard.length).toBe(2)
  })

  test('no more than a few at once; who no longer waits takes no place', async () => {
    let open = 0
    let most = 0
    const gates: (() => void)[] = []
    github.answer(async ({ path }) => {
      if (!path.startsWith('/api/v3/repos/')) return undefined
      open += 1
      most = Math.max(most, open)
      await new Promise<void>((resolve) => gates.push(resolve))
      open -= 1
      return { body: pullAnswer() }
    })
    const host = hostFor(github.url, { atOnceMax: 2 })
    const leaver = new AbortController()
    const read = (number: number, wanted = signal) => host.pulls.read({ repository, number }, wanted)
    const firsts = [read(1), read(2)]
    await expect.poll(() => gates.length).toBe(2)
    const left = read(3, leaver.signal)
    const rest = [read(4), read(5)]
    leaver.abort()
    expect((await left).ok).toBe(false)
    for (let answered = 0; answered < 4; answered += 1) {
      await expect.poll(() => gates.length).toBeGreaterThan(0)
      gates.shift()?.()
    }
    const answers = await Promise.all([...firsts, ...rest])
    expect([answers.every(({ ok }) => ok), most]).toEqual([true, 2])
  })

  test('a write waits for its turn; one that is called off meanwhile is not sent', async () => {
    github.answer(({ path }) => (path.endsWith('/comments') ? { status: 201, body: { id: 5 } } : undefined))
    const host = hostFor(github.url, { app: { writeSpacingMs: 50 } })
    const posts = ['one', 'two', 'three'].map((body) =>
      host.conversations.postComment(pullRequest, body, signal),
    )
    expect((await Promise.all(posts)).every(({ ok }) => ok)).toBe(true)
    const slow = hostFor(github.url, { app: { writeSpacingMs: 4_000 } })
    expect((await slow.conversations.postComment(pullRequest, 'four', signal)).ok).toBe(true)
    const leaver = new AbortController()
    const left = slow.conversations.postComment(pullRequest, 'five', leaver.signal)
    leaver.abort()
    expect(await left).toMatchObject({ failure: { kind: 'network', mayHaveApplied: false } })
    expect(github.heard.length).toBe(4)
  })

  test('points of a minute are kept, too', async () => {
    github.answer(({ path }) => (path.endsWith('/comments') ? { status: 201, body: { id: 5 } } : undefined))
    let now = 1_800_000_000_000
    const host = hostFor(github.url, { app: { writeSpacingMs: 1 }, clock: { now: () => now } })
    const kinds: string[] = []
    for (let writes = 0; writes < 181; writes += 1) {
      const posted = await host.conversations.postComment(pullRequest, 'hi', signal)
      kinds.push(posted.ok ? 'ok' : `${posted.failure.kind} ${(posted.failure.retryAt ?? 0) > now}`)
      now += 2
    }
    expect([new Set(kinds.slice(0, 180)), kinds[180]]).toEqual([new Set(['ok']), 'secondary-limit true'])
  })

  test('a server without limits tells none', async () => {
    expect(await hostFor(github.url).account.rateLimit(repository.installation, signal)).toEqual({
      ok: true,
      value: [],
    })
  })
})

describe('credentials', () => {
  test('the App signs for itself with its key', async () => {
    github.answer(({ path }) => {
      if (path === '/api/v3/app') {
        return {
          body: { id: 7, slug: 'autogen', permissions: { checks: 'write' }, events: ['pull_request'] },
        }
      }
      return path === '/api/v3/app/hook/config' ? { body: { url: 'https://bot.example/webhook' } } : undefined
    })
    const described = await hostFor(github.url).account.describe(signal)
    expect(described).toMatchObject({
      ok: true,
      value: { botLogin: 'autogen[bot]', webhookUrl: 'https://bot.example/webhook' },
    })
    if (described.ok) expect(Math.abs(described.value.clockSkewMs)).toBeLessThan(5_000)
    const [, statement = ''] = (github.heard[0]?.headers.authorization ?? '').split(' ')
    const [top, middle, signature = ''] = statement.split('.')
    const verify = createVerify('RSA-SHA256').update(`${top}.${middle}`)
    expect(verify.verify(keys.publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  test('a token that is refused is renewed once, also for a write', async () => {
    github.answer(({ path, headers }) => {
      if (!path.endsWith('/comments')) return undefined
      return headers.authorization === `token ${github.minted[0]}`
        ? { status: 401, body: { message: 'Bad credentials' } }
        : { status: 201, body: { id: 5 } }
    })
    const host = hostFor(github.url)
    expect((await host.conversations.postComment(pullRequest, 'hi', signal)).ok).toBe(true)
    expect([github.heard.length, github.minted.length]).toEqual([2, 2])
  })

  test('a token is renewed five minutes before its end', async () => {
    let now = Date.now()
    const host = hostFor(github.url, { clock: { now: () => now } })
    const first = await host.account.token(repository.installation, signal)
    expect(await host.account.token(repository.installation, signal)).toEqual(first)
    now += 56 * 60_000
    const second = await host.account.token(repository.installation, signal)
    expect(second).not.toEqual(first)
  })

  test('a permission that was granted meanwhile is had within a minute', async () => {
    let now = Date.now()
    github.answer(({ path, headers }) => {
      if (!path.endsWith('/comments')) return undefined
      return headers.authorization === `token ${github.minted[0]}`
        ? { status: 403, body: { message: 'Resource not accessible by integration' } }
        : { status: 201, body: { id: 5 } }
    })
    const host = hostFor(github.url, { clock: { now: () => now } })
    const post = () => host.conversations.postComment(pullRequest, 'hi', signal)
    expect(await post()).toMatchObject({ failure: { kind: 'permission' } })
    now += 61_000
    expect(await post()).toMatchObject({ failure: { kind: 'permission' } })
    expect((await post()).ok).toBe(true)
  })

  test('two hosts that number their installations alike keep their tokens apart', async () => {
    const other = await startScriptedGitHub()
    try {
      const here = hostFor(github.url)
      const there = hostFor(other.url, { app: { name: 'other' as AppName } })
      const [one, two] = await Promise.all(
        [here, there].map((host) => host.account.token(repository.installation, signal)),
      )
      expect([one?.ok, two?.ok, github.minted.length, other.minted.length]).toEqual([true, true, 1, 1])
    } finally {
      await other.close()
    }
  })

  test('an installation that is gone or suspended is not found', async () => {
    github.answer(({ path }) =>
      path.endsWith('/access_tokens')
        ? { status: 403, body: { message: 'This installation has been suspended' } }
        : undefined,
    )
    expect(await hostFor(github.url).pulls.read(pullRequest, signal)).toMatchObject({
      failure: { kind: 'not-found' },
    })
  })

  test('a key that is none is told without showing it', async () => {
    const host = hostFor(github.url, {
      app: { privateKey: '-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END' },
    })
    const failed = await host.pulls.read(pullRequest, signal)
    expect(failed).toMatchObject({ failure: { kind: 'unauthorized' } })
    expect(JSON.stringify(failed)).not.toContain('c2VjcmV0')
  })

  test('no token in any log line or failure', async () => {
    const { log, lines } = createLines()
    github.answer(({ path, headers }) =>
      path.startsWith(pullPath)
        ? { status: 429, body: { message: `you sent ${headers.authorization}` }, headers: limits(0) }
        : undefined,
    )
    const failed = await hostFor(github.url, { log }).pulls.read(pullRequest, signal)
    expect(JSON.stringify([failed, lines])).not.toContain(github.minted[0])
  })
})

describe('the rest of the port', () => {
  test('delivery numbers keep all their digits', async () => {
    const delivery = `{"id": 9007199254740993123, "guid": "g-1", "event": "pull_request", "action": "opened",
      "delivered_at": "2026-11-23T10:00:00Z", "redelivery": false, "status_code": 202}`
    const next = `<${github.url}/api/v3/app/hook/deliveries?per_page=100&cursor=v1_77>; rel="next"`
    github.answer(({ path, method }) => {
      if (method === 'POST') return { status: 202, body: {} }
      return path.startsWith('/api/v3/app/hook/deliveries')
        ? { body: `[${delivery}]`, headers: { link: next } }
        : undefined
    })
    const { deliveries } = hostFor(github.url)
    const page = await deliveries.list(null, signal)
    expect(page).toMatchObject({
      ok: true,
      value: { next: 'v1_77', deliveries: [{ id: '9007199254740993123' }] },
    })
    expect((await deliveries.redeliver('9007199254740993123', signal)).ok).toBe(true)
    expect(github.heard[1]?.path).toBe('/api/v3/app/hook/deliveries/9007199254740993123/attempts')
  })

  test('120 annotations are three requests, and the last one ends the run', async () => {
    github.answer(({ path }) => (path.includes('/check-runs/') ? { body: { id: 3 } } : undefined))
    const annotations = Array.from({ length: 120 }, (_, at) => ({
      path: 'a.ts',
      startLine: at + 1,
      endLine: at + 1,
      level: 'warning' as const,
      title: 't',
      message: 'm',
    }))
    const update = { conclusion: 'neutral' as const, title: 'T', summary: 'S', text: null, annotations }
    expect((await hostFor(github.url).checks.update(repository, 3, update, signal)).ok).toBe(true)
    const sent = github.heard.map(({ body }) => JSON.parse(body))
    expect(sent.map(({ status, output }) => [status, output.annotations.length])).toEqual([
      ['in_progress', 50],
      ['in_progress', 50],
      ['completed', 20],
    ])
  })

  test('check runs of other Apps are not ours', async () => {
    const run = (id: number, app: number) => ({
      id,
      name: 'review',
      head_sha: head,
      external_id: '',
      status: 'waiting',
      conclusion: null,
      app: { id: app },
    })
    github.answer(({ path }) =>
      path.includes('/check-runs')
        ? { body: { total_count: 2, check_runs: [run(1, 7), run(2, 8)] } }
        : undefined,
    )
    const listed = await hostFor(github.url).checks.list(repository, head as CommitSha, signal)
    expect(listed).toMatchObject({ ok: true, value: [{ id: 1, status: 'queued' }] })
  })

  test('a person that the host does not know may do nothing', async () => {
    const { people } = hostFor(github.url)
    expect(await people.permission(repository, 'ghost', signal)).toEqual({ ok: true, value: 'none' })
    expect(await people.permission(repository, '../admin', signal)).toEqual({ ok: true, value: 'none' })
    expect(github.heard.length).toBe(1)
  })

  test('open pull requests come from all pages, by number', async () => {
    const entry = (number: number) => ({ number, draft: number === 3, head: { sha: head } })
    github.answer(({ path }) => {
      if (!path.startsWith('/api/v3/repos/octo/shop/pulls?')) return undefined
      return path.includes('page=2')
        ? { body: [entry(3), entry(1)] }
        : { body: [entry(2), entry(1)], headers: { link: `<${github.url}/x?page=2>; rel="next"` } }
    })
    const listed = await hostFor(github.url).pulls.listOpen(repository, signal)
    expect(listed.ok ? listed.value.map(({ number, isDraft }) => [number, isDraft]) : listed).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ])
  })

  test.each([
    ['https://api.github.com', 'https://github.com/octo/shop.git'],
    ['https://git.example.org/api/v3/', 'https://git.example.org/octo/shop.git'],
    ['https://api.acme.ghe.com', 'https://acme.ghe.com/octo/shop.git'],
  ])('git of %s is at %s', (baseUrl, origin) => {
    expect(hostFor('http://127.0.0.1:1', { app: { baseUrl } }).account.gitOrigin(repository)).toBe(origin)
  })

  test('a manifest code becomes an App', async () => {
    github.answer(({ path }) =>
      path === '/api/v3/app-manifests/abc123/conversions'
        ? {
            status: 201,
            body: {
              id: 7,
              slug: 's',
              name: 'n',
              html_url: 'h',
              pem: keys.privateKey,
              webhook_secret: 'w',
              owner: {},
            },
          }
        : undefined,
    )
    const options = { baseUrl: `${github.url}/api/v3`, userAgent: 'test', clock: { now: () => Date.now() } }
    const created = await createAppFromManifest('abc123', options, signal)
    expect(created).toMatchObject({ ok: true, value: { id: 7, webhookSecret: 'w' } })
    expect(await createAppFromManifest('../x', options, signal)).toMatchObject({
      failure: { kind: 'invalid' },
    })
    expect(await createAppFromManifest('expired', options, signal)).toMatchObject({
      failure: { kind: 'not-found' },
    })
  })
})
