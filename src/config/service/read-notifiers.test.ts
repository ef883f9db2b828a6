import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readServiceConfig } from './read-service-config.ts'

const app = {
  AUTOGEN_APP_ID: '12',
  AUTOGEN_APP_PRIVATE_KEY: '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n',
  AUTOGEN_WEBHOOK_SECRET: 'it is a secret',
}
const files: Readonly<Record<string, string>> = {
  '/srv/slack': 'https://hooks.slack.com/services/T/B/secret\n',
  '/srv/clear': 'http://hooks.example.com/services/T/B/secret\n',
  '/srv/smtp': 'smtps://bot:password@mail.example.com\n',
  '/srv/key': 'a key\n',
}

function read(text: string, env: Readonly<Record<string, string>> = {}) {
  return readServiceConfig({
    file: { name: 'service.yaml', text },
    env: { ...app, ...env },
    flags: {},
    readSecretFile: (path) => files[path] ?? null,
    resolvePath: (path) => resolve('/srv', path),
  })
}

function problemsOf(text: string, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const config = read(text, env)
  return config.ok ? [] : config.failure.map(({ where, wrong, mend }) => `${where}: ${wrong} - ${mend}`)
}

describe('notifiers', () => {
  test('one of each kind; what is secret comes from files and the environment', () => {
    const config = read(
      `
notifiers:
  - { name: chat, kind: slack, urlFile: slack, channel: true }
  - { name: hook, kind: webhook, url: https://example.com/hook/, secretEnv: HOOK_SECRET }
  - { name: mail, kind: email, smtpUrlFile: smtp, from: bot@example.com, to: [ann@example.com] }
  - { name: pager, kind: pagerduty, routingKeyFile: key }
  - { name: genie, kind: opsgenie, apiKeyFile: key, apiUrl: https://api.eu.opsgenie.com }
  - { name: alert, kind: goalert, tokenFile: key, apiUrl: 'http://127.0.0.1:8081' }
  - { name: issues, kind: github-issue, repository: acme/operations }
service:
  contacts:
    - { name: ann, notifiers: [pager, mail] }
`,
      { HOOK_SECRET: 'the secret' },
    )
    expect(config.ok && config.value.notifiers).toEqual([
      { name: 'chat', isChannel: true, kind: 'slack', url: 'https://hooks.slack.com/services/T/B/secret' },
      {
        name: 'hook',
        isChannel: false,
        kind: 'webhook',
        url: 'https://example.com/hook',
        secret: 'the secret',
      },
      {
        name: 'mail',
        isChannel: false,
        kind: 'email',
        smtpUrl: 'smtps://bot:password@mail.example.com',
        from: 'bot@example.com',
        to: ['ann@example.com'],
      },
      {
        name: 'pager',
        isChannel: false,
        kind: 'pagerduty',
        routingKey: 'a key',
        apiUrl: 'https://events.pagerduty.com',
      },
      {
        name: 'genie',
        isChannel: false,
        kind: 'opsgenie',
        apiKey: 'a key',
        apiUrl: 'https://api.eu.opsgenie.com',
      },
      { name: 'alert', isChannel: false, kind: 'goalert', token: 'a key', apiUrl: 'http://127.0.0.1:8081' },
      { name: 'issues', isChannel: false, kind: 'github-issue', app: 'main', repository: 'acme/operations' },
    ])
  })

  test('what is wrong has a place and a mend, and says no secret', () => {
    const problems = problemsOf(`
notifiers:
  - { name: Chat, kind: slack, urlFile: clear }
  - { name: b, kind: slakc }
  - { name: c, kind: webhook, url: http://example.com, secret: here, secretEnv: NOT_SET }
  - { name: c, kind: email, smtpUrlFile: key, from: nobody, to: [] }
  - { name: e, kind: pagerduty, channel: true }
  - { name: f, kind: github-issue, app: other, repository: acme }
  - nonsense
service:
  contacts:
    - { name: ann, notifiers: [nobody] }
`)
    expect(problems.join('\n')).not.toMatch(/services\/T|a key/)
    expect(problems).toMatchInlineSnapshot(`
      [
        "service.yaml: notifiers[0].name: is not a name - use small letters, digits and \`-\`",
        "service.yaml: notifiers[0].urlFile: would send in clear - use https://",
        "service.yaml: notifiers[1].kind: is none of the choices - give one of slack, webhook, email, pagerduty, opsgenie, goalert, github-issue",
        "service.yaml: notifiers[2].secret: there is no such setting - did you mean \`secretEnv\`?",
        "service.yaml: notifiers[2].url: would send in clear - use https://",
        "service.yaml: notifiers[2].secretEnv: there is no such variable in the environment - set it, or correct its name",
        "service.yaml: notifiers[3].name: two notifiers are called c - rename one",
        "service.yaml: notifiers[3].smtpUrlFile: is not the address of a mail server - give smtps://user:password@host or smtp://...:587",
        "service.yaml: notifiers[3].from: is not an address for e-mail - give the address that the mail comes from",
        "service.yaml: notifiers[3].to: nobody would get the mail - list at least one address",
        "service.yaml: notifiers[4].channel: pagerduty takes pages, no news - make another notifier the channel",
        "service.yaml: notifiers[4].routingKeyFile: is missing - name a file that holds it, or a variable with routingKeyEnv",
        "service.yaml: notifiers[5].app: there is no App called other - name one of this service",
        "service.yaml: notifiers[5].repository: is not a repository - give owner/name",
        "service.yaml: notifiers[6]: is not a section - write name, kind... below it",
        "service.yaml: service.contacts[0].notifiers: there is no notifier called nobody - list it under \`notifiers\`",
      ]
    `)
  })

  test('the heartbeat and the public address', () => {
    const config = read(
      'http: { publicUrl: https://reviews.example.com/ }\nheartbeat: { urlFile: slack, everyMs: 5000 }',
    )
    expect(config.ok && [config.value.http.publicUrl, config.value.heartbeat?.everyMs]).toEqual([
      'https://reviews.example.com',
      5_000,
    ])
    expect(problemsOf('heartbeat: { urlFile: clear }')).toEqual([
      'heartbeat.url: is not an address that may be asked - give https://...',
    ])
    expect(read('').ok && read('')).toMatchObject({ value: { heartbeat: null, http: { publicUrl: null } } })
  })
})
