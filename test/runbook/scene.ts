/** One bot with Redis on a simulated GitHub, its settings in a file, and everything that a step looks for beside it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { createShell } from '../../src/adapters/shell/create-shell.ts'
import type { Backbone } from '../../src/app/service/backbone.ts'
import { openBackbone } from '../../src/app/service/open-backbone.ts'
import { openRunbook } from '../../src/app/service/operate/runbook.ts'
import { createSurroundings } from '../../src/app/service/runbook-surroundings.ts'
import { readServiceConfig } from '../../src/config/service/read-service-config.ts'
import type { ServiceConfig } from '../../src/config/service/service-config.ts'
import type { Runbook } from '../../src/ops/runbook/runbook.ts'
import type { RunbookStep } from '../../src/ops/runbook/runbook-page.ts'
import { eventually } from '../world/eventually.ts'
import { freePort } from '../world/free-port.ts'
import { createHostedWorld, type HostedWorld } from '../world/hosted-world.ts'
import { type RedisServer, startRedis } from '../world/redis.ts'
import { openRiskyPull, openShop, shop } from '../world/shop.ts'

const never = new AbortController().signal
const shell = createShell({ folder: tmpdir() })

export interface Scene {
  readonly world: HostedWorld
  readonly redis: RedisServer
  readonly redisSocket: string
  readonly backbone: Backbone
  readonly runbook: Runbook
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  readonly repository: number
  readonly installation: number
}

export async function setScene(): Promise<Scene> {
  const folder = temporaryFolder()
  const redisSocket = join(folder, 'redis.sock')
  const redis = await startRedis(['--unixsocket', redisSocket])
  onTestFinished(() => redis.stop())
  const world = await createHostedWorld({ redisUrl: redis.url })
  const file = join(folder, 'service.yaml')
  writeFileSync(file, serviceFile(await startReceiver()))
  mkdirSync(join(folder, 'tmp'))
  const env = {
    ...world.env,
    PATH: process.env.PATH ?? '',
    AUTOGEN_CONFIG: file,
    HOOK_SECRET: 'a secret of the hook',
    AUTOGEN_HTTP_PORT: String(await freePort()),
    AUTOGEN_METRICS_PORT: String(await freePort()),
    AUTOGEN_LOG_FILE: join(folder, 'bot.log'),
    AUTOGEN_HEAP_LINK: join(folder, 'tmp', 'heapdump.hprof'),
  }
  await openShop(world)
  await world.serve({ env })
  const number = await openRiskyPull(world)
  const opened = await openBackbone(configOf(env), { role: 'test', logLevel: 'silent' })
  if (!opened.ok) throw new Error(opened.failure.message)
  const backbone = opened.value
  onTestFinished(() => backbone.close())
  await world.reviewed(shop, number)
  const job = await eventually('the review', async () => {
    const found = await backbone.store.jobs.find('1' as never)
    return found?.state === 'done' && found.task.kind === 'review' && found.task.pullRequest.repository
  })
  const scene = { world, redis, redisSocket, backbone, runbook: openRunbook(backbone, env), env, folder }
  await prepare(scene)
  return { ...scene, repository: job.id, installation: job.installation }
}

/** What changes need to have something to change. */
async function prepare({ backbone, env }: Pick<Scene, 'backbone' | 'env'>): Promise<void> {
  const surroundings = createSurroundings(backbone.config, env)
  for (const command of [
    'autogen-bot access create --name lost-laptop',
    'autogen-bot incident declare --severity P1 a drill',
    'autogen-bot maintenance run daily >/dev/null || true',
  ]) {
    const step = { command, needs: [] as const } as unknown as RunbookStep
    const result = await shell.run(
      { command, env: surroundings.env(step), timeoutMs: 60_000, outputBytesMax: 65_536 },
      never,
    )
    expect({ command, ...result }).toMatchObject({ command, exitCode: 0, stderr: '' })
  }
}

export function configOf(env: Readonly<Record<string, string>>): ServiceConfig {
  const name = env.AUTOGEN_CONFIG
  const config = readServiceConfig({
    file: name === undefined ? null : { name, text: serviceFileText },
    env,
    flags: {},
    readSecretFile: () => null,
    resolvePath: (path) => path,
  })
  if (!config.ok) throw new Error(JSON.stringify(config.failure))
  return config.value
}

let serviceFileText = ''

function serviceFile(hook: string): string {
  serviceFileText = `
notifiers:
  - { name: hook, kind: webhook, url: ${hook}, secretEnv: HOOK_SECRET, channel: true }
service:
  owners: [sre]
  contacts:
    - { name: ada, role: on call, notifiers: [hook] }
    - { name: eve, role: manager, notifiers: [hook] }
    - { name: bob, role: director, notifiers: [hook] }
  escalation:
    - { name: on-call, contacts: [ada] }
    - { name: manager, contacts: [eve] }
    - { name: director, contacts: [bob] }
`
  return serviceFileText
}

/** @returns its address */
async function startReceiver(): Promise<string> {
  const server = createServer((request, response) => request.resume().on('end', () => response.end('ok')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-runbook-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
