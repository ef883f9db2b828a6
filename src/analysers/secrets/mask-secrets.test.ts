import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMaskSecrets } from './mask-secrets.ts'

const mask = createMaskSecrets()
// Put together here, so that no scanner takes this file for a leak.
const awsId = `AKIA${'Q3EGRTZ7MWXN5LKP'}`
const awsSecret = `wJalrXUtnFEMIK7MDENGbPxRfiCYz${'Qw8Kd02hLmN'}`
const github = `ghp_${'x7Kq2mVb9TzR4wYc8LpN3sHd6FgJ1aQe5uXo'}`
const huggingFace = `hf_${'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z'}`
const shortKey = `MC4CAQAwBQYDK2VwBCIEIJ${'8sV2kQx7mR4tYw9Zb3Nc6Ld1Fg5Hj0Ka2Pe8Ui4Wo7'}`
const keyLine = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW'

test.each([
  ['an AWS key', `key: ${awsId}`, awsId],
  ['its secret half', `AWS_SECRET_ACCESS_KEY=${awsSecret}`, awsSecret],
  ['a token in words of a person', `Use ${github} until I am back.`, github],
  ['a token that reports leave to secretlint', `login(token=${huggingFace})`, huggingFace],
  ['a password of an address', 'url = postgres://app:kR8-vx2.Qm@db.shop-data.net/main', 'kR8-vx2.Qm'],
  ['a value of a name', 'SESSION_SECRET=9f8Kd02hLmNq7Zx4', '9f8Kd02hLmNq7Zx4'],
  ['a value in quotes', 'const apiKey = "9f8Kd02hLmNq7Zx4"', '9f8Kd02hLmNq7Zx4'],
  ['a short private key', `-----BEGIN PRIVATE KEY-----\n${shortKey}\n-----END PRIVATE KEY-----`, shortKey],
  [
    'a private key with line ends written out',
    `"-----BEGIN OPENSSH PRIVATE KEY-----\\n${keyLine}\\n"`,
    keyLine,
  ],
  [
    'a private key as models are shown it',
    `  R1 | -----BEGIN PRIVATE KEY-----\n  R2 | ${shortKey}\n`,
    shortKey,
  ],
  ['a private key that was cut off', `-----BEGIN RSA PRIVATE KEY-----\n${keyLine}`, keyLine],
])('%s is hidden, and nothing moves', (_, text, secret) => {
  const masked = mask(text)
  expect(masked).toBe(text.replace(secret, '*'.repeat(secret.length)))
  expect(mask(masked)).toBe(masked)
})

test.each([
  'const token = readToken(request.headers)',
  'password: process.env.DATABASE_PASSWORD,',
  'export function hashPassword(password: string, salt: Buffer): string {',
  'API_KEY=your-api-key-here',
  'https://user:password@example.com/path',
  'if (secret.length < secretLengthMin2) throw new Error("the secret is too short")',
  '-----BEGIN PRIVATE KEY----- has to stand on the first line',
])('code about secrets is left as it is: %s', (text) => {
  expect(mask(text)).toBe(text)
})

test('whatever stands there, every line and column stays where it was', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom(
      awsId,
      github,
      '\n',
      'token="',
      '"',
      '://a:',
      '@',
      '-----BEGIN PRIVATE KEY-----',
      keyLine,
      '\\n',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('')
      const masked = createMaskSecrets()(text)
      expect(masked.length).toBe(text.length)
      expect([...masked].every((character, at) => character === '*' || character === [...text][at])).toBe(
        true,
      )
    }),
  )
})

test('a text that is made to hurt is searched all the same', () => {
  const texts = [
    `${'-----BEGIN PRIVATE KEY-----'}${'\\'.repeat(900_000)}`,
    'token="'.repeat(140_000),
    'a://b:'.repeat(160_000),
    `x://u:${'p'.repeat(1_000_000)}`,
    `${awsId} `.repeat(40_000),
  ]
  for (const text of texts) expect(createMaskSecrets()(text)).toHaveLength(text.length)
})
