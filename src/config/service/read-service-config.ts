/**
 * From file, environment and flags to the settings of a service, or to every problem in them at once. A flag wins over
 * the environment, the environment over the file, the file over the default.
 */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { AppName } from '../../domain/repository/repository.ts'
import { parseByteSize } from '../byte-size.ts'
import { nearestKey } from '../nearest-key.ts'
import { positionIn, readYaml } from '../yaml-document.ts'
import type { AppConfig, LogLevel, ServiceConfig } from './service-config.ts'
import { type OptionValue, type ServiceKey, type ServiceOption, serviceOptions } from './service-options.ts'

export interface ServiceConfigSources {
  readonly file: { readonly name: string; readonly text: string } | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly flags: Readonly<Partial<Record<ServiceKey, string>>>
  /** Text of a file that holds a secret; null when it cannot be read. */
  readonly readSecretFile: (path: string) => string | null
  /** Makes a path absolute. */
  readonly resolvePath: (path: string) => string
}

export interface ServiceConfigProblem {
  /** Where it stands: `AUTOGEN_HTTP_PORT`, `autogen-bot.yaml: http.port`. */
  readonly where: string
  readonly wrong: string
  readonly mend: string
}

/** One value as somebody wrote it. */
interface Written {
  readonly where: string
  readonly text: string
}

type Problems = ServiceConfigProblem[]

const secretBytesMax = 64 * 1024

export function readServiceConfig(
  sources: ServiceConfigSources,
): Outcome<ServiceConfig, readonly ServiceConfigProblem[]> {
  const problems: Problems = []
  const file = readFile(sources, problems)
  const { apps: listed, ...settings } = file
  const known = new Set<string>(serviceOptions.flatMap(namesInFile))
  const flat = flatten(settings, sources.file?.name ?? '', problems, known)
  const settingOf = (key: ServiceKey) => optionValue(key, flat, sources, problems)
  const text = (key: ServiceKey) => settingOf(key) as string | null
  const number = (key: ServiceKey) => settingOf(key) as number
  const config: ServiceConfig = {
    dataFolder: sources.resolvePath(text('dataFolder') ?? ''),
    databaseUrl: text('databaseUrl'),
    redisUrl: text('redisUrl'),
    http: { host: text('http.host') ?? '', port: number('http.port') },
    metrics: { port: number('metrics.port') },
    apps: [
      ...singleApp(text, number, sources, problems),
      ...listedApps(listed, sources, number('app.writeSpacingMs'), problems),
    ],
    worker: {
      concurrency: number('worker.concurrency'),
      attemptsMax: number('worker.attemptsMax'),
      leaseMs: number('worker.leaseMs'),
      jobTimeMs: number('worker.jobTimeMs'),
    },
    checks: {
      name: text('checks.name') ?? '',
      failOn: text('checks.failOn') as ServiceConfig['checks']['failOn'],
    },
    gitCache: { bytesMax: number('gitCache.bytesMax') },
    log: { level: text('log.level') as LogLevel },
  }
  refuseTwins(config.apps, problems)
  return problems.length === 0 ? succeed(config) : fail(problems)
}

function readFile(sources: ServiceConfigSources, problems: Problems): Record<string, unknown> {
  if (sources.file === null) return {}
  const { name } = sources.file
  const yaml = readYaml(sources.file.text)
  if (!yaml.ok) {
    for (const { offset, wrong, mend } of yaml.failure.problems) {
      problems.push({ where: `${name}:${positionIn(yaml.failure.lines, offset).line}`, wrong, mend })
    }
    return {}
  }
  const value = yaml.value.value ?? {}
  if (isSection(value)) return value
  problems.push({ where: name, wrong: 'is not a map of settings', mend: 'begin with a line such as `http:`' })
  return {}
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `http: {port: 1}` comes to `http.port`. */
function flatten(
  settings: Readonly<Record<string, unknown>>,
  name: string,
  problems: Problems,
  known: ReadonlySet<string>,
): ReadonlyMap<string, Written> {
  const entries = Object.entries(settings).flatMap(([key, value]): [string, unknown][] =>
    isSection(value)
      ? Object.entries(value).map(([inner, leaf]): [string, unknown] => [`${key}.${inner}`, leaf])
      : [[key, value]],
  )
  const flat = new Map<string, Written>()
  for (const [key, value] of entries) {
    const where = `${name}: ${key}`
    if (value === null) continue
    if (!known.has(key)) problems.push({ where, ...unknownKey(key, known) })
    else if (typeof value === 'object')
      problems.push({ where, wrong: 'is not one value', mend: 'write one value' })
    else flat.set(key, { where, text: String(value) })
  }
  return flat
}

function unknownKey(key: string, known: ReadonlySet<string>): { wrong: string; mend: string } {
  const option = serviceOptions.find((one) => one.key === key)
  if (option?.value.kind === 'secret')
    return { wrong: 'a secret does not belong into this file', mend: `name a file that holds it: ${key}File` }
  const nearest = nearestKey(key, [...known])
  return {
    wrong: 'there is no such setting',
    mend: nearest === null ? 'see docs/reference/service.md' : `did you mean \`${nearest}\`?`,
  }
}

function namesInFile({ key, value }: ServiceOption): readonly string[] {
  return value.kind === 'secret' ? [`${key}File`] : [key]
}

function optionValue(
  key: ServiceKey,
  flat: ReadonlyMap<string, Written>,
  sources: ServiceConfigSources,
  problems: Problems,
): string | number | null {
  const option: ServiceOption = serviceOptions.find((one) => one.key === key) as ServiceOption
  const flag = sources.flags[key]
  const env = nonEmpty(sources.env[option.env])
  if (option.value.kind === 'secret') return secretValue(option, flat, sources, problems)
  const written: Written | undefined =
    flag !== undefined
      ? { where: `--${key}`, text: flag }
      : env !== undefined
        ? { where: option.env, text: env }
        : flat.get(key)
  return written === undefined ? option.value.default : parseValue(option.value, written, problems)
}

function parseValue(
  value: Exclude<OptionValue, { kind: 'secret' }>,
  { where, text }: Written,
  problems: Problems,
): string | number {
  const refuse = (wrong: string, mend: string) => {
    problems.push({ where, wrong, mend })
    return value.default ?? ''
  }
  switch (value.kind) {
    case 'text':
      if (value.pattern === undefined || value.pattern.test(text)) return text
      return refuse('is not what it should be', value.mend ?? 'see docs/reference/service.md')
    case 'integer': {
      const number = /^[0-9]{1,12}$/.test(text) ? Number(text) : Number.NaN
      if (number >= value.min && number <= value.max) return number
      return refuse('is out of bounds', `give a whole number from ${value.min} to ${value.max}`)
    }
    case 'bytes': {
      const bytes = /^[0-9]{1,15}$/.test(text) ? Number(text) : parseByteSize(text)
      if (bytes !== null && bytes >= value.min) return bytes
      return refuse('is not a size, or too small', `give at least ${value.min} bytes, e.g. 5GiB`)
    }
    case 'choice':
      if (value.choices.includes(text)) return text
      return refuse('is none of the choices', `give one of ${value.choices.join(', ')}`)
  }
}

function secretValue(
  { key, env }: ServiceOption,
  flat: ReadonlyMap<string, Written>,
  sources: ServiceConfigSources,
  problems: Problems,
): string | null {
  const direct = nonEmpty(sources.env[env])
  if (direct !== undefined) return direct
  const fromEnv = nonEmpty(sources.env[`${env}_FILE`])
  const file = fromEnv === undefined ? flat.get(`${key}File`) : { where: `${env}_FILE`, text: fromEnv }
  return file === undefined ? null : secretFile(file, sources, problems)
}

/** The last line's end does not belong to the secret: every editor adds it. */
function secretFile(
  { where, text }: Written,
  sources: ServiceConfigSources,
  problems: Problems,
): string | null {
  const content = sources.readSecretFile(sources.resolvePath(text))
  const secret = content?.replace(/\r?\n$/, '') ?? ''
  if (secret !== '' && secret.length <= secretBytesMax) return secret
  problems.push({
    where,
    wrong: content === null ? 'the file cannot be read' : 'the file is empty, or too large for a secret',
    mend: 'name a file that holds the secret and that this user may read',
  })
  return null
}

function singleApp(
  text: (key: ServiceKey) => string | null,
  number: (key: ServiceKey) => number,
  sources: ServiceConfigSources,
  problems: Problems,
): readonly AppConfig[] {
  const id = text('app.id')
  const privateKey = text('app.privateKey')
  const secrets = [text('app.webhookSecret'), text('app.webhookSecretPrevious')]
  if (id === null && privateKey === null && secrets[0] === null) return []
  const app = {
    name: 'main',
    id,
    apiUrl: text('app.apiUrl') ?? '',
    privateKey,
    secrets,
    writeSpacingMs: number('app.writeSpacingMs'),
  }
  const where = sources.file === null ? 'the environment' : `the environment or ${sources.file.name}`
  return completeApp(app, where, problems, {
    id: 'AUTOGEN_APP_ID',
    privateKey: 'AUTOGEN_APP_PRIVATE_KEY_FILE',
    secret: 'AUTOGEN_WEBHOOK_SECRET_FILE',
  })
}

const appKeys = [
  'name',
  'id',
  'apiUrl',
  'privateKeyFile',
  'webhookSecretFile',
  'webhookSecretPreviousFile',
  'writeSpacingMs',
]

function listedApps(
  listed: unknown,
  sources: ServiceConfigSources,
  writeSpacingMs: number,
  problems: Problems,
): readonly AppConfig[] {
  if (listed === undefined || listed === null) return []
  const name = sources.file?.name ?? ''
  if (!Array.isArray(listed) || listed.length > 50 || !listed.every(isSection)) {
    problems.push({
      where: `${name}: apps`,
      wrong: 'is not a list of up to 50 Apps',
      mend: 'see docs/setup.md',
    })
    return []
  }
  return listed.flatMap((app: Record<string, unknown>, at) => {
    const where = `${name}: apps[${at}]`
    for (const key of Object.keys(app)) {
      if (!appKeys.includes(key))
        problems.push({
          where: `${where}.${key}`,
          wrong: 'there is no such setting',
          mend: `use ${appKeys.join(', ')}`,
        })
    }
    const secret = (key: string) =>
      app[key] === undefined
        ? null
        : secretFile({ where: `${where}.${key}`, text: String(app[key]) }, sources, problems)
    const settingOf = (
      key: 'app.apiUrl' | 'app.writeSpacingMs',
      written: unknown,
      otherwise: string | number,
    ) => {
      const option = serviceOptions.find((one) => one.key === key) as ServiceOption
      if (written === undefined || option.value.kind === 'secret') return otherwise
      return parseValue(option.value, { where: `${where}.${key.slice(4)}`, text: String(written) }, problems)
    }
    return completeApp(
      {
        name: String(app.name ?? ''),
        id: app.id === undefined ? null : String(app.id),
        apiUrl: String(settingOf('app.apiUrl', app.apiUrl, 'https://api.github.com')),
        privateKey: secret('privateKeyFile'),
        secrets: [secret('webhookSecretFile'), secret('webhookSecretPreviousFile')],
        writeSpacingMs: Number(settingOf('app.writeSpacingMs', app.writeSpacingMs, writeSpacingMs)),
      },
      where,
      problems,
      { id: 'id', privateKey: 'privateKeyFile', secret: 'webhookSecretFile' },
    )
  })
}

interface AppDraft {
  readonly name: string
  readonly id: string | null
  readonly apiUrl: string
  readonly privateKey: string | null
  readonly secrets: readonly (string | null)[]
  readonly writeSpacingMs: number
}

function completeApp(
  app: AppDraft,
  where: string,
  problems: Problems,
  names: { readonly id: string; readonly privateKey: string; readonly secret: string },
): readonly AppConfig[] {
  const before = problems.length
  const lacks = (what: string, mend: string) => problems.push({ where, wrong: `${what} is missing`, mend })
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(app.name))
    problems.push({ where, wrong: 'name is not a name', mend: 'use small letters, digits and `-`' })
  if (app.id === null || !/^[1-9][0-9]{0,14}$/.test(app.id)) lacks(names.id, "give the App's number")
  if (app.privateKey === null) lacks(names.privateKey, 'name the .pem file of the App')
  else if (!app.privateKey.includes('-----BEGIN'))
    problems.push({
      where,
      wrong: `${names.privateKey} is no PEM key`,
      mend: 'download a private key on the App’s page',
    })
  const [secret, previous] = app.secrets
  if (secret === null || secret === undefined)
    lacks(names.secret, 'without it anybody could send webhooks, so the service does not start')
  if (problems.length > before) return []
  return [
    {
      name: app.name as AppName,
      id: Number(app.id),
      apiUrl: app.apiUrl.replace(/\/+$/, ''),
      privateKey: app.privateKey as string,
      webhookSecrets: [secret as string, ...(previous == null ? [] : [previous])],
      writeSpacingMs: app.writeSpacingMs,
    },
  ]
}

function refuseTwins(apps: readonly AppConfig[], problems: Problems): void {
  const seen = new Set<string>()
  for (const { name } of apps) {
    if (seen.has(name))
      problems.push({ where: 'apps', wrong: `two Apps are called ${name}`, mend: 'rename one' })
    seen.add(name)
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
