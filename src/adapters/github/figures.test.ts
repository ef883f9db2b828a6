/** What the way to GitHub tells of itself: limits met, caches, whether the host answers. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCacheBook } from '../../ops/caches/create-cache-book.ts'
import { indicators } from '../../ops/indicators/indicators.ts'
import { createPrometheusMeter } from '../meter-prometheus/create-meter.ts'
import {
  hostFor,
  pullAnswer,
  pullRequest,
  type ScriptedGitHub,
  startScriptedGitHub,
} from './fixtures/scripted-github.ts'

let github: ScriptedGitHub
const { signal } = new AbortController()
const appPath = '/api/v3/app'

beforeEach(async () => {
  github = await startScriptedGitHub()
})
afterEach(async () => {
  await github.close()
})

test('limits are counted by kind, from 0', async () => {
  const meter = createPrometheusMeter(indicators)
  const host = hostFor(github.url, { meter })
  const counted = async (limit: string) =>
    new RegExp(`^autogen_github_limited_total\\{app="main",limit="${limit}"\\} (.*)$`, 'm').exec(
      (await meter.render()).text,
    )?.[1]
  expect([await counted('primary'), await counted('secondary')]).toEqual(['0', '0'])
  github.answer(({ path }) =>
    path.includes('/pulls/') ? { status: 429, headers: { 'retry-after': '60' }, body: {} } : undefined,
  )
  await host.pulls.read(pullRequest, signal)
  expect([await counted('primary'), await counted('secondary')]).toEqual(['0', '1'])
})

test('caches make themselves known with their bounds and what they saved', async () => {
  const meter = createPrometheusMeter(indicators)
  const caches = createCacheBook(meter)
  const host = hostFor(github.url, { meter, caches, cacheBytesMax: 1_000_000 })
  github.answer(({ path, headers }) => {
    if (!path.includes('/pulls/')) return undefined
    if (headers['if-none-match'] === '"one"') return { status: 304 }
    return { body: pullAnswer(), headers: { etag: '"one"' } }
  })
  await host.pulls.read(pullRequest, signal)
  await host.pulls.read(pullRequest, signal)
  const described = new Map((await caches.describe()).map((cache) => [cache.name, cache]))
  expect([...described.keys()].sort()).toEqual([
    'github-answers/main',
    'github-limits/main',
    'github-pace/main',
    'github-tokens/main',
  ])
  expect(described.get('github-answers/main')).toMatchObject({
    bound: { unit: 'bytes', max: 1_000_000 },
    size: { entries: 1, bytes: expect.any(Number) },
    hits: 1,
    misses: 1,
  })
  expect(described.get('github-tokens/main')).toMatchObject({ size: { entries: 1 }, hits: 1, misses: 1 })
})

test('a ping costs a 304, and tells refused credentials from limits and outages', async () => {
  const host = hostFor(github.url)
  github.answer(({ path, headers }) => {
    if (path !== appPath) return undefined
    return headers['if-none-match'] === '"app"' ? { status: 304 } : { body: {}, headers: { etag: '"app"' } }
  })
  expect(await host.account.ping(signal)).toMatchObject({ ok: true })
  expect(await host.account.ping(signal)).toMatchObject({ ok: true })
  expect(github.heard.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"app"'])
  github.answer(() => ({ status: 401, body: { message: 'Bad credentials' } }))
  expect(await host.account.ping(signal)).toMatchObject({ failure: { kind: 'unauthorized' } })
  github.answer(() => ({ status: 403, headers: { 'retry-after': '60' }, body: {} }))
  expect(await host.account.ping(signal)).toMatchObject({ failure: { kind: 'secondary-limit' } })
  const asked = github.heard.length
  // While the host is cross with us, it is not even asked.
  expect(await host.account.ping(signal)).toMatchObject({ failure: { kind: 'secondary-limit' } })
  expect(github.heard).toHaveLength(asked)
})
