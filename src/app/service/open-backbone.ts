/** Makes what every role stands on, in the order in which things need each other. */

import { createCircuits } from '../../adapters/circuit-cockatiel/create-circuits.ts'
import { createCodeHost } from '../../adapters/github/create-code-host.ts'
import { createLog } from '../../adapters/log-pino/create-log.ts'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import type { LogLevel, ServiceConfig } from '../../config/service/service-config.ts'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import { createCacheBook } from '../../ops/caches/create-cache-book.ts'
import { createRecentLines } from '../../ops/incidents/recent-lines.ts'
import { indicators } from '../../ops/indicators/indicators.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Backbone, StartFailure } from './backbone.ts'
import { modelSecrets } from './model-secrets.ts'
import { notifierSecrets } from './notifier-secrets.ts'
import { openDatabase } from './open-database.ts'
import { openQueue } from './open-queue.ts'
import { openSecurity } from './open-security.ts'
import { openTracer } from './open-tracer.ts'
import { userAgent } from './user-agent.ts'
import { openNotifications } from './watch/notifications.ts'

export interface OpenOptions {
  /** As every line of the log says. */
  readonly role: string
  readonly logLevel: LogLevel
  /** Default: what it was opened with. */
  readonly readDeclared?: Backbone['readDeclared']
}

export const clock: Clock = { now: Date.now }

export async function openBackbone(
  config: ServiceConfig,
  { role, logLevel, readDeclared }: OpenOptions,
): Promise<Outcome<Backbone, StartFailure>> {
  const troubles = createRecentLines()
  const log = createLog({
    level: logLevel,
    fields: { role, pid: process.pid },
    secrets: secretsOf(config),
    onTrouble: troubles.add,
    ...(config.log.file === null || logLevel === 'silent'
      ? {}
      : { file: { path: config.log.file, bytesMax: config.log.fileBytesMax } }),
  })
  const meter = createPrometheusMeter(indicators)
  // Before anything is recorded: a counter that is born at its first call tells no increase of it.
  for (const { name: provider } of config.models.providers)
    meter.count('autogen_model_calls_total', { provider, outcome: 'answered' }, 0)
  const caches = createCacheBook(meter)
  const database = await openDatabase(config, log)
  if (!database.ok) return database
  const { connection } = database.value
  const queue = await openQueue(config.redisUrl, connection, log)
  if (!queue.ok) {
    await database.value.close()
    return queue
  }
  const store = await openStore({ connection, log })
  const security = await openSecurity({ store, secrets: secretsOf(config), clock, log, meter })
  const { guard } = security
  const tracer = await openTracer(config, role)
  const hosts = config.apps.map(({ apiUrl, ...app }) =>
    createCodeHost({
      app: { ...app, baseUrl: apiUrl },
      rates: store.rates,
      clock,
      log,
      meter,
      caches,
      guard,
      tracer,
      userAgent,
    }),
  )
  const hostOf = new Map(hosts.map((host) => [host.app, host]))
  return succeed({
    config,
    store,
    queue: queue.value.queue,
    mirrorWaiting: queue.value.mirrorWaiting,
    circuits: createCircuits({ rows: store.circuits, log }),
    hosts: hostOf,
    notifications: openNotifications({ config, store, hosts: hostOf, security, log, meter }),
    log,
    meter,
    security,
    tracer,
    caches,
    troubles,
    facts: {
      store: database.value.description,
      queue: queue.value.description,
      apps: config.apps.map(({ name }) => name).join(', ') || 'none',
    },
    degraded: queue.value.warnings,
    readDeclared: readDeclared ?? (() => succeed(config)),
    async close() {
      await tracer.close()
      await queue.value.queue.close()
      await store.close()
      await database.value.close()
    },
  })
}

export function secretsOf({ databaseUrl, redisUrl, apps, ...config }: ServiceConfig): readonly string[] {
  const passwords = [databaseUrl, redisUrl].flatMap((url) => (url === null ? [] : [url, passwordIn(url)]))
  return [
    ...passwords,
    ...apps.flatMap(({ privateKey, webhookSecrets }) => [privateKey, ...webhookSecrets]),
    ...notifierSecrets(config),
    ...modelSecrets(config.models, process.env),
  ]
}

function passwordIn(url: string): string {
  return /^[a-z+]+:\/\/[^:@/]*:([^@/]*)@/.exec(url)?.[1] ?? ''
}
