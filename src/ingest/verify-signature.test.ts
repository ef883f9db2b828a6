import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifySignature } from './verify-signature.ts'

const body = Buffer.from('{"zen":"Keep it logically awesome."}')

function sign(bytes: Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`
}

test('GitHub’s own example', () => {
  const header = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
  expect(verifySignature(Buffer.from('Hello, World!'), header, ["It's a Secret to Everybody"])).toBe('valid')
})

test('during a rotation the old secret and the new one are good', () => {
  expect(verifySignature(body, sign(body, 'old'), ['new', 'old'])).toBe('valid')
  expect(verifySignature(body, sign(body, 'new'), ['new', 'old'])).toBe('valid')
  expect(verifySignature(body, sign(body, 'older'), ['new', 'old'])).toBe('wrong')
})

test('nothing is valid without a secret, not even what was signed with an empty one', () => {
  expect(verifySignature(body, sign(body, ''), [''])).toBe('wrong')
  expect(verifySignature(body, sign(body, ''), [])).toBe('wrong')
})

test.each([
  [undefined, 'missing'],
  ['', 'missing'],
  ['sha1=757107ea0eb2509fc211221cce984b8a37570b6d', 'malformed'],
  ['sha256=', 'malformed'],
  [`sha256=${'g'.repeat(64)}`, 'malformed'],
  [`sha256=${'a'.repeat(63)}`, 'malformed'],
  [` sha256=${'a'.repeat(64)}`, 'malformed'],
  [`sha256=${'a'.repeat(64)}\n`, 'malformed'],
  [`sha256=${'a'.repeat(64)}, sha256=${'b'.repeat(64)}`, 'malformed'],
  [`sha256=${'a'.repeat(64)}`, 'wrong'],
])('%j is %s', (header, verdict) => {
  expect(verifySignature(body, header, ['secret'])).toBe(verdict)
})

test('any other body, secret or signature is refused', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1 }),
      fc.string({ minLength: 1 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, secret, at, flip) => {
        const header = sign(bytes, secret)
        expect(verifySignature(bytes, header, [secret])).toBe('valid')
        const other = Uint8Array.from(bytes)
        other[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ flip
        expect(verifySignature(other, header, [secret])).toBe('wrong')
        expect(verifySignature(bytes, header, [`${secret}.`])).toBe('wrong')
      },
    ),
  )
})

test('whatever the header, there is a verdict', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (header) => {
      expect(verifySignature(body, header, ['secret'])).not.toBe('valid')
    }),
  )
})
