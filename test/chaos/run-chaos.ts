/**
 * One run: the outside, the servers and the service are started, people act while processes are killed, then there is
 * peace, and then everything is looked at. Leaves nothing behind but, when something was wrong, a folder with the logs.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../sim/github/faults/seeded-random.ts'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../sim/github/simulated-github.ts'
import type { RegisteredApp } from '../../sim/github/simulated-github-options.ts'
import { appEvents, appPermissions } from '../../src/config/service/app-permissions.ts'
import { until } from '../world/until.ts'
import type { ChaosOptions } from './chaos-options.ts'
import type { ChaosReport } from './chaos-report.ts'
import { createDatabaseView, type DatabaseView } from './database-view.ts'
import { faultRules } from './fault-rules.ts'
import { createPlayer, createRepositories } from './play-events.ts'
import { descendantsOf, listProcesses } from './processes.ts'
import { createRecovery, type Recovery } from './recovery.ts'
import { createSchedule, type Kill } from './schedule.ts'
import { freePort, type Server, type ServerPlaces, startPostgres, startRedis } from './start-servers.ts'
import { type Services, startServices } from './start-services.ts'
import { type Supervised, signal } from './supervised.ts'
import { verify } from './verify.ts'
import { waitForQuiet } from './wait-for-quiet.ts'
import { type LeftoverWatch, watchLeftovers } from './watch-leftovers.ts'
import { type TakeoverWatch, watchTakeovers } from './watch-takeovers.ts'

export type OnProgress = (words: string) => void

const webhookSecret = 'the secret of this run alone'
const stopMsMax = 40_000
/** What a killed process has started may need so long to notice. */
const leftoverGraceMs = 15_000

interface Scene {
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
  readonly loseRedisData: (isLost: boolean) => void
}

export async function runChaos(options: ChaosOptions, onProgress: OnProgress): Promise<ChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-chaos-'))
  const undo: (() => unknown)[] = []
  const destroy: Supervised[] = []
  const destroyAll = () => {
    for (const one of destroy) one.destroy()
  }
  process.once('exit', destroyAll)
  let isGood = false
  try {
    const report = await play(options, folder, undo, destroy, onProgress)
    isGood = report.wrong.length === 0
    return report
  } finally {
    destroyAll()
    process.removeListener('exit', destroyAll)
    for (const step of undo.reverse()) await step()
    if (isGood && !options.keepsLogs) rmSync(folder, { recursive: true, force: true })
    else
      for (const name of ['postgres', 'redis', 'data', 'tmp'])
        rmSync(join(folder, name), { recursive: true, force: true })
  }
}

async function play(
  options: ChaosOptions,
  folder: string,
  undo: (() => unknown)[],
  destroy: Supervised[],
  onProgress: OnProgress,
): Promise<ChaosReport> {
  const beganMs = Date.now()
  const schedule = createSchedule(options)
  const recovery = createRecovery()
  onProgress('starting')
  const scene = await setTheScene(options, folder, undo, destroy, recovery)
  const { github, app, database, services, leftovers, takeovers } = scene
  const player = createPlayer(github)
  const all = [
    ...Object.values(services).flat(),
    scene.postgres.process,
    ...(scene.redis ? [scene.redis.process] : []),
  ]
  const kills = new Map<string, number>()
  let killed = 0
  let lastKillMs = 0
  let played = 0

  const tell = () => onProgress(`${played}/${options.events} events, ${killed}/${options.kills} kills`)
  const strike = async (kill: Kill) => {
    const victim = victimOf(scene, kill)
    if (kill.manner === 'one-backend') await killBackend(victim)
    else {
      if (kill.manner === 'comes-back-empty') scene.loseRedisData(true)
      const { pid, atMs, left } = await victim.kill()
      recovery.onKill(kill.kind, atMs, pid)
      // What servers leave is killed with them.
      if (kill.kind !== 'postgres' && kill.kind !== 'redis') leftovers.onKilled(left, atMs)
      if (kill.kind === 'worker') takeovers.onWorkerKilled(pid, atMs)
      lastKillMs = atMs
    }
    const name = kill.manner === 'process' ? kill.kind : `${kill.kind} (${kill.manner.replaceAll('-', ' ')})`
    kills.set(name, (kills.get(name) ?? 0) + 1)
    killed += 1
    tell()
  }

  github.faults.set(...faultRules)
  const startedMs = Date.now()
  await Promise.all([
    player.play(schedule.events, startedMs, (count) => {
      played = count
      tell()
    }),
    (async () => {
      for (const kill of schedule.kills) {
        await sleep(Math.max(0, startedMs + kill.atMs - Date.now()))
        await strike(kill)
      }
    })(),
  ])
  github.faults.clear()
  const calmMs = Date.now()
  const pulls = [...player.pulls.values()]
  const parts = { github, app, database, pulls }
  const waitsFor = await waitForQuiet(parts, options.quietMsMax, (words) =>
    onProgress(`calm; waiting for: ${words}`),
  )
  const quietMs = Date.now() - calmMs
  const notTaken = await takeovers.settled(1_000)
  onProgress('looking at everything')
  const wrong = [
    ...(waitsFor === null ? [] : [`not quiet after ${options.quietMsMax / 1000} s: ${waitsFor}`]),
    ...(notTaken === 0 ? [] : [`${notTaken} jobs of killed workers were not taken over`]),
    ...(await verify(parts)),
  ]
  const mine = Object.values(services)
    .flat()
    .flatMap(({ pid }) => withDescendants(pid()))
  const decent = await Promise.all(
    Object.values(services)
      .flat()
      .map((one) => one.stop(stopMsMax)),
  )
  if (decent.includes(false)) wrong.push('a service had to be killed because it did not end when asked')
  const counted = leftovers.figures()
  leftovers.onKilled(mine, Date.now())
  const orphans = await leftovers.remaining(leftoverGraceMs)
  wrong.push(...orphans.map((words) => `still runs: ${words}`))
  const folders = readdirSync(scene.temporary)
  const fresh = folders.filter((name) => statSync(join(scene.temporary, name)).birthtimeMs > lastKillMs)
  wrong.push(...fresh.map((name) => `temporary folder ${name} was left by a process that ended in peace`))
  return {
    options,
    folder,
    wrong,
    events: player.counts,
    pulls: { all: pulls.length, open: pulls.filter(({ isOpen }) => isOpen).length },
    kills,
    ownEnds: endsOf(all),
    faults: github.faults.hits,
    published: publishedIn(github, app, pulls),
    deliveries: deliveriesOf(github, app),
    requests: github.requests.total,
    outcomes: recovery.outcomes,
    broughtBack: recovery.broughtBack,
    recoveryTimes: recovery.times(github.deliveries(app.appId)),
    leftovers: { ...counted, folders: folders.length },
    stormMs: calmMs - startedMs,
    quietMs,
    durationMs: Date.now() - beganMs,
  }
}

async function setTheScene(
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
  const permissions = Object.fromEntries(appPermissions.map(({ name, access }) => [name, access]))
  const app = await github.registerApp({ slug: 'autogen', permissions, events: appEvents })
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
  const loseRedisData = (isLost: boolean) => {
    isRedisLost = isLost
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

function victimOf({ services, postgres, redis }: Scene, { kind, which }: Kill): Supervised {
  if (kind === 'postgres') return postgres.process
  if (kind === 'redis') return redis?.process ?? postgres.process
  const those = services[kind]
  const victim = those[which % those.length]
  if (victim === undefined) throw new Error(`there is no ${kind}`)
  return victim
}

/** The server ends all its other processes then, and recovers by itself. */
async function killBackend(server: Supervised): Promise<void> {
  const pid = server.pid()
  const [victim] = pid === null ? [] : descendantsOf(pid).slice(-1)
  if (victim !== undefined) signal(victim.pid, 'SIGKILL')
}

function withDescendants(pid: number | null) {
  const all = listProcesses()
  return pid === null ? [] : [...all.filter((one) => one.pid === pid), ...descendantsOf(pid, all)]
}

function endsOf(all: readonly Supervised[]): ReadonlyMap<string, number> {
  const ends = all.flatMap(({ name, ownEnds }) => ownEnds.map((how) => `${name} with ${how}`))
  return new Map(ends.map((end) => [end, ends.filter((other) => other === end).length]))
}

function publishedIn(
  github: SimulatedGitHub,
  { botLogin }: RegisteredApp,
  pulls: readonly { readonly repository: string; readonly number: number }[],
) {
  const views = pulls.map(({ repository, number }) => github.pull(repository, number))
  return {
    reviews: views.flatMap(({ reviews }) => reviews.filter(({ user }) => user?.login === botLogin)).length,
    threads: views.flatMap(({ threads }) => threads).length,
    checkRuns: github.checkRuns().length,
  }
}

function deliveriesOf(github: SimulatedGitHub, { appId }: RegisteredApp) {
  const all = github.deliveries(appId)
  return {
    sent: new Set(all.map(({ guid }) => guid)).size,
    accepted: all.filter(({ statusCode }) => statusCode === 202).length,
    refused: all.filter(({ statusCode }) => statusCode !== 202).length,
    redelivered: all.filter(({ isRedelivery }) => isRedelivery).length,
  }
}
