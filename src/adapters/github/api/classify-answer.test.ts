import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Circumstances, classifyAnswer } from './classify-answer.ts'
import type { ApiAnswer } from './exchange.ts'

const now = 1_800_000_000_000
const reset = now / 1000 + 900
const read: Circumstances = {
  request: { kind: 'read', resource: 'core', installation: null },
  now,
  streak: 0,
  chance: 0,
}
const write: Circumstances = { ...read, request: { ...read.request, kind: 'write' } }
const query: Circumstances = { ...read, request: { ...read.request, resource: 'graphql' } }

function answer(status: number, body: unknown = {}, headers: ApiAnswer['headers'] = {}): ApiAnswer {
  return { status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) }
}

const used = { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }
const secondary = { message: 'You have exceeded a secondary rate limit. Please wait.' }

describe('what an answer means', () => {
  test.each([
    ['success', answer(200), null],
    ['nothing new', answer(304), null],
    [
      'the hour is used up (403)',
      answer(403, { message: 'API rate limit exceeded for installation' }, used),
      'primary-limit',
    ],
    ['the hour is used up (429)', answer(429, {}, used), 'primary-limit'],
    [
      'the hour is used up, in words only',
      answer(403, { message: 'API rate limit exceeded' }),
      'primary-limit',
    ],
    ['secondary, in words only', answer(403, secondary), 'secondary-limit'],
    ['secondary with retry-after', answer(403, {}, { 'retry-after': '30' }), 'secondary-limit'],
    ['secondary with what is left at 0', answer(403, secondary, used), 'secondary-limit'],
    [
      'abuse detection of old servers',
      answer(403, { message: 'You have triggered an abuse detection mechanism.' }),
      'secondary-limit',
    ],
    [
      'secondary by its page',
      answer(403, { documentation_url: 'https://docs.github.com/x#about-secondary-rate-limits' }),
      'secondary-limit',
    ],
    ['a bare 429', answer(429, 'slow down'), 'secondary-limit'],
    [
      'too much content',
      answer(422, { message: 'Validation Failed', errors: ['was submitted too quickly'] }),
      'secondary-limit',
    ],
    ['no permission', answer(403, { message: 'Resource not accessible by integration' }), 'permission'],
    ['suspended', answer(403, { message: 'This installation has been suspended' }), 'not-found'],
    ['credentials', answer(401, { message: 'Bad credentials' }), 'unauthorized'],
    ['out of sight', answer(404), 'not-found'],
    ['blocked by law', answer(451), 'not-found'],
    ['removed', answer(410), 'gone'],
    ['conflict', answer(409), 'conflict'],
    ['refused', answer(422), 'invalid'],
    ['not acceptable', answer(406), 'invalid'],
    ['a fault', answer(502, '<html>'), 'unavailable'],
    ['elsewhere', answer(302, '', { location: 'https://elsewhere.example/' }), 'unexpected'],
  ])('%s', (_, given, kind) => {
    expect(classifyAnswer(given, read)?.kind ?? null).toBe(kind)
  })

  test.each([
    ['RATE_LIMITED', 'primary-limit'],
    ['NOT_FOUND', 'not-found'],
    ['FORBIDDEN', 'permission'],
    ['UNPROCESSABLE', 'invalid'],
    [undefined, 'unavailable'],
  ])('GraphQL says %s with 200', (type, kind) => {
    const message = type === 'RATE_LIMITED' ? 'API rate limit already exceeded for installation' : 'No'
    const told = answer(200, { data: null, errors: [{ type, message }] })
    expect(classifyAnswer(told, query)?.kind).toBe(kind)
  })

  test('an answer that only talks of errors is none', () => {
    const body = 'they wrote "errors":[{"type":"NOT_FOUND"}]'
    expect(classifyAnswer(answer(200, { data: { body } }), query)).toBeNull()
  })
})

describe('when to try again', () => {
  test('a used-up hour ends at its reset', () => {
    expect(classifyAnswer(answer(403, {}, used), read)?.retryAt).toBe(reset * 1000)
  })

  test('retry-after counts, in seconds and as a date', () => {
    expect(classifyAnswer(answer(429, {}, { 'retry-after': '30' }), read)?.retryAt).toBe(now + 30_000)
    const date = new Date(now + 90_000).toUTCString()
    expect(classifyAnswer(answer(429, {}, { 'retry-after': date }), read)?.retryAt).toBe(now + 90_000)
  })

  test('without a word of when, a minute, and twice as long each time, up to half an hour', () => {
    const waits = [0, 1, 2, 10, 500].map((streak) => {
      const retryAt = classifyAnswer(answer(403, secondary), { ...read, streak })?.retryAt ?? 0
      return (retryAt - now) / 60_000
    })
    expect(waits).toEqual([1, 2, 4, 30, 30])
  })

  test('a write that met a 5xx may have happened; one that was refused did not', () => {
    expect(classifyAnswer(answer(502), write)?.mayHaveApplied).toBe(true)
    expect(classifyAnswer(answer(502), read)?.mayHaveApplied).toBe(false)
    expect(classifyAnswer(answer(422), write)?.mayHaveApplied).toBe(false)
    expect(classifyAnswer(answer(403, secondary), write)?.mayHaveApplied).toBe(false)
  })
})

test('a clock that is off is called by its name', () => {
  const date = new Date(now + 600_000).toUTCString()
  const failure = classifyAnswer(answer(401, { message: 'Bad' }, { date }), read)
  expect(failure?.message).toContain('differ by 600 s')
  expect(failure?.remedy).toContain('NTP')
})

test('a missing permission is named', () => {
  const headers = { 'x-accepted-github-permissions': 'checks=write' }
  const failure = classifyAnswer(
    answer(403, { message: 'Resource not accessible by integration' }, headers),
    read,
  )
  expect(failure?.remedy).toContain('Grant the App checks=write')
})

test('credentials that an answer repeats are not passed on', () => {
  const message = `no: ghs_${'a'.repeat(36)} and bearer eyJhbGciOi.J9.sig and token abcdefghijk`
  expect(classifyAnswer(answer(400, { message }), read)?.message).not.toMatch(/ghs_a|eyJh|abcdefghijk/)
})

test('whatever comes, it is a success or a failure, with a time that is a time', () => {
  const header = fc.oneof(fc.string(), fc.nat().map(String), fc.constant('0'))
  const names = [
    'retry-after',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'date',
    'location',
  ]
  const headers = fc.dictionary(fc.constantFrom(...names), header)
  const told = fc.record(
    {
      message: fc.oneof(fc.string(), fc.constant('API rate limit exceeded'), fc.jsonValue()),
      documentation_url: fc.jsonValue(),
      errors: fc.oneof(
        fc.array(fc.jsonValue()),
        fc.array(fc.record({ type: fc.string(), message: fc.jsonValue() })),
      ),
      toString: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    told.map((body) => JSON.stringify(body)),
  )
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 999 }),
      headers,
      text,
      fc.boolean(),
      fc.nat(),
      (status, given, body, isGraphql, streak) => {
        const failure = classifyAnswer(
          { status, headers: given, text: body },
          { ...(isGraphql ? query : write), streak, chance: 0.999 },
        )
        if (failure === null) return (status >= 200 && status < 300) || status === 304
        expect(failure.message).not.toMatch(/[\n\r\u0000]/)
        expect(failure.message.length).toBeLessThan(500)
        if (failure.retryAt !== null) {
          expect(failure.retryAt).toBeGreaterThan(now)
          expect(failure.retryAt).toBeLessThanOrEqual(now + 2 * 3_600_000)
        }
        return true
      },
    ),
    { numRuns: 2_000 },
  )
})
