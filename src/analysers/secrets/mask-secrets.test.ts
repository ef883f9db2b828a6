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
const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '')
const hexadecimal = (text: string) => Buffer.from(text).toString('hex')
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
  [
    'a password of a database that only containers reach',
    'redis://:9f8Kd02hLmNq7Zx4@cache:6379',
    '9f8Kd02hLmNq7Zx4',
  ],
  ['a login in a lock file', '"https://ci:9f8Kd02hLmNq7Zx4@npm.shop.example/x.tgz"', '9f8Kd02hLmNq7Zx4'],
  ['a token in an address', 'get("https://a.example/v1?access_token=9f8Kd02hLmNq7Zx4")', '9f8Kd02hLmNq7Zx4'],
  [
    'a signature in an address',
    'https://a.example/x?sv=1&sig=9f8K%2Bd02hLmNq7Zx4%3D',
    '9f8K%2Bd02hLmNq7Zx4%3D',
  ],
  ['a header', 'authorization: Bearer 9f8Kd02hLmNq7Zx4', '9f8Kd02hLmNq7Zx4'],
  ['a parameter of a program', 'deploy --api-key 9f8Kd02hLmNq7Zx4 now', '9f8Kd02hLmNq7Zx4'],
  ['a login of a program', 'curl -u bot:9f8Kd02hLmNq7Zx4 https://a.example', '9f8Kd02hLmNq7Zx4'],
  ['a value among others', 'Server=db;User Id=app;Password=9f8Kd02hLmNq7Zx4;', '9f8Kd02hLmNq7Zx4'],
  ['a password in SQL', "create user bot identified by '9f8Kd02hLmNq7Zx4'", '9f8Kd02hLmNq7Zx4'],
  ['a value of an element', '<dbPassword>9f8Kd02hLmNq7Zx4</dbPassword>', '9f8Kd02hLmNq7Zx4'],
  [
    'a login of a registry',
    '{"auths":{"r.example":{"auth":"Ym90OjlmOEtkMDJoTG1OcTda"}}}',
    'Ym90OjlmOEtkMDJoTG1OcTda',
  ],
  ['a token in Base64', `data: ${base64(github)}`, base64(github)],
  ['a token in hexadecimal', `x'${hexadecimal(github)}'`, hexadecimal(github)],
  ['a private key that was cut off', `-----BEGIN RSA PRIVATE KEY-----\n${keyLine}`, keyLine],
])('%s is hidden, and nothing moves', (_, text, secret) => {
  const masked = mask(text)
  expect(masked).toBe(text.replace(secret, '*'.repeat(secret.length)))
  expect(mask(masked)).toBe(masked)
})

test('a token that is put together from pieces is hidden, piece by piece', () => {
  const [first, second] = [github.slice(0, 15), github.slice(15)]
  for (const between of ['" +\n  "', '"\n    "', '" . "', '\\\n'])
    expect(mask(`call("${first}${between}${second}", "x")`)).toBe(
      `call("${'*'.repeat(first.length)}${between}${'*'.repeat(second.length)}", "x")`,
    )
})

test('a private key in Base64 is hidden with all of its lines', () => {
  const key = base64(`-----BEGIN RSA PRIVATE KEY-----\n${`${keyLine}\n`.repeat(8)}`)
  const lines = key.match(/.{1,64}/g) ?? []
  expect(mask(`data:\n  ${lines.join('\n  ')}\nkind: Secret\n`)).toBe(
    `data:\n  ${lines.map((line) => '*'.repeat(line.length)).join('\n  ')}\nkind: Secret\n`,
  )
  const open = base64(`-----BEGIN CERTIFICATE-----\n${keyLine}`)
  expect(mask(open)).toBe(open)
})

test.each([
  'const token = readToken(request.headers)',
  'password: process.env.DATABASE_PASSWORD,',
  'export function hashPassword(password: string, salt: Buffer): string {',
  'API_KEY=your-api-key-here',
  'https://user:password@example.com/path',
  'if (secret.length < secretLengthMin2) throw new Error("the secret is too short")',
  '-----BEGIN PRIVATE KEY----- has to stand on the first line',
  'postgres://user:password@localhost:5432/test and redis://localhost',
  'Authorization: Bearer <token> or Basic credentials',
  'const names = ["token_first", "token_second2"]',
  'fetch("/api?token=" + sessionToken1 + "&signature=" + sign(request2))',
  'parseToken(tokens[index2], tokenKindIdentifier2)',
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
    'ghp_x"+"'.repeat(120_000),
    `${base64('-----BEGIN PRIVATE KEY-----')} `.repeat(25_000),
    'secret='.repeat(140_000),
    `"${' '.repeat(100)}`.repeat(9_000),
  ]
  for (const text of texts) expect(createMaskSecrets()(text)).toHaveLength(text.length)
})
