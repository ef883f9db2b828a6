/**
 * From file, environment and flags to the settings of a service, or to every problem in them at once. A flag wins over
 * the environment, the environment over the file, the file over the default.
 */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { nearestKey } from '../nearest-key.ts'
import { positionIn, readYaml } from '../yaml-document.ts'
import {
  isSection,
  optionValue,
  type Problems,
  type ServiceConfigProblem,
  type ServiceConfigSources,
  type Written,
} from './option-value.ts'
import { listedApps, singleApp } from './read-apps.ts'
import { readHeartbeat } from './read-heartbeat.ts'
import { readModels } from './read-models.ts'
import { readNotifiers } from './read-notifiers.ts'
import { readProxies } from './read-proxies.ts'
import { readServiceRecord, refuseUnknownNotifiers } from './read-service-record.ts'
import type { AppConfig, LogLevel, ServiceConfig } from './service-config.ts'
import { type ServiceKey, type ServiceOption, serviceOptions } from './service-options.ts'

export function readServiceConfig(
  sources: ServiceConfigSources,
): Outcome<ServiceConfig, readonly ServiceConfigProblem[]> {
  const problems: Problems = []
  const file = readFile(sources, problems)
  const { apps: listed, service, notifiers, models, ...settings } = file
  const known = new Set<string>(serviceOptions.flatMap(namesInFile))
  const flat = flatten(settings, sources.file?.name ?? '', problems, known)
  const settingOf = (key: ServiceKey) => optionValue(key, flat, sources, problems)
  const text = (key: ServiceKey) => settingOf(key) as string | null
  const number = (key: ServiceKey) => settingOf(key) as number
  const apps = [
    ...singleApp(text, number, sources, problems),
    ...listedApps(listed, sources, number('app.writeSpacingMs'), problems),
  ]
  const logFile = text('log.file')
  const config: ServiceConfig = {
    file: sources.file === null ? null : sources.resolvePath(sources.file.name),
    dataFolder: sources.resolvePath(text('dataFolder') ?? ''),
    databaseUrl: text('databaseUrl'),
    redisUrl: text('redisUrl'),
    http: {
      host: text('http.host') ?? '',
      port: number('http.port'),
      publicUrl: text('http.publicUrl')?.replace(/\/+$/, '') ?? null,
      trustedProxies: readProxies(text('http.trustedProxies'), problems),
    },
    metrics: { port: number('metrics.port') },
    apps,
    worker: {
      concurrency: number('worker.concurrency'),
      attemptsMax: number('worker.attemptsMax'),
      leaseMs: number('worker.leaseMs'),
      jobTimeMs: number('worker.jobTimeMs'),
    },
    leader: {
      rowsEveryMs: number('leader.rowsEveryMs'),
      deliveriesEveryMs: number('leader.deliveriesEveryMs'),
      headsEveryMs: number('leader.headsEveryMs'),
    },
    checks: {
      name: text('checks.name') ?? '',
      failOn: text('checks.failOn') as ServiceConfig['checks']['failOn'],
    },
    gitCache: { bytesMax: number('gitCache.bytesMax') },
    log: {
      level: text('log.level') as LogLevel,
      file: logFile === null ? null : sources.resolvePath(logFile),
      fileBytesMax: number('log.fileBytesMax'),
    },
    runbook: { automatic: (text('runbook.automatic') ?? '').split(/[, ]+/).filter((step) => step !== '') },
    memory: {
      heapLink: sources.resolvePath(text('memory.heapLink') ?? ''),
      heapFolderBytesMax: number('memory.heapFolderBytesMax'),
      nearLimit: text('memory.nearLimit') as ServiceConfig['memory']['nearLimit'],
    },
    watch: { isBuiltIn: text('watch.builtIn') !== 'off' },
    traces: { url: text('traces.url'), headers: text('traces.headers') },
    certificates: (text('certificates') ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map((one) => (/^https?:\/\//.test(one) ? one : sources.resolvePath(one))),
    models: readModels(models, sources, problems),
    notifiers: readNotifiers(notifiers, sources, apps, problems),
    heartbeat: readHeartbeat(text('heartbeat.url'), number('heartbeat.everyMs'), problems),
    service: readServiceRecord(sources.file?.name ?? '', service, problems),
  }
  refuseTwins(config.apps, problems)
  const names = config.notifiers.map(({ name }) => name)
  refuseUnknownNotifiers(sources.file?.name ?? '', config.service, names, problems)
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

function refuseTwins(apps: readonly AppConfig[], problems: Problems): void {
  const seen = new Set<string>()
  for (const { name } of apps) {
    if (seen.has(name))
      problems.push({ where: 'apps', wrong: `two Apps are called ${name}`, mend: 'rename one' })
    seen.add(name)
  }
}
