/**
 * What a drill plays on: a real PostgreSQL and a real Redis behind wires that can be cut, the simulated GitHub, a scripted
 * model, people who push, the service as one process with everything of its watch on, and a pager. The watch's clock runs faster than
 * the machine's, so that an alert that waits five minutes is seen within seconds; thresholds and waits are the real ones.
 */
import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../sim/github/simulated-github.ts'
import { scenariosFolder } from '../../sim/model/scenario/read-scenario.ts'
import { type ScriptedModel, startScriptedModel } from '../../sim/model/scripted-model.ts'
import { drillSinceVariable, drillSpeedVariable } from '../../src/app/service/watch/watch-clock.ts'
import { startPostgres, startRedis } from '../chaos/start-servers.ts'
import { freePort } from '../world/free-port.ts'
import { registerOurApp, settingsOfApp } from '../world/our-app.ts'
import { type ServiceProcess, startServiceProcess } from '../world/service-process.ts'
import { type ApiClient, createApiClient } from './api-client.ts'
import { certificateOfDays } from './certificate.ts'
import { inspectorUrlIn } from './inspector.ts'
import { type Load, startLoad } from './load.ts'
import { type Pager, startPager } from './pager.ts'
import { type Relay, startRelay } from './relay.ts'

export interface Stage {
  readonly folder: string
  readonly github: SimulatedGitHub
  readonly load: Load
  readonly pager: Pager
  readonly store: Relay
  readonly redis: Relay
  readonly model: ScriptedModel
  readonly databaseUrl: string
  readonly service: ServiceProcess
  /** Nothing that comes after it means anything. */
  readonly hasEnded: () => boolean
  readonly url: string
  /** Of the service's debugger. */
  readonly inspectorUrl: string
  readonly api: ApiClient
  readonly webhookSecret: string
  /** Holds the data folder; of a size that can be filled. */
  readonly disk: { readonly folder: string; readonly bytes: number } | null
  readonly certificateFile: string
  readonly configFile: string
  /** Of the service, for commands that are meant for it. */
  readonly env: Readonly<Record<string, string>>
  /** Milliseconds of the machine for so many of the watch. */
  readonly realMs: (watchMs: number) => number
  readonly speed: number
}

const diskBytes = 64 * 1024 * 1024
/** Small enough for a leak to be felt, large enough to work in. */
export const heapMiB = 256
/** What the people of the drill do not use up; the hour is short because a budget comes back with the next one only. */
export const plenty = {
  ...{ corePerHour: 100_000, graphqlPerHour: 100_000, hourMs: 45_000 },
  ...{ contentPerMinute: 100_000, contentPerHour: 1_000_000 },
  ...{ restPointsPerMinute: 1_000_000, graphqlPointsPerMinute: 1_000_000, concurrentMax: 1_000 },
}
const webhookSecret = 'the secret of this drill alone'

export async function setTheStage(folder: string, speed: number, undo: (() => unknown)[]): Promise<Stage> {
  chmodSync(folder, 0o711)
  const [logs, data] = ['logs', 'data'].map((name) => join(folder, name)) as [string, string]
  for (const path of [logs, data]) mkdirSync(path)
  const disk = mountSmallDisk(data, undo)
  const places = { folder, logs, restartDelayMs: () => 500 }
  const postgres = await startPostgres(places)
  undo.push(() => postgres.process.destroy())
  const redisServer = await startRedis(places, () => false)
  undo.push(() => redisServer.process.destroy())
  const store = await startRelay(placeOf(postgres.url))
  undo.push(() => store.close())
  const redis = await startRelay(placeOf(redisServer.url))
  undo.push(() => redis.close())
  const github = await startSimulatedGitHub({ rateLimits: plenty, webhookTimeoutMs: 5_000 })
  undo.push(() => github.close())
  const app = await registerOurApp(github)
  const pager = await startPager()
  undo.push(() => pager.close())
  const model = await startScriptedModel({ scenario: join(scenariosFolder, 'default.yaml') })
  undo.push(() => model.close())
  const certificateFile = join(folder, 'certificate.pem')
  certificateOfDays(certificateFile, 90)
  const configFile = join(folder, 'autogen-bot.service.yaml')
  writeFileSync(configFile, settingsFile(pager, model))
  const env = {
    ...settingsOfApp(github, app, webhookSecret),
    // Known ones: pages of the runbook ask the service at its address.
    AUTOGEN_HTTP_PORT: String(await freePort()),
    AUTOGEN_METRICS_PORT: String(await freePort()),
    AUTOGEN_CONFIG: configFile,
    AUTOGEN_DATA_FOLDER: data,
    DATABASE_URL: `postgresql://autogen@127.0.0.1:${store.port}/postgres`,
    REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    AUTOGEN_CERTIFICATES: certificateFile,
    PAGER_SECRET: pager.secret,
    AUTOGEN_LEADER_ROWS_EVERY_MS: '1000',
    AUTOGEN_LEADER_DELIVERIES_EVERY_MS: '5000',
    AUTOGEN_LEADER_HEADS_EVERY_MS: '10000',
    [drillSpeedVariable]: String(speed),
    [drillSinceVariable]: String(Date.now()),
  }
  const service = startServiceProcess(['--role', 'all'], {
    ...env,
    NODE_OPTIONS: `--inspect=127.0.0.1:0 --max-old-space-size=${heapMiB} --max-semi-space-size=16`,
  })
  undo.push(async () => {
    service.signal('SIGKILL')
    await service.ended()
    const log = [...service.words, ...service.lines.map((line) => JSON.stringify(line))]
    writeFileSync(join(logs, 'service.log'), `${log.join('\n')}\n`)
  })
  let hasEnded = false
  void service.ended().then(() => {
    hasEnded = true
  })
  const { url } = await service.line(({ msg }) => msg === 'listening')
  const inspectorUrl = service.words.map(inspectorUrlIn).findLast((found) => found !== null) ?? ''
  const token = await createToken(env)
  github.setWebhook(app.appId, { url: `${url}/webhook`, secret: webhookSecret })
  const load = await startLoad(github, app.appId, 1_500)
  undo.push(() => load.stop())
  return {
    ...{
      folder,
      github,
      load,
      pager,
      store,
      redis,
      model,
      service,
      webhookSecret,
      disk,
      certificateFile,
      configFile,
    },
    hasEnded: () => hasEnded,
    ...{ env, speed, inspectorUrl, databaseUrl: postgres.url, url: String(url) },
    api: createApiClient(String(url), token),
    realMs: (watchMs) => watchMs / speed,
  }
}

/** Not while this process waits: the wires to the store run through it. */
async function createToken(env: Readonly<Record<string, string>>): Promise<string> {
  const program = join(import.meta.dirname, '..', '..', 'bin', 'autogen-bot.js')
  const words = [
    'access',
    'create',
    '--name',
    'drill',
    '--role',
    'admin',
    '--expires',
    '365d',
    '--format',
    'json',
  ]
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words], {
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  return (JSON.parse(stdout) as { readonly text: string }).text
}

function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port) }
}

/** Null where nobody may mount: then nothing can be filled without filling the machine. */
function mountSmallDisk(folder: string, undo: (() => unknown)[]): Stage['disk'] {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'autogen-bot-drill', folder])
  } catch {
    return null
  }
  undo.push(() => execFileSync('umount', ['-l', folder]))
  return { folder, bytes: diskBytes }
}

/** A request to a model is given up after a second, so that a slow one is seen before a drill is over. */
function settingsFile(pager: Pager, model: ScriptedModel): string {
  return `models:
  providers:
    - { name: scripted, kind: openai-compatible, url: '${model.urls.compatible}' }
  roles: { coder: scripted/large }
  turnTime: 1s
  attemptsMax: 2
notifiers:
  - name: pager
    kind: webhook
    url: ${pager.url}
    secretEnv: PAGER_SECRET
    channel: true
service:
  name: drilled
  contacts:
    - name: On Call
      role: on-call
      notifiers: [pager]
    - name: Manager
      role: engineering-manager
      notifiers: [pager]
  escalation:
    - name: on-call
      contacts: [On Call]
    - name: engineering-manager
      contacts: [Manager]
  businessHours:
    timeZone: UTC
    days: [1, 2, 3, 4, 5, 6, 7]
    from: '00:00'
    to: '23:59'
`
}
