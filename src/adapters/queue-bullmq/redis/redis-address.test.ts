/** Every form of a Redis URL, and what is said of those that are none. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeRedisAddress, parseRedisAddress } from './redis-address.ts'

test.each([
  ['redis://localhost', 'single', 'Redis at localhost:6379'],
  ['redis://localhost:7000/2', 'single', 'Redis at localhost:7000'],
  ['rediss://user:p%40ss@cache.example.test:6380', 'single', 'Redis at cache.example.test:6380'],
  ['redis://[::1]:6379', 'single', 'Redis at ::1:6379'],
  [
    'redis+sentinel://:pw@a:26379,b/main',
    'sentinel',
    'Redis "main" behind the Sentinels at a:26379, b:26379',
  ],
  ['rediss+cluster://a:7000,b:7001,c:7002', 'cluster', 'the Redis Cluster at a:7000, b:7001, c:7002'],
])('%s', (url, kind, description) => {
  const parsed = parseRedisAddress(url)
  expect(parsed).toMatchObject({ ok: true, value: { kind, isTls: url.startsWith('rediss') } })
  expect(parsed.ok && describeRedisAddress(parsed.value)).toBe(description)
})

test('user and password are decoded', () => {
  expect(parseRedisAddress('rediss://us%2Fer:p%40s:s@h:1')).toMatchObject({
    ok: true,
    value: { username: 'us/er', password: 'p@s:s', isTls: true },
  })
})

test.each([
  ['localhost:6379', 'not of a known form'],
  ['redis://a,b', 'several hosts'],
  ['redis+sentinel://a:1', 'name of the master'],
  ['redis+cluster://a:1/3', 'no databases'],
  ['redis://a:99999', 'not HOST:PORT'],
  ['redis://a/x', 'not a number'],
  ['redis://:%zz@a', 'percent-encoded'],
])('%s is refused: %s', (url, said) => {
  expect(parseRedisAddress(url)).toMatchObject({
    ok: false,
    failure: { kind: 'misconfigured', message: expect.stringContaining(said) },
  })
})

test('any text is parsed or refused, and a refusal never repeats it', () => {
  fc.assert(
    fc.property(fc.string(), (secret) => {
      const parsed = parseRedisAddress(`redis://:secret-${secret}@h:x`)
      if (!parsed.ok) expect(parsed.failure.message).not.toContain('secret-')
    }),
  )
})
