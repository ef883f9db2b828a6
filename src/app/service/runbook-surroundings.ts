/**
 * What is here where steps run, and what each of them sees of our environment: the settings of the service for those that
 * call `autogen-bot`, which reads its own secrets, and for the others nothing but addresses.
 */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ServiceConfig } from '../../config/service/service-config.ts'
import type { Surroundings } from '../../ops/runbook/runbook.ts'
import type { Need } from '../../ops/runbook/runbook-page.ts'

type Env = Readonly<Record<string, string | undefined>>

const programFolder = fileURLToPath(new URL('../../../bin', import.meta.url))
/** How a Redis is reached when nothing else is said. */
const redisPort = '6379'

export function createSurroundings(config: ServiceConfig, env: Env = process.env): Surroundings {
  const path = [programFolder, dirname(process.execPath), env.PATH ?? ''].join(delimiter)
  const redis = redisAddress(config.redisUrl)
  const given = {
    PATH: path,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    TERM: 'dumb',
    NO_COLOR: '1',
    HOME: homedir(),
    AUTOGEN_DATA_FOLDER: config.dataFolder,
    AUTOGEN_HEAP_LINK: config.memory.heapLink,
    AUTOGEN_API_URL: config.apps[0]?.apiUrl ?? '',
    AUTOGEN_URL: localUrl(config, config.http.port),
    AUTOGEN_METRICS_URL: localUrl(config, config.metrics.port),
    AUTOGEN_LOG_FILE: config.log.file ?? '',
    AUTOGEN_REDIS_HOST: redis?.host ?? '',
    AUTOGEN_REDIS_PORT: redis?.port ?? '',
  }
  return {
    absence: async (need) => absence(need, config, env, path),
    env: (step) => ({
      ...given,
      ...(/\bautogen-bot\b/.test(step.command) ? settingsOf(config, env) : {}),
      ...(step.needs.includes('redis') && redis?.password ? { REDISCLI_AUTH: redis.password } : {}),
      ...(step.needs.includes('kubernetes') ? pick(env, /^(?:KUBECONFIG|KUBERNETES_\w+)$/) : {}),
    }),
  }
}

function absence(need: Need, config: ServiceConfig, env: Env, path: string): string | null {
  switch (need) {
    case 'kubernetes':
      return (
        without('kubectl', path) ?? (isInCluster(env) ? null : 'The service does not run in Kubernetes here.')
      )
    case 'redis':
      return redisAbsence(config.redisUrl) ?? without('redis-cli', path)
    case 'log-file':
      if (config.log.file === null)
        return 'The log is not kept in a file here (AUTOGEN_LOG_FILE); look where standard output goes.'
      return existsSync(config.log.file)
        ? null
        : 'The log file is not there: no process here has written one.'
    case 'service-address':
      return config.http.port === 0 || config.metrics.port === 0
        ? 'The service takes any free port here, so its address is not known.'
        : null
    case 'app':
      return config.apps.length === 0 ? 'No GitHub App is configured.' : null
    case 'curl':
    case 'ps':
      return without(need, path)
    case 'heap-snapshot':
      return existsSync(config.memory.heapLink) ? null : 'No heap snapshot was taken yet.'
  }
}

function isInCluster(env: Env): boolean {
  return env.KUBERNETES_SERVICE_HOST !== undefined || env.KUBECONFIG !== undefined
}

/** @returns a sentence when the program is not there */
function without(program: string, path: string): string | null {
  const isThere = path.split(delimiter).some((folder) => isExecutable(join(folder, program)))
  return isThere ? null : `${program} is not installed here.`
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function redisAbsence(url: string | null): string | null {
  if (url === null) return 'The queue is in PostgreSQL here, not in Redis.'
  if (url.startsWith('redis+sentinel:'))
    return 'Redis is found through Sentinels here; "queue status" tells the same.'
  return url.startsWith('rediss:') ? 'Redis is reached over TLS here; "queue status" tells the same.' : null
}

function redisAddress(url: string | null) {
  const found = /^redis(?:\+cluster)?:\/\/(?:[^:@/]*:([^@/]*)@)?([^:,/?]+|\[[^\]]+\])(?::([0-9]+))?/.exec(
    url ?? '',
  )
  if (found === null) return null
  const [, password, host = '', port = redisPort] = found
  return { host, port, password: password === undefined ? null : decodeURIComponent(password) }
}

/** On this machine, whatever addresses it listens on. */
function localUrl({ http }: ServiceConfig, port: number): string {
  const host = ['0.0.0.0', '::', ''].includes(http.host) ? '127.0.0.1' : http.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function settingsOf(config: ServiceConfig, env: Env): Readonly<Record<string, string>> {
  const named = namedInFile(config.file)
  return {
    ...pick(env, /^(?:AUTOGEN_\w+|(?:DATABASE_URL|REDIS_URL)(?:_FILE)?|NODE_EXTRA_CA_CERTS|PG\w+)$/),
    ...pick(env, /^(?:https?_proxy|no_proxy)$/i),
    ...Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (named.has(name) ? [[name, value ?? '']] : [])),
    ),
    AUTOGEN_DATA_FOLDER: config.dataFolder,
    ...(config.file === null ? {} : { AUTOGEN_CONFIG: config.file }),
  }
}

/** Variables that the file names as the place of a secret: `urlEnv: SLACK_URL`. */
function namedInFile(file: string | null): ReadonlySet<string> {
  if (file === null) return new Set()
  try {
    const names = readFileSync(file, 'utf8').matchAll(/\w*Env["']?[ \t]*:[ \t]*["']?([A-Za-z_]\w*)/g)
    return new Set([...names].map((found) => found[1] as string))
  } catch {
    return new Set()
  }
}

function pick(env: Env, pattern: RegExp): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      pattern.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  )
}
