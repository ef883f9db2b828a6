import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AckClaim, readAckToken, writeAckToken } from './ack-token.ts'

const key = 'a'.repeat(64)
const now = Date.UTC(2026, 10, 23)

const claims: fc.Arbitrary<AckClaim> = fc.record({
  subject: fc.oneof(
    fc.record({ kind: fc.constant('incident' as const), incident: fc.integer({ min: 1, max: 2 ** 48 }) }),
    fc.record({
      kind: fc.constant('alert' as const),
      key: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 }),
    }),
  ),
  serial: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  expiresAt: fc
    .integer({ min: now / 1_000 + 1, max: now / 1_000 + 1_000_000_000 })
    .map((seconds) => seconds * 1_000),
})

describe('a token', () => {
  test('says what was signed, in what fits into a path', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const token = writeAckToken(claim, key)
        expect(token).toMatch(/^[\w-]{30,100}$/)
        expect(readAckToken(token, key, now)).toEqual({ ok: true, value: claim })
      }),
    )
  })

  test('with any character changed, with another key, or late, is worth nothing', () => {
    fc.assert(
      fc.property(claims, fc.nat(), fc.constantFrom(...'0aZ_-.'), (claim, at, character) => {
        const token = writeAckToken(claim, key)
        const place = at % token.length
        const changed = token.slice(0, place) + character + token.slice(place + 1)
        if (changed !== token) expect(readAckToken(changed, key, now)).toMatchObject({ ok: false })
        expect(readAckToken(token, 'b'.repeat(64), now)).toEqual({ ok: false, failure: 'invalid' })
        expect(readAckToken(token, key, claim.expiresAt)).toEqual({ ok: false, failure: 'expired' })
      }),
    )
  })

  test('that is no token is no failure of ours', () => {
    fc.assert(fc.property(fc.string(), (text) => !readAckToken(text, key, now).ok))
  })
})
