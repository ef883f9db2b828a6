import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defaultModels, readLocalModels } from './local-models.ts'
import { noModels } from './models-config.ts'
import { readServiceConfig } from './read-service-config.ts'

const files: Readonly<Record<string, string>> = {
  '/srv/anthropic': 'sk-ant-1234567890\n',
  '/srv/two-lines': 'sk-ant-12345\n67890\n',
}

function read(text: string, env: Readonly<Record<string, string>> = {}) {
  return readServiceConfig({
    file: { name: 'service.yaml', text },
    env: {
      AUTOGEN_APP_ID: '12',
      AUTOGEN_APP_PRIVATE_KEY: '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n',
      AUTOGEN_WEBHOOK_SECRET: 'it is a secret',
      ...env,
    },
    flags: {},
    readSecretFile: (path) => files[path] ?? null,
    resolvePath: (path) => resolve('/srv', path),
  })
}

function modelsOf(text: string, env: Readonly<Record<string, string>> = {}) {
  const config = read(text, env)
  return config.ok ? config.value.models : config.failure
}

function problemsOf(text: string, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const config = read(text, env)
  return config.ok ? [] : config.failure.map(({ where, wrong, mend }) => `${where}: ${wrong} - ${mend}`)
}

function localProblems(env: Readonly<Record<string, string>>): readonly string[] {
  const models = readLocalModels(env)
  return models.ok ? [] : models.failure.map(({ where, wrong, mend }) => `${where}: ${wrong} - ${mend}`)
}

describe('the section models', () => {
  test('several providers, a chain for each role, budgets in dollars, prices of one’s own', () => {
    const models = modelsOf(
      `
models:
  providers:
    - { name: anthropic, kind: anthropic, keyFile: anthropic }
    - { name: work, kind: openai, keyEnv: WORK_KEY, atOnceMax: 2 }
    - { name: aws, kind: bedrock, region: eu-central-1 }
    - { name: local, kind: openai-compatible, url: 'http://127.0.0.1:11434/v1/' }
  roles:
    coder: [anthropic/claude-sonnet-5-5, local/qwen3-coder:30b]
    reviewer: work/gpt-6.1-sol
    judge: aws/eu.anthropic.claude-opus-5-v1:0
  outputTokensMax: 16000
  turnTime: 90s
  budget:
    review: { dollars: 0.5 }
    day: { tokens: 1000000, dollars: 20 }
  prices:
    - model: local/qwen3-coder:30b
      input: 0
      output: 0
      long: { above: 200000, input: 0.1, output: 0.2, cacheRead: 0.01 }
`,
      { WORK_KEY: 'sk-work-12345' },
    )
    expect(models).toEqual({
      ...noModels,
      providers: [
        {
          name: 'anthropic',
          kind: 'anthropic',
          url: null,
          key: 'sk-ant-1234567890',
          region: null,
          atOnceMax: 4,
        },
        { name: 'work', kind: 'openai', url: null, key: 'sk-work-12345', region: null, atOnceMax: 2 },
        { name: 'aws', kind: 'bedrock', url: null, key: null, region: 'eu-central-1', atOnceMax: 4 },
        {
          name: 'local',
          kind: 'openai-compatible',
          url: 'http://127.0.0.1:11434/v1',
          key: null,
          region: null,
          atOnceMax: 4,
        },
      ],
      roles: {
        coder: ['anthropic/claude-sonnet-5-5', 'local/qwen3-coder:30b'],
        reviewer: ['work/gpt-6.1-sol'],
        guide: ['anthropic/claude-sonnet-5-5', 'local/qwen3-coder:30b'],
        judge: ['aws/eu.anthropic.claude-opus-5-v1:0'],
      },
      outputTokensMax: 16_000,
      turnTimeMs: 90_000,
      budget: {
        ...noModels.budget,
        review: { tokensMax: null, microDollarsMax: 500_000 },
        day: { tokensMax: 1_000_000, microDollarsMax: 20_000_000 },
      },
      prices: [
        {
          ...{ model: 'local/qwen3-coder:30b', input: 0, output: 0, cacheRead: null, cacheWrite: null },
          long: { aboveTokens: 200_000, input: 0.1, output: 0.2, cacheRead: 0.01, cacheWrite: null },
        },
      ],
    })
  })

  test('without it nothing is sent anywhere, whatever keys the environment has', () => {
    expect(modelsOf('http: { port: 0 }', { ANTHROPIC_API_KEY: 'sk-ant-1' })).toEqual(noModels)
    expect(modelsOf('models: {}', { AUTOGEN_MODEL: 'anthropic/x', ANTHROPIC_API_KEY: 'k' })).toEqual(noModels)
  })

  test('a model that the environment names is taken when the file has no such section', () => {
    const env = { AUTOGEN_MODEL: 'anthropic/claude-opus-5-5', ANTHROPIC_API_KEY: 'sk-ant-1' }
    expect(modelsOf('', env)).toMatchObject({ roles: { coder: ['anthropic/claude-opus-5-5'] } })
    expect(problemsOf('', { AUTOGEN_MODEL: 'anthropic/claude-opus-5-5' })).toEqual([
      'AUTOGEN_MODEL: there is no access to anthropic - set ANTHROPIC_API_KEY',
    ])
  })

  test('a provider may find its key where its own tools do', () => {
    const text =
      'models: { providers: [{ name: a, kind: anthropic }], roles: { coder: a/claude-sonnet-5-5 } }'
    expect(modelsOf(text, { ANTHROPIC_API_KEY: 'sk-ant-1' })).toMatchObject({
      providers: [{ key: 'sk-ant-1' }],
    })
    // Not for another address: the key is not for whoever stands there.
    const elsewhere = text.replace('kind: anthropic', 'kind: anthropic, url: https://models.example.com')
    expect(modelsOf(elsewhere, { ANTHROPIC_API_KEY: 'sk-ant-1' })).toMatchObject({
      providers: [{ key: null }],
    })
  })

  test('what is wrong has a place and a mend, and says no secret', () => {
    const problems = problemsOf(
      `
models:
  providers:
    - { name: Anthropic, kind: anthropic, keyFile: none }
    - { name: b, kind: antropic }
    - { name: c, kind: openai, key: sk-1234567890 }
    - { name: d, kind: openai-compatible }
    - { name: e, kind: openai-compatible, url: 'http://models.example.com/v1', keyEnv: MISSING }
    - { name: f, kind: google, keyFile: two-lines }
    - { name: g, kind: bedrock }
  roles: { coder: claude, poet: x/y }
  turnTime: 1h
  budget: { review: {}, day: { dollars: much } }
  prices: [{ model: x/y, input: 1 }]
`,
    )
    expect(problems.join('\n')).not.toContain('12345')
    expect(problems).toMatchInlineSnapshot(`
      [
        "service.yaml: models.providers[0].name: is not a name - use small letters, digits and \`-\`",
        "service.yaml: models.providers[0].keyFile: the file cannot be read - name a file that holds the secret and that this user may read",
        "service.yaml: models.providers[1].kind: is none of the choices - give one of openai, openai-chat, anthropic, google, bedrock, openai-compatible",
        "service.yaml: models.providers[2].key: a secret does not belong into this file - use \`keyFile\` or \`keyEnv\`",
        "service.yaml: models.providers[3].url: is missing - give the address, such as http://127.0.0.1:11434/v1",
        "service.yaml: models.providers[4].url: would send code in clear - use https://",
        "service.yaml: models.providers[4].keyEnv: there is no such variable in the environment - set it, or correct its name",
        "service.yaml: models.providers[5].keyFile: is not a key: it has blanks or other characters that no key has - give the key alone",
        "service.yaml: models.providers[6].region: is not a region of AWS - give one such as eu-central-1, or set AWS_REGION",
        "service.yaml: models.roles.poet: there is no such setting - use coder, reviewer, guide, judge",
        "service.yaml: models.turnTime: is not a length of time, or out of bounds - give one between 1s and 5m, e.g. 15m",
        "service.yaml: models.budget.review: limits nothing - give \`tokens\`, \`dollars\` or both",
        "service.yaml: models.budget.day.dollars: is out of bounds - give a number from 0 to 1000000",
        "service.yaml: models.prices[0].output: is missing - give US dollars for a million tokens; 0 for a server of your own",
      ]
    `)
  })

  test('a chain may only name providers that there are', () => {
    const text = (roles: string) => `
models:
  providers: [{ name: local, kind: openai-compatible, url: 'http://ollama:11434/v1' }]
  roles: ${roles}
`
    expect(problemsOf(text('{}'))).toMatchInlineSnapshot(`
      [
        "service.yaml: models.roles.coder: is missing - name a model, such as \`coder: anthropic/claude-sonnet-5-5\`",
      ]
    `)
    expect(problemsOf(text('{ coder: [local/a, other/b, local/a, c] }'))).toMatchInlineSnapshot(`
      [
        "service.yaml: models.roles.coder: names a model twice - name it once",
        "service.yaml: models.roles.coder: there is no provider called other - use local, or list it under \`models.providers\`",
        "service.yaml: models.roles.coder: is not the name of a model - write provider/model, such as anthropic/claude-sonnet-5-5",
      ]
    `)
  })
})

describe('models of the environment', () => {
  test('a key alone is enough where somebody asks for agents', () => {
    const models = readLocalModels({ OPENAI_API_KEY: 'sk-1' })
    expect(models).toMatchObject({
      ok: true,
      value: {
        providers: [{ name: 'openai', kind: 'openai', key: 'sk-1' }],
        roles: { coder: [defaultModels.openai], reviewer: [defaultModels.openai], judge: [] },
      },
    })
  })

  test('a chain, a model of its own for a role, and a server of one’s own; keys that are not used are not held', () => {
    const models = readLocalModels({
      AUTOGEN_MODEL: 'compatible/Qwen/Qwen3-Coder, google/gemini-3.8-flash',
      AUTOGEN_REVIEWER_MODEL: 'google/gemini-4-argon',
      AUTOGEN_MODEL_URL: 'http://127.0.0.1:8000/v1',
      AUTOGEN_MODEL_KEY: 'local-key',
      GOOGLE_GENERATIVE_AI_API_KEY: 'AIza-1',
      ANTHROPIC_API_KEY: 'sk-ant-1',
    })
    expect(models).toMatchObject({
      ok: true,
      value: {
        providers: [
          { name: 'google', key: 'AIza-1' },
          {
            name: 'compatible',
            kind: 'openai-compatible',
            url: 'http://127.0.0.1:8000/v1',
            key: 'local-key',
          },
        ],
        roles: {
          coder: ['compatible/Qwen/Qwen3-Coder', 'google/gemini-3.8-flash'],
          reviewer: ['google/gemini-4-argon'],
          guide: ['compatible/Qwen/Qwen3-Coder', 'google/gemini-3.8-flash'],
        },
      },
    })
  })

  test('credentials of AWS are left where they are', () => {
    const models = readLocalModels({
      AUTOGEN_MODEL: 'bedrock/eu.anthropic.claude-opus-5-v1:0',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIA1',
      AWS_SECRET_ACCESS_KEY: 'secret',
    })
    expect(models).toMatchObject({ ok: true, value: { providers: [{ key: null, region: 'eu-central-1' }] } })
    expect(JSON.stringify(models)).not.toContain('secret')
  })

  test('what is lacking is named', () => {
    expect(localProblems({})).toMatchInlineSnapshot(`
      [
        "environment: no key of a provider of models is set - set ANTHROPIC_API_KEY, OPENAI_API_KEY or GOOGLE_GENERATIVE_AI_API_KEY, or AUTOGEN_MODEL_URL with AUTOGEN_MODEL for a server of your own",
      ]
    `)
    expect(localProblems({ AUTOGEN_MODEL: 'openai/gpt-6.1-sol' })).toMatchInlineSnapshot(`
      [
        "AUTOGEN_MODEL: there is no access to openai - set OPENAI_API_KEY",
      ]
    `)
    expect(localProblems({ AUTOGEN_MODEL_URL: 'http://127.0.0.1:1/v1' })).toMatchInlineSnapshot(`
      [
        "AUTOGEN_MODEL: is missing - name a model, such as compatible/NAME",
      ]
    `)
    expect(localProblems({ AUTOGEN_MODEL: 'opus', ANTHROPIC_API_KEY: 'k' })).toMatchInlineSnapshot(`
      [
        "AUTOGEN_MODEL: is not the name of a model - write provider/model, such as anthropic/claude-sonnet-5-5",
      ]
    `)
    expect(localProblems({ AUTOGEN_MODEL: 'mistral/x', ANTHROPIC_API_KEY: 'k' })).toMatchInlineSnapshot(`
      [
        "AUTOGEN_MODEL: there is no provider called mistral - use anthropic, or write compatible/MODEL and set AUTOGEN_MODEL_URL for another server; only the file of a service names providers of its own",
      ]
    `)
    expect(localProblems({ ANTHROPIC_API_KEY: 'two words' })).toMatchInlineSnapshot(`
      [
        "ANTHROPIC_API_KEY: is not a key: it has blanks or other characters that no key has - give the key alone",
      ]
    `)
  })
})
