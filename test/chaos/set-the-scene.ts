/** Everything that a run needs, started: the servers, the host with its repositories, the service, those who watch. */
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../../sim/github/faults/seeded-random.ts'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../sim/github/simulated-github.ts'
import type { RegisteredApp } from '../../sim/github/simulated-github-options.ts'
import { freePort } from '../world/free-port.ts'
import { registerOurApp } from '../world/our-app.ts'
import { until } from '../world/until.ts'
import type { ChaosOptions } from './chaos-options.ts'
import { createDatabaseView, type DatabaseView } from './database-view.ts'
import { createRepositories } from './play-events.ts'
import type { Recovery } from './recovery.ts'
import { type Server, type ServerPlaces, startPostgres, startRedis } from './start-servers.ts'
import { type Services, startServices } from './start-services.ts'
import type { Supervised } from './supervised.ts'
import { type LeftoverWatch, watchLeftovers } from './watch-leftovers.ts'
import { type TakeoverWatch, watchTakeovers } from './watch-takeovers.ts'

export interface Scene {
  readonly folder: string
  readonly temporary: string
  readonly github: SimulatedGitHub
  readonly app: RegisteredApp
  readonly database: DatabaseView
  readonly postgres: Server
  readonly redis: Server | null
  readonly services: Services
  readonly leftovers: LeftoverWatch
  readonly takeovers: TakeoverWatch
  /** The next Redis comes back empty. */
  readonly loseRedisData: () => void
}

const webhookSecret = 'the secret of this run alone'

export async function setTheScene(
  options: ChaosOptions,
  folder: string,
  undo: (() => unknown)[],
  destroy: Supervised[],
  recovery: Recovery,
): Promise<Scene> {
  const random = seededRandom(options.seed + 1)
  const restartDelayMs = () => 200 + Math.floor(random() * 1_300)
  // PostgreSQL runs as another user, who passes through here to its data.
  chmodSync(folder, 0o711)
  const [logs, temporary, data] = ['logs', 'tmp', 'data'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const path of [logs, temporary, data]) mkdirSync(path)
  const places: ServerPlaces = { folder, logs, restartDelayMs }
  let isRedisLost = false
  const takeLoss = () => {
    const wasLost = isRedisLost
    isRedisLost = false
    return wasLost
  }
  const postgres = await startPostgres(places)
  destroy.push(postgres.process)
  const redis = options.queue === 'redis' ? await startRedis(places, takeLoss) : null
  if (redis !== null) destroy.push(redis.process)
  const github = await startSimulatedGitHub({
    seed: options.seed,
    rateLimits: 'unlimited',
    webhookTimeoutMs: 5_000,
  })
  undo.push(() => github.close())
  const app = await registerOurApp(github)
  await createRepositories(github, app.appId, options.repositories)
  const webPort = await freePort()
  github.setWebhook(app.appId, { url: `http://127.0.0.1:${webPort}/webhook`, secret: webhookSecret })
  const services = startServices({
    webPort,
    logs,
    cwd: data,
    restartDelayMs,
    onLine: (line) => recovery.onLine(line),
    env: {
      TMPDIR: temporary,
      AUTOGEN_CHAOS_RUN: folder,
      AUTOGEN_DATA_FOLDER: data,
      DATABASE_URL: postgres.url,
      ...(redis === null ? {} : { REDIS_URL: redis.url }),
      AUTOGEN_METRICS_PORT: '0',
      AUTOGEN_APP_ID: String(app.appId),
      AUTOGEN_APP_PRIVATE_KEY: app.privateKeyPem,
      AUTOGEN_WEBHOOK_SECRET: webhookSecret,
      AUTOGEN_GITHUB_API_URL: github.apiUrl,
      AUTOGEN_WRITE_SPACING_MS: '0',
      AUTOGEN_WORKER_LEASE_MS: '4000',
      // A dozen kills a minute use tries up faster than anything that happens to a service.
      AUTOGEN_WORKER_ATTEMPTS_MAX: '12',
      AUTOGEN_LEADER_ROWS_EVERY_MS: '1000',
      AUTOGEN_LEADER_DELIVERIES_EVERY_MS: '4000',
      AUTOGEN_LEADER_HEADS_EVERY_MS: '10000',
    },
  })
  destroy.push(...Object.values(services).flat())
  await until(() => answersHttp(`http://127.0.0.1:${webPort}/live`), 60_000)
  const database = createDatabaseView(postgres.url)
  undo.push(() => database.close())
  const leftovers = watchLeftovers()
  undo.push(() => {
    leftovers.clear()
    leftovers.stop()
  })
  const takeovers = watchTakeovers(database, recovery.takeovers)
  undo.push(() => takeovers.stop())
  const loseRedisData = () => {
    isRedisLost = true
  }
  return {
    folder,
    temporary,
    github,
    app,
    database,
    postgres,
    redis,
    services,
    leftovers,
    takeovers,
    loseRedisData,
  }
}

async function answersHttp(url: string): Promise<boolean> {
  return (await fetch(url)).ok
}
