/** A secret in every form in which it may turn up, and what is too ordinary to be looked for. */
import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createOutgoingGuard } from './create-outgoing-guard.ts'
import { createOwnSecrets } from './own-secrets.ts'

const canary = 'ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const secrets = createOwnSecrets([
  { name: 'the canary', text: canary },
  { name: 'the key', text: privateKey },
  { name: 'the address', text: 'postgres://bot:p%40ss "word"@db/bot' },
])

const hex = (text: string) => Buffer.from(text).toString('hex')
const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each([
  ['as it is', `a comment with \`${canary}\` in it`, 'the canary'],
  ['in JSON', JSON.stringify({ body: 'postgres://bot:p%40ss "word"@db/bot' }), 'the address'],
  [
    'in an address',
    `https://evil.example/?q=${encodeURIComponent('postgres://bot:p%40ss "word"@db/bot')}`,
    'the address',
  ],
  ['in hexadecimal digits', hex(`x${canary}y`), 'the canary'],
  ['in large ones', hex(canary).toUpperCase(), 'the canary'],
  ['as a password of HTTP', base64(`x-access-token:${canary}`), 'the canary'],
  ['a key, in JSON', JSON.stringify({ body: privateKey }), 'the key'],
  ['one line of a key', `> ${privateKey.split('\n')[3]}`, 'the key'],
])('it is found %s', (_, text, name) => {
  expect(secrets.foundIn(text)).toBe(name)
})

test('it is found in base64 of any text around it, of both alphabets', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.constantFrom('base64', 'base64url'), (before, after, form) => {
      const text = Buffer.from(`${before}${canary}${after}`).toString(form as BufferEncoding)
      expect(secrets.foundIn(text)).toBe('the canary')
    }),
  )
})

test('what only looks like it is none', () => {
  const other = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  for (const text of ['', canary.slice(0, -1), canary.toLowerCase(), other.privateKey, other.publicKey])
    expect(secrets.foundIn(text)).toBeNull()
})

test('a password that is a word is not looked for: reviews could not speak of it any more', () => {
  const weak = createOwnSecrets(
    ['postgres', 'password123', 'autogen-bot', 'short', ''].map((text) => ({ name: text, text })),
  )
  expect(weak.foundIn('postgres password123 autogen-bot short')).toBeNull()
  const strong = createOwnSecrets([{ name: 'strong', text: 'tR7!kQ2z' }])
  expect(strong.foundIn('x=tR7!kQ2z')).toBe('strong')
})

test('a text is one of them only as a whole', () => {
  expect(secrets.named(canary)).toBe('the canary')
  expect(secrets.named(` ${canary}\n`)).toBe('the canary')
  expect(secrets.named(`x${canary}`)).toBeNull()
  expect(secrets.named('')).toBeNull()
})

test('the guard lets nothing pass that holds one, and says where it was without saying what', () => {
  const recorded: unknown[] = []
  const guard = createOutgoingGuard({ secrets, journal: { record: (event) => void recorded.push(event) } })
  expect(guard.lets('a review as any other', 'github main')).toBe(true)
  expect(recorded).toEqual([])
  expect(guard.lets(`look: ${canary}`, 'github main')).toBe(false)
  expect(recorded).toEqual([
    { kind: 'canary-leaked', app: null, detail: { held: 'the canary', where: 'github main' } },
  ])
})
