/** What GitHub does when it is asked too much, and when it is not well. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Story, startStory } from '../testing/story.ts'

let story: Story
let now = 0
beforeEach(async () => {
  now = Date.now()
  story = await startStory({ clock: () => now, tokenLifetimeMs: 24 * 3_600_000 })
})
afterEach(() => story.close())

const comments = () => story.github.pull(story.repository, story.pull).issueComments.length
const comment = () => story.ask('POST', `${story.base}/issues/${story.pull}/comments`, { body: 'hello' })

test('the hour is counted down in headers, a 304 costs nothing, and an empty one is refused until its reset', async () => {
  story.github.limits.set({ corePerHour: 3 })
  const path = `${story.base}/pulls/${story.pull}`
  const first = await story.ask('GET', path)
  expect(first.headers.get('x-ratelimit-remaining')).toBe('2')
  const etag = first.headers.get('etag') ?? ''
  const known = await story.ask('GET', path, undefined, { 'if-none-match': etag })
  expect([known.status, known.text, known.headers.get('x-ratelimit-remaining')]).toEqual([304, '', '2'])
  await comment()
  const changed = await story.ask('GET', path, undefined, { 'if-none-match': etag })
  expect([changed.status, changed.headers.get('x-ratelimit-remaining')]).toEqual([200, '0'])
  const refused = await story.ask('GET', path)
  expect(refused).toMatchObject({
    status: 403,
    json: { message: expect.stringMatching(/^API rate limit exceeded/) },
  })
  expect((await story.ask('GET', '/rate_limit')).json).toMatchObject({ rate: { remaining: 0, limit: 3 } })
  now += 3_600_000
  expect((await story.ask('GET', path)).status).toBe(200)
})

test('too much content in a minute meets the secondary limit', async () => {
  story.github.limits.set({ contentPerMinute: 2 })
  expect([(await comment()).status, (await comment()).status]).toEqual([201, 201])
  const refused = await comment()
  expect(refused).toMatchObject({
    status: 403,
    json: { message: expect.stringContaining('secondary rate limit') },
  })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  now += 60_000
  expect((await comment()).status).toBe(201)
})

test('what is lost before it is applied is not there; what is lost after it is', async () => {
  const { faults } = story.github
  const onComments = { method: 'POST', path: /\/comments$/, times: 1 } as const
  faults.set({ kind: 'error-before', status: 503, ...onComments })
  expect([(await comment()).status, comments()]).toEqual([503, 0])
  faults.set({ kind: 'error-after', ...onComments })
  expect([(await comment()).status, comments()]).toEqual([502, 1])
  faults.set({ kind: 'reset', ...onComments })
  await expect(comment()).rejects.toThrow()
  expect(comments()).toBe(1)
  faults.set({ kind: 'secondary-limit', retryAfterS: 7, ...onComments })
  expect((await comment()).headers.get('retry-after')).toBe('7')
  faults.set({ kind: 'primary-limit', ...onComments })
  expect((await comment()).headers.get('x-ratelimit-remaining')).toBe('0')
  faults.set({ kind: 'too-many-requests', ...onComments })
  expect((await comment()).status).toBe(429)
  faults.set({ kind: 'slow', delayMs: 20, ...onComments })
  expect([(await comment()).status, comments()]).toEqual([201, 2])
  expect(Object.fromEntries(faults.hits)).toMatchObject({ 'error-before': 1, reset: 1, slow: 1 })
})

test('an answer that never comes may have been applied', async () => {
  const send = (kind: 'hang-before' | 'hang-after') => {
    story.github.faults.set({ kind, method: 'POST' })
    return fetch(`${story.github.apiUrl}${story.base}/issues/${story.pull}/comments`, {
      method: 'POST',
      body: JSON.stringify({ body: 'hello' }),
      headers: { authorization: `bearer ${story.github.person('ada').token}` },
      signal: AbortSignal.timeout(200),
    })
  }
  await expect(send('hang-before')).rejects.toThrow()
  expect(comments()).toBe(0)
  await expect(send('hang-after')).rejects.toThrow()
  expect(comments()).toBe(1)
})

test('requests are counted by App and route', async () => {
  story.github.requests.clear()
  await story.ask('GET', `${story.base}/pulls/${story.pull}`)
  await story.ask('GET', `${story.base}/pulls/${story.pull}`)
  expect(Object.fromEntries(story.github.requests.counts)).toEqual({
    'autogen-bot GET /repos/:owner/:repo/pulls/:number': 2,
  })
})
