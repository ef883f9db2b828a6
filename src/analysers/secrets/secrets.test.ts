import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedText, observationsOf } from '../../../test/world/analysed-text.ts'
import { entropy } from './placeholder.ts'
import { secrets } from './secrets.ts'

// Tokens are put together here so that no scanner takes this file for a leak.
const noise = 'q7Zk3VxR9tLm2WcB8nYp4HsJ6dGf1KaTe5UvXoMi0QrPzCwNbSyEhDjLgAuFk'
const upper = 'Q7ZK3VXR2TLM4WCB6NYP5HSJ'

async function found(path: string, text: string): Promise<readonly string[]> {
  const observations = await observationsOf(secrets, changedText(path, text))
  for (const { message, secrets: values } of observations) {
    for (const value of values) expect(message).not.toContain(value)
  }
  return observations.map((o) => `${o.line}:${o.column} ${o.severity} ${o.rule}`)
}

async function valuesIn(path: string, text: string): Promise<readonly string[]> {
  return (await observationsOf(secrets, changedText(path, text))).flatMap((o) => o.secrets)
}

const tokens: readonly (readonly [rule: string, token: string])[] = [
  ['aws-access-key', `AKIA${upper.slice(0, 16)}`],
  ['aws-access-key', `ASIA${upper.slice(0, 16)}`],
  ['github-token', `ghp_${noise.slice(0, 36)}`],
  ['github-token', `ghs_${noise.slice(4, 40)}`],
  ['provider-token', `agbot_abcdefghij_${noise.slice(0, 49)}`],
  ['github-token', `github_pat_${noise.slice(0, 22)}_${noise.slice(0, 59)}`],
  ['gitlab-token', `glpat-${noise.slice(0, 20)}`],
  ['slack-token', `xoxb-${'2847561930'}-${'5839201746'}-${noise.slice(0, 24)}`],
  [
    'slack-token',
    `https://hooks.slack.com/services/T${upper.slice(0, 8)}/B${upper.slice(3, 11)}/${noise.slice(0, 24)}`,
  ],
  ['gcp-api-key', `AIza${noise.slice(0, 35)}`],
  ['stripe-key', `sk_live_${noise.slice(0, 24)}`],
  ['twilio-key', `SK${'9f3a7c2e5b8d1046af73c92e5d81b604'}`],
  ['sendgrid-key', `SG.${noise.slice(0, 22)}.${noise.slice(0, 43)}`],
  ['registry-token', `npm_${noise.slice(0, 36)}`],
  ['registry-token', `pypi-AgEIcHlwaS5vcmc${noise}`],
  ['model-api-key', `sk-proj-${noise}`],
  ['model-api-key', `sk-ant-api03-${noise}`],
  ['azure-key', `AccountKey=${noise.slice(0, 43)}${noise.slice(0, 43)}==`],
  ['provider-token', `hf_${noise.replace(/\d/g, '').slice(0, 34)}`],
  ['provider-token', `dckr_pat_${noise.slice(0, 27)}`],
  ['provider-token', `shpat_${'9f3a7c2e5b8d1046af73c92e5d81b604'}`],
  ['provider-token', `glsa_${noise.slice(0, 32)}_${'9f3a7c2e'}`],
  ['provider-token', `gsk_${noise.slice(0, 52)}`],
  ['provider-token', `lin_api_${noise.slice(0, 40)}`],
  ['provider-token', `ntn_${'28475619302'}${noise.slice(0, 35)}`],
  ['provider-token', `hvs.${noise}${noise.slice(0, 30)}`],
  ['provider-token', `vcp_${noise.slice(0, 24)}`],
  ['provider-token', `dapi${'9f3a7c2e5b8d1046af73c92e5d81b604'}`],
  ['provider-token', `figd_${noise.slice(0, 44)}`],
  ['provider-token', `cfut_${noise.slice(0, 40)}${'9f3a7c2e'}`],
  ['provider-token', `tskey-auth-${noise.slice(0, 16)}-${noise.slice(0, 32)}`],
  ['jwt', `eyJ${noise.slice(0, 20)}.eyJ${noise.slice(3, 40)}.${noise.slice(0, 43)}`],
]

test.each(tokens)('a %s alone on a line is found, whatever surrounds it', async (rule, token) => {
  const start = expect.stringMatching(new RegExp(` ${rule}$`))
  expect(await found('src/a.go', `x := "${token}"\n`)).toEqual([start])
  expect(await found('src/a.txt', `${token}\n`)).toEqual([start])
  expect(await found('README.md', `Call it with ${token}.\n`)).toHaveLength(rule === 'jwt' ? 0 : 1)
})

test('the value is kept for masking and is exact', async () => {
  const token = `ghp_${noise.slice(0, 36)}`
  expect(await valuesIn('a.py', `TOKEN = '${token}'\n`)).toEqual([token])
})

test('two secrets of one line mask each other', async () => {
  const [a, b] = [`ghp_${noise.slice(0, 36)}`, `AKIA${upper.slice(0, 16)}`]
  const observations = await observationsOf(secrets, changedText('a.py', `x = ['${a}', '${b}']\n`))
  expect(observations.map((o) => [...o.secrets].sort())).toEqual([
    [b, a],
    [b, a],
  ])
})

test('a secret access key is told by the name beside it', async () => {
  const key = `${noise.slice(0, 20)}/${noise.slice(30, 49)}`
  expect(await found('a.tf', `aws_secret_access_key = "${key}"\n`)).toEqual(['1:26 critical aws-secret-key'])
  expect(await found('a.ts', `const secretAccessKey = '${key}'\n`)).toEqual(['1:26 critical aws-secret-key'])
  expect(await found('a.ts', `const id = '${key}'\n`)).toEqual([])
})

const keyBody = (noise + noise.toLowerCase() + noise).replace(/[^A-Za-z0-9]/g, '')
const pem = ['-----BEGIN', 'RSA PRIVATE KEY-----'].join(' ')

test('a private key is found as a block, in a JSON string, and each of its lines is masked', async () => {
  const lines = [keyBody.slice(0, 64), keyBody.slice(64, 128), keyBody.slice(128, 170)]
  const block = [pem, ...lines, '-----END'].join('\n')
  expect(await found('deploy/id_rsa', block)).toEqual(['1:1 critical private-key'])
  expect(await valuesIn('deploy/id_rsa', block)).toEqual(lines)
  const json = JSON.stringify({ type: 'service_account', private_key: block })
  expect(await found('key.json', json)).toEqual([expect.stringContaining('critical private-key')])
  expect(await valuesIn('key.json', json)).toEqual(lines)
  expect(await found('test/fixtures/key.pem', block)).toEqual(['1:1 medium private-key'])
})

test('code that only speaks of keys is none', async () => {
  expect(await found('a.go', `if strings.HasPrefix(s, "${pem}") {\n  return parse(s)\n}\n`)).toEqual([])
  expect(await found('a.md', `${pem}\n...\n-----END RSA PRIVATE KEY-----\n`)).toEqual([])
})

test('passwords in addresses are found where others could use them', async () => {
  const password = noise.slice(0, 14)
  expect(await found('a.yml', `url: postgres://app:${password}@db.prod.acme.io:5432/app\n`)).toEqual([
    '1:21 high database-password',
  ])
  expect(await found('a.yml', `url: redis://:${password}@cache.acme.io\n`)).toEqual([
    '1:15 high database-password',
  ])
  expect(await found('a.sh', `git clone https://bot:${password}@git.acme.io/a\n`)).toEqual([
    '1:23 high url-password',
  ])
})

test.each([
  'postgres://postgres:postgres@db.acme.io/app',
  'postgres://app:s3cretPassw0rd@localhost:5432/app',
  'amqp://guest:guest@rabbitmq:5672',
  'https://user:password@example.com/',
  ['https://x-access-token:', '{TOKEN}@github.com/a/b'].join('$'),
  'https://user:<token>@git.acme.io',
])('an address that only shows the form is none: %s', async (address) => {
  expect(await found('a.sh', `run ${address}\n`)).toEqual([])
})

test('a literal that looks random is found when its name says secret', async () => {
  const value = noise.slice(0, 24)
  expect(await found('a.py', `API_KEY = "${value}"\n`)).toEqual(['1:12 medium assigned-secret'])
  expect(await found('a.ts', `const options = { clientSecret: '${value}' }\n`)).toEqual([
    '1:34 medium assigned-secret',
  ])
  expect(await found('.env', `SESSION_SECRET=${value}\n`)).toEqual(['1:16 medium assigned-secret'])
  expect(await found('a.java', `String password = "${'Tr0ub4dor'}${'&3xKq'}";\n`)).toEqual([
    '1:20 medium assigned-secret',
  ])
})

test.each([
  ['a.py', 'PASSWORD = "changeme-please-1"'],
  ['a.py', 'password = os.environ["DB_PASSWORD_2"]'],
  ['a.ts', "const tokenType = 'Bearer2Token9x'"],
  ['a.ts', "const passwordField = 'user_password_1'"],
  ['a.ts', "const secretName = 'prod/db/password1'"],
  ['a.yml', ['token: $', '{{ secrets.GITHUB_TOKEN_2 }}'].join('')],
  ['a.yml', 'password: <your-password-123>'],
  ['a.go', 'token := "3f2504e0-4f89-11d3-9a0c-0305e82c3301"'],
  ['a.rb', 'secret = "session-token-v2-name"'],
  ['package.json', '"integrity": "sha512-Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYg=="'],
  ['a.txt', 'commit 9f3a7c2e5b8d1046af73c92e5d81b604aa11bb22'],
  ['a.md', 'The key AKIAIOSFODNN7EXAMPLE belongs to the documentation.'],
  ['src/test/java/ATest.java', 'String password = "kX93mQz7Lw2p";'],
  ['a.npmrc', ['//registry.acme.io/:_authToken=', '{NPM_TOKEN}'].join('$')],
])('what stands for a secret is none: %s %s', async (path, line) => {
  expect(await found(path, `${line}\n`)).toEqual([])
})

test('logins of registries are told by their file', async () => {
  const token = noise.slice(0, 30)
  expect(await found('.npmrc', `//registry.acme.io/:_authToken=${token}\n`)).toEqual([
    '1:32 critical registry-token',
  ])
  const auth = Buffer.from(`robot:${noise.slice(0, 16)}`).toString('base64')
  expect(await found('.docker/config.json', `{"auths":{"acme.io":{"auth":"${auth}"}}}\n`)).toEqual([
    '1:30 high container-registry-login',
  ])
})

test('the key that a web page has to publish is a hint', async () => {
  const key = `AIza${noise.slice(0, 35)}`
  expect(await found('a.ts', `const c = { apiKey: '${key}', authDomain: 'a.firebaseapp.com' }\n`)).toEqual([
    '1:22 low gcp-api-key',
  ])
})

test('a comment that allows a secret is not obeyed here', async () => {
  expect(
    await found('a.py', `K = "AKIA${upper.slice(0, 16)}"  # gitleaks:allow secretlint-disable-line\n`),
  ).toHaveLength(1)
})

test('lock files are not read', () => {
  expect(secrets.reads({ path: 'package-lock.json', language: 'json', role: 'lock' })).toBe(false)
})

test('any text gives an answer, and every value is where the report says', async () => {
  const observe = await secrets.open()
  const piece = fc.constantFrom(
    'password',
    '=',
    '"',
    ' ',
    '\n',
    'AKIA',
    upper,
    noise,
    'ghp_',
    '://',
    ':',
    '@',
    'a.io',
    pem,
    'eyJ',
    '.',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), async (pieces) => {
      const text = changedText('a.py', pieces.join(''))
      for (const observation of await observe(text)) {
        expect(observation.secrets.length).toBeGreaterThan(0)
        for (const value of observation.secrets) expect(text.head).toContain(value)
      }
    }),
    { numRuns: 500 },
  )
})

test('one letter has no entropy, two in equal number have one bit', () => {
  expect(entropy('aaaa')).toBeCloseTo(0)
  expect(entropy('abab')).toBeCloseTo(1)
})
