import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOfSecret, makeSecret, makeTokenId, readToken, tokenForm, writeToken } from './token-text.ts'

const random = fc.integer().chain(() =>
  fc.record({
    id: fc.uint8Array({ minLength: 10, maxLength: 10 }),
    secret: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  }),
)

test('what is written is read again, and looks like what scanners look for', () => {
  fc.assert(
    fc.property(random, ({ id, secret }) => {
      const token = {
        id: makeTokenId(() => Buffer.from(id)),
        secret: makeSecret(() => Buffer.from(secret)),
      }
      const text = writeToken(token)
      expect(readToken(text)).toEqual(token)
      expect(`key: ${text}.`).toMatch(tokenForm)
    }),
  )
})

test('one wrong character, and it is none', () => {
  const text = writeToken({ id: makeTokenId(randomBytes), secret: makeSecret(randomBytes) })
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === 'a' ? 'b' : 'a'
    const wrong = `${text.slice(0, at)}${other}${text.slice(at + 1)}`
    expect([at, readToken(wrong)]).toEqual([at, null])
  }
  for (const odd of ['', 'agbot_', `${text} `, `x${text}`, text.toUpperCase()])
    expect(readToken(odd)).toBeNull()
})

test('the hash has nothing of the secret', () => {
  const secret = makeSecret(randomBytes)
  expect(hashOfSecret(secret)).toHaveLength(32)
  expect(hashOfSecret(secret).toString('latin1')).not.toContain(secret)
})
