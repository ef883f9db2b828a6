/** The API over a real store, in this process: its server, tokens for whoever is wanted, and its own description. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { createShell } from '../../src/adapters/shell/create-shell.ts'
import type { Backbone } from '../../src/app/service/backbone.ts'
import { openBackbone } from '../../src/app/service/open-backbone.ts'
import { openAuthenticator, openTokens } from '../../src/app/service/operate/access.ts'
import { openOperations } from '../../src/app/service/operations.ts'
import { startMemoryWatch } from '../../src/app/service/watch/memory.ts'
import { readServiceConfig } from '../../src/config/service/read-service-config.ts'
import { defaultServiceRecord } from '../../src/config/service/service-record.ts'
import type { AccessScope } from '../../src/domain/actor/access-token.ts'
import type { AccessRole } from '../../src/domain/actor/actor.ts'
import { addApi } from '../../src/http/api/add-api.ts'
import { createHttpServer } from '../../src/http/create-http-server.ts'
import { defaultHttpSettings } from '../../src/http/http-settings.ts'
import { createIncidents } from '../../src/ops/incidents/create-incidents.ts'
import { createCorrelationRules, createIncidentPolicy } from '../../src/ops/incidents/incident-policy.ts'
import type { Incidents } from '../../src/ops/incidents/incidents.ts'
import { createRunbook } from '../../src/ops/runbook/create-runbook.ts'
import { parsePage } from '../../src/ops/runbook/parse-page.ts'
import type { Runbook } from '../../src/ops/runbook/runbook.ts'
import { createDatabase } from './postgres.ts'

export interface ApiWorld {
  readonly backbone: Backbone
  readonly incidents: Incidents
  readonly url: string
  readonly description: ApiDescription
  /** A token's text. */
  token(role: AccessRole, scopes?: readonly AccessScope[], name?: string): Promise<string>
  /** Asks, and holds the answer against the description. */
  ask(method: string, path: string, request?: AskOptions): Promise<ApiAnswer>
  close(): Promise<void>
}

export interface AskOptions {
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
}

export interface DescribedOperation {
  readonly operationId: string
  readonly 'x-role'?: AccessRole
  readonly 'x-scope'?: AccessScope
  readonly responses: Readonly<Record<string, unknown>>
}

const root = { name: 'root', role: 'admin', via: 'cli' } as const

export async function openApiWorld({
  requestsMax = 10_000,
}: {
  readonly requestsMax?: number
} = {}): Promise<ApiWorld> {
  const database = await createDatabase()
  const dataFolder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-api-'))
  const backbone = await openTestBackbone(database.url, dataFolder)
  const server = createHttpServer({
    accept: async ({ body }) => ({
      status: 202,
      body: { bytes: String(body.length) },
      retryAfterSeconds: null,
    }),
    health: [],
    settings: { ...defaultHttpSettings, port: 0 },
    clock: { now: Date.now },
    log: backbone.log,
    meter: backbone.meter,
  })
  const authenticator = openAuthenticator(backbone)
  const incidents = incidentsOver(backbone)
  addApi(server.routes, {
    operations: openOperations({
      backbone,
      health: [],
      incidents,
      runbook: runbookOver(backbone, dataFolder),
    }),
    authenticator,
    log: backbone.log,
    requestsMax,
  })
  // Tells of its memory as every process of the service does.
  const memory = startMemoryWatch(backbone, 'web', null)
  const { port } = await server.listen()
  const url = `http://127.0.0.1:${port}`
  const description = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as ApiDescription
  const check = checkerOf(description)
  let tokens = 0

  async function ask(method: string, path: string, options: AskOptions = {}): Promise<ApiAnswer> {
    const { token, headers = {}, body } = options
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const answer = (await response.json()) as Record<string, unknown>
    check(method, path, response.status, answer)
    return { status: response.status, headers: response.headers, body: answer }
  }

  return {
    backbone,
    incidents,
    url,
    description,
    ask,
    async token(role, scopes = ['all'], name) {
      tokens += 1
      const wanted = { name: name ?? `${role} ${tokens}`, role, scopes, forMs: 3_600_000 }
      const made = await openTokens(backbone).create(wanted, root)
      if (!made.ok) throw new Error(made.failure.message)
      return made.value.text
    },
    async close() {
      await server.close()
      await memory.stop()
      await incidents.settled()
      await backbone.close()
      await database.drop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

async function openTestBackbone(databaseUrl: string, dataFolder: string): Promise<Backbone> {
  const config = readServiceConfig({
    file: null,
    env: { DATABASE_URL: databaseUrl, AUTOGEN_DATA_FOLDER: dataFolder },
    flags: {},
    readSecretFile: () => null,
    resolvePath: (path) => path,
  })
  if (!config.ok) throw new Error(JSON.stringify(config.failure))
  const opened = await openBackbone(config.value, { role: 'web', logLevel: 'silent' })
  if (!opened.ok) throw new Error(opened.failure.message)
  return opened.value
}

function incidentsOver({ store, log, meter }: Backbone): Incidents {
  return createIncidents({
    rows: store.incidents,
    journal: store.journal,
    policy: createIncidentPolicy(defaultServiceRecord),
    correlation: createCorrelationRules([]),
    notify: async () => {},
    toldChannelAt: async () => new Map(),
    linksOf: () => [],
    evidence: { probes: [], redact: (text) => text, elapsedMs: () => 0 },
    diagnose: null,
    verify: async () => [],
    impact: async () => null,
    observedSince: async () => Date.now() - 86_400_000,
    clock: { now: Date.now },
    log,
    meter,
  })
}

/** With one page, whose steps need nothing but a shell. */
function runbookOver({ store, log, meter }: Backbone, dataFolder: string): Runbook {
  const { page, problems } = parsePage({ name: 'scaling', text: pageText })
  if (page === null) throw new Error(JSON.stringify(problems))
  return createRunbook({
    pages: [page],
    runs: store.runbookRuns,
    journal: store.journal,
    shell: createShell({ folder: dataFolder }),
    surroundings: { absence: async () => null, env: () => ({ PATH: process.env.PATH ?? '' }) },
    redact: (text) => text,
    hasIncident: async (id) => (await store.incidents.find(id)) !== null,
    automatic: [],
    clock: { now: Date.now },
    log,
    meter,
  })
}

/** Throws when an answer is not as the description says. */
function checkerOf(description: ApiDescription) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'api', ...description })
  // Concrete paths win over those with parameters.
  const paths = Object.keys(description.paths).sort(
    (one, other) => Number(one.includes('{')) - Number(other.includes('{')),
  )
  const templates = paths.map((path) => ({
    path,
    form: new RegExp(`^${path.replaceAll(/\{[a-z]+\}/g, '[^/]+')}$`),
  }))
  return (method: string, path: string, status: number, answer: unknown) => {
    const bare = path.split('?', 1)[0] ?? ''
    const template = templates.find(({ form }) => form.test(bare))
    const operation = template && description.paths[template.path]?.[method.toLowerCase()]
    if (template === undefined || operation === undefined) return
    const code = operation.responses[status] === undefined ? `${Math.floor(status / 100)}XX` : String(status)
    const type = code.endsWith('XX') ? 'application~1problem+json' : 'application~1json'
    const place = ['paths', template.path, method.toLowerCase(), 'responses', code]
    const pointer = `${place.map((part) => part.replaceAll('/', '~1')).join('/')}/content/${type}/schema`
    const validate = ajv.compile({ $ref: `api#/${encodeURI(pointer)}` })
    if (!validate(answer)) {
      throw new Error(
        `${method} ${path}: ${status} is not as described: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(answer)}`,
      )
    }
  }
}

const pageText = `---
title: Scaling
procedure: scaling
owner: operations
reviewed: 2026-11-23
reviewDue: 2027-02-23
severity: none
---
# Scaling

## Meaning

A page of a test.

## Impact

None.

## Diagnosis

It says hello.

\`\`\`sh step id=hello kind=read timeout=10s expect="/hello ann/" params="who:text" example="who=ann"
echo "hello $WHO"
\`\`\`

## Mitigation

It changes nothing.

\`\`\`sh step id=nothing kind=change timeout=10s expect="exit 0" verify=hello reversible
true
\`\`\`

## Verification

See above.

## Undo

There is nothing to take back.
`
