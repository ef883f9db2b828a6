import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryAtOf } from './retry-at.ts'

const now = Date.UTC(2026, 10, 23, 12)
const day = 24 * 3_600_000

test.each([
  [{ 'retry-after': '7' }, '', 7_000],
  [{ 'retry-after': '0.25' }, '', 250],
  [{ 'retry-after': 'Mon, 23 Nov 2026 12:01:00 GMT' }, '', 60_000],
  [{ 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, '', 0],
  [{ 'retry-after-ms': '1500', 'retry-after': '2' }, '', 1_500],
  [{ 'retry-after': '99999999999' }, '', day],
  [
    {
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6m0s',
      'x-ratelimit-reset-requests': '1h',
    },
    '',
    360_000,
  ],
  [
    {
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'anthropic-ratelimit-input-tokens-reset': '2026-11-23T12:00:30Z',
    },
    '',
    30_000,
  ],
  [{}, '{"error":{"details":[{"@type":"RetryInfo","retryDelay": "34.5s"}]}}', 34_500],
  [{}, '{"error":{"message":"Rate limit reached. Please try again in 1m2.5s. Visit"}}', 62_500],
  [{}, '{"error":{"message":"try again in 20ms."}}', 20],
  [{ 'retry-after': 'soon' }, 'later', null],
] as const)('%j %s', (headers, body, wait) => {
  expect(retryAtOf(headers as unknown as Record<string, string>, body, now)).toBe(
    wait === null ? null : now + wait,
  )
})

test('whatever a server says, it puts us off for a day at most', () => {
  const names = ['retry-after', 'retry-after-ms', 'x-ratelimit-reset-tokens', 'x-ratelimit-remaining-tokens']
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), fc.string(), (headers, body) => {
      const at = retryAtOf(headers, body, now)
      expect(at === null || (at >= now && at <= now + day)).toBe(true)
    }),
  )
})
