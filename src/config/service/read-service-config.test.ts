import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readServiceConfig } from './read-service-config.ts'

const key = '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n'
const app = { AUTOGEN_APP_ID: '12', AUTOGEN_APP_PRIVATE_KEY: key, AUTOGEN_WEBHOOK_SECRET: 'it is a secret' }

function read(options: {
  env?: Record<string, string>
  text?: string
  flags?: Record<string, string>
  files?: Record<string, string>
}) {
  return readServiceConfig({
    file: options.text === undefined ? null : { name: 'service.yaml', text: options.text },
    env: options.env ?? {},
    flags: options.flags ?? {},
    readSecretFile: (path) => options.files?.[path] ?? null,
    resolvePath: (path) => resolve('/srv', path),
  })
}

function problemsOf(options: Parameters<typeof read>[0]): readonly string[] {
  const config = read(options)
  return config.ok ? [] : config.failure.map(({ where, wrong, mend }) => `${where}: ${wrong} - ${mend}`)
}

describe('settings of the service', () => {
  test('nothing written: the defaults, and no App', () => {
    const config = read({})
    expect(config.ok && config.value).toMatchObject({
      dataFolder: '/srv/autogen-bot-data',
      databaseUrl: null,
      http: { host: '127.0.0.1', port: 3000 },
      apps: [],
      checks: { failOn: 'high' },
    })
  })

  test('a flag wins over the environment, the environment over the file', () => {
    const text = 'http:\n  port: 1\nlog:\n  level: debug\n'
    const config = read({ text, env: { AUTOGEN_HTTP_PORT: '2' }, flags: { 'http.port': '3' } })
    expect(config.ok && [config.value.http.port, config.value.log.level]).toEqual([3, 'debug'])
    const without = read({ text, env: { AUTOGEN_HTTP_PORT: '2' } })
    expect(without.ok && without.value.http.port).toBe(2)
  })

  test('one App from the environment; the old secret is accepted beside the new one', () => {
    const config = read({ env: { ...app, AUTOGEN_WEBHOOK_SECRET_PREVIOUS: 'the one before' } })
    expect(config.ok && config.value.apps).toEqual([
      {
        name: 'main',
        id: 12,
        apiUrl: 'https://api.github.com',
        privateKey: key,
        webhookSecrets: ['it is a secret', 'the one before'],
        writeSpacingMs: 1000,
      },
    ])
  })

  test('an App without a webhook secret is refused', () => {
    const { AUTOGEN_WEBHOOK_SECRET: _, ...without } = app
    expect(problemsOf({ env: without })).toEqual([
      expect.stringContaining('AUTOGEN_WEBHOOK_SECRET_FILE is missing'),
    ])
  })

  test('secrets come from files, without the end of their last line; never from the settings themselves', () => {
    const files = { '/srv/key.pem': key, '/srv/secret': 'from a file\n', '/srv/db': 'postgres://u:p@h/d\n' }
    const env = {
      AUTOGEN_APP_ID: '12',
      AUTOGEN_APP_PRIVATE_KEY_FILE: 'key.pem',
      AUTOGEN_WEBHOOK_SECRET_FILE: 'secret',
    }
    const config = read({ env: { ...env, DATABASE_URL_FILE: 'db' }, files })
    expect(config.ok && [config.value.databaseUrl, config.value.apps[0]?.webhookSecrets]).toEqual([
      'postgres://u:p@h/d',
      ['from a file'],
    ])
    expect(problemsOf({ text: 'databaseUrl: postgres://u:p@h/d\n' })).toEqual([
      'service.yaml: databaseUrl: a secret does not belong into this file - name a file that holds it: databaseUrlFile',
    ])
    expect(problemsOf({ env: { DATABASE_URL_FILE: 'nowhere' } })).toEqual([
      expect.stringContaining('DATABASE_URL_FILE: the file cannot be read'),
    ])
  })

  test('several Apps, each complete or named as what it lacks', () => {
    const files = { '/srv/k': key, '/srv/s': 'secret' }
    const whole = '  - name: one\n    id: 1\n    privateKeyFile: k\n    webhookSecretFile: s\n'
    const config = read({
      text: `apps:\n${whole}  - name: two\n    id: 2\n    apiUrl: https://ghes.test/api/v3/\n    privateKeyFile: k\n    webhookSecretFile: s\n    writeSpacingMs: 0\n`,
      files,
    })
    expect(
      config.ok &&
        config.value.apps.map(({ name, apiUrl, writeSpacingMs }) => [name, apiUrl, writeSpacingMs]),
    ).toEqual([
      ['one', 'https://api.github.com', 1000],
      ['two', 'https://ghes.test/api/v3', 0],
    ])
    expect(problemsOf({ text: `apps:\n${whole}${whole}`, files })).toEqual([
      'apps: two Apps are called one - rename one',
    ])
    expect(problemsOf({ text: 'apps:\n  - name: ../x\n    id: 1\n    secret: x\n', files })).toEqual([
      expect.stringContaining('apps[0].secret: there is no such setting'),
      expect.stringContaining('name is not a name'),
      expect.stringContaining('privateKeyFile is missing'),
      expect.stringContaining('webhookSecretFile is missing'),
    ])
  })

  test.each([
    [
      'an unknown key',
      { text: 'htpp:\n  port: 1\n' },
      'service.yaml: htpp.port: there is no such setting - did you mean `http.port`?',
    ],
    [
      'a number out of bounds',
      { env: { AUTOGEN_HTTP_PORT: '70000' } },
      'AUTOGEN_HTTP_PORT: is out of bounds - give a whole number from 0 to 65535',
    ],
    [
      'no number',
      { env: { AUTOGEN_WORKER_CONCURRENCY: 'two' } },
      'AUTOGEN_WORKER_CONCURRENCY: is out of bounds - give a whole number from 1 to 64',
    ],
    [
      'none of the choices',
      { text: 'log:\n  level: loud\n' },
      'service.yaml: log.level: is none of the choices - give one of debug, info, warn, error, silent',
    ],
    [
      'an address with a password',
      { env: { AUTOGEN_GITHUB_API_URL: 'https://me:pw@ghes.test' } },
      'AUTOGEN_GITHUB_API_URL: is not what it should be - give an address such as https://github.example.com/api/v3, without credentials',
    ],
    ['no YAML', { text: 'a: [\n' }, expect.stringContaining('service.yaml:')],
    [
      'a list',
      { text: '- a\n' },
      'service.yaml: is not a map of settings - begin with a line such as `http:`',
    ],
  ])('%s is told with its place and how to mend it', (_, options, said) => {
    expect(problemsOf(options)[0]).toEqual(said)
  })

  test('all problems at once', () => {
    expect(problemsOf({ text: 'x: 1\nlog:\n  level: 1\n', env: { AUTOGEN_HTTP_PORT: '-1' } })).toHaveLength(3)
  })

  test('whatever is written, the answer is settings or problems', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, value) => {
        const config = read({ text, env: { AUTOGEN_HTTP_PORT: value, AUTOGEN_APP_ID: value } })
        expect(config.ok || config.failure.length > 0).toBe(true)
      }),
    )
  })
})
