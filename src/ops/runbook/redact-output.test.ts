import { expect, test } from 'vitest'
import type { AccessTokenId } from '../../domain/actor/access-token.ts'
import { writeToken } from '../access/token-text.ts'
import { createRedact } from './redact-output.ts'

const redact = createRedact(['a very secret word', '-----BEGIN X-----\nabc\n-----END X-----', 'short'])

test.each([
  ['it is a very secret word!', 'it is [redacted]!'],
  [JSON.stringify('-----BEGIN X-----\nabc\n-----END X-----'), '"[redacted]"'],
  ['short words stay', 'short words stay'],
  ['token ghs_abcdefghijklmnop and github_pat_11AAAAAAAAAA', 'token [redacted] and [redacted]'],
  [
    `Here is ${writeToken({ id: 'abcdefghij' as AccessTokenId, secret: 'x'.repeat(43) })}.`,
    'Here is [redacted].',
  ],
  ['postgres://bot:pa55w0rd@db:5432/x', 'postgres://bot:[redacted]@db:5432/x'],
  ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer [redacted]'],
  ['"authorization":"token 0123456789"', '"authorization":"token [redacted]"'],
  ['{"password":"hunter2hunter2"}', '{"password":"[redacted]"}'],
  ['https://hooks.slack.com/services/T000/B000/XXXX', 'https://hooks.slack.com/[redacted]'],
  ['"tokensMax": 12345678', '"tokensMax": 12345678'],
])('%s', (text, said) => {
  expect(redact(text)).toBe(said)
})

test('a key is taken out over its lines, also when its end was cut off', () => {
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC'
  expect(redact(`before\n${key}\n-----END RSA PRIVATE KEY-----\nafter`)).toBe('before\n[redacted]\nafter')
  expect(redact(key)).toBe('[redacted]')
})

test('nothing in it moves a terminal', () => {
  expect(redact('a\u001b[2Jb\r\n\tc\u202ed')).toBe('a\\u{1b}[2Jb\n\tc\\u{202e}d')
})
