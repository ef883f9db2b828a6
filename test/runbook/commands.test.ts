/**
 * Every command of every page, against one running bot with Redis: looks find what they expect of a healthy service,
 * changes are made by the runbook itself with their verification, and undone; what destroys comes last, on state that is
 * thrown away. After them the commands of the original, as written.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createShell } from '../../src/adapters/shell/create-shell.ts'
import type { Backbone } from '../../src/app/service/backbone.ts'
import { openBackbone } from '../../src/app/service/open-backbone.ts'
import { openRunbook } from '../../src/app/service/operate-runbook.ts'
import { readRunbookPages } from '../../src/app/service/runbook-pages.ts'
import { createSurroundings } from '../../src/app/service/runbook-surroundings.ts'
import { readServiceConfig } from '../../src/config/service/read-service-config.ts'
import type { ServiceConfig } from '../../src/config/service/service-config.ts'
import type { Actor } from '../../src/domain/actor/actor.ts'
import { alertStatesSetting } from '../../src/ops/alerts/stored-states.ts'
import { unmet } from '../../src/ops/runbook/expectation.ts'
import { variableOf } from '../../src/ops/runbook/parameter.ts'
import type { Runbook } from '../../src/ops/runbook/runbook.ts'
import type { RunbookStep } from '../../src/ops/runbook/runbook-page.ts'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld, type HostedWorld } from '../world/hosted-world.ts'
import { type RedisServer, startRedis } from '../world/redis.ts'
import { openRiskyPull, openShop, shop } from '../world/shop.ts'
import { originalCommands } from './original-commands.ts'

vi.setConfig({ testTimeout: 180_000 })

const never = new AbortController().signal
const shell = createShell({ folder: tmpdir() })
const admin: Actor = { name: 'ada', role: 'admin', via: 'cli' }
const { pages } = readRunbookPages()
const atOnce = 4

interface PageStep {
  readonly page: string
  readonly step: RunbookStep
}

const all: readonly PageStep[] = pages.flatMap((page) =>
  page.steps.map((step) => ({ page: page.name, step })),
)
const isForKubernetes = ({ step }: PageStep) => step.needs.includes('kubernetes')

test('every command of every page does what it says on a running bot, and so do those of the original', async () => {
  const scene = await setScene()
  const here = all.filter((one) => !isForKubernetes(one))
  expect(await lookAtAll(scene, here)).toEqual([])
  await scene.backbone.circuits.failed({ kind: 'repository', subject: `main/${scene.repository}` }, 'a test')
  expect(await changeAll(scene, here)).toEqual([])
  await originalCommands(scene)
})

test('the commands for Kubernetes are well-formed; they are run against a script that only reads their words', async () => {
  const folder = temporaryFolder()
  const kubectl = join(folder, 'kubectl')
  writeFileSync(kubectl, fakeKubectl, { mode: 0o755 })
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, KUBECONFIG: join(folder, 'config') }
  const config = configOf({ AUTOGEN_DATA_FOLDER: folder })
  const surroundings = createSurroundings(config, env)
  expect(await surroundings.absence('kubernetes')).toBeNull()
  const wrong = await eachOf(distinct(all.filter(isForKubernetes)), async ([first]) => {
    const { step } = first as PageStep
    const vars = Object.entries(step.example).map(([name, value]) => [variableOf(name), value])
    const result = await shell.run(
      requestOf(step, { ...surroundings.env(step), ...Object.fromEntries(vars) }),
      never,
    )
    const reason = unmet(step.expectations, result)
    return reason === null ? [] : [`${nameOf(first as PageStep)}: ${reason} ${result.stderr}`]
  })
  expect(wrong).toEqual([])
})

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

async function setScene(): Promise<Scene> {
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
  await eventually('the alerts to be evaluated', () => backbone.store.settings.read(alertStatesSetting))
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
    expect(result, command).toMatchObject({ exitCode: 0 })
  }
}

/** Looks that show what a change did are taken after that change. */
async function lookAtAll(scene: Scene, steps: readonly PageStep[]): Promise<readonly string[]> {
  const verifying = new Set(
    steps.flatMap(({ page, step }) =>
      step.kind === 'read' || step.verify === null ? [] : [`${page}/${step.verify}`],
    ),
  )
  const isCalm = (one: PageStep) =>
    ['Diagnosis', 'Verification'].includes(one.step.section) || !verifying.has(nameOf(one))
  const looks = steps.filter((one) => one.step.kind === 'read' && isCalm(one))
  const surroundings = createSurroundings(scene.backbone.config, scene.env)
  return eachOf(distinct(looks.filter(({ step }) => !step.needs.includes('heap-snapshot'))), async (same) => {
    const [first] = same as [PageStep]
    for (const need of first.step.needs) expect(await surroundings.absence(need), need).toBeNull()
    const result = await shell.run(
      requestOf(first.step, { ...surroundings.env(first.step), ...variablesOf(scene, first.step) }),
      never,
    )
    return same.flatMap((one) => {
      const reason = result.ended === 'by-itself' ? unmet(one.step.expectations, result) : result.ended
      return reason === null
        ? []
        : [`${nameOf(one)}: ${reason}\n${result.stdout.slice(0, 2_000)}${result.stderr}`]
    })
  })
}

/** By the runbook, one after the other, each with its undo; the snapshot stops the process for a while, so it comes late. */
async function changeAll(scene: Scene, steps: readonly PageStep[]): Promise<readonly string[]> {
  const changes = distinct(steps.filter(({ step }) => step.kind !== 'read')).map(
    ([first]) => first as PageStep,
  )
  const undos = new Set(
    changes.flatMap(({ page, step }) => (step.undo === null ? [] : [`${page}/${step.undo}`])),
  )
  const byItself = changes.filter((one) => !undos.has(nameOf(one)) || one.step.undo !== null)
  const wrong: string[] = []
  const done = new Set<string>()
  async function run(one: PageStep): Promise<void> {
    const key = keyOf(one.step)
    if (done.has(key)) return
    done.add(key)
    wrong.push(...(await changed(scene, one)))
    const undo =
      one.step.undo === null
        ? undefined
        : steps.find(({ page, step }) => page === one.page && step.id === one.step.undo)
    if (undo !== undefined) await run(undo)
  }
  const isLate = ({ step }: PageStep) => step.kind === 'destroy' || step.command.includes('snapshot')
  for (const one of byItself.filter((each) => !isLate(each))) await run(one)
  for (const one of byItself.filter((each) => isLate(each) && each.step.kind === 'change')) await run(one)
  for (const one of changes.filter(({ step }) => step.kind === 'destroy')) await run(one)
  expect(changes.filter(({ step }) => !done.has(keyOf(step))).map(nameOf)).toEqual([])
  return wrong
}

async function changed({ runbook, ...scene }: Scene, one: PageStep): Promise<readonly string[]> {
  const parameters = Object.fromEntries(
    one.step.parameters.map(({ name }) => [name, valueOf({ runbook, ...scene }, one.step, name)]),
  )
  const request = {
    page: one.page,
    step: one.step.id,
    parameters,
    actor: admin,
    incident: 1,
    isConfirmed: true,
  }
  const ran = await runbook.run(request, never)
  if (!ran.ok) return [`${nameOf(one)}: ${ran.failure.message}`]
  const { result, verification } = ran.value
  return [result, ...(verification === null ? [] : [verification.result])].flatMap(
    ({ verdict, reason, output }) =>
      verdict === 'as-expected' ? [] : [`${nameOf(one)}: ${verdict}. ${reason}\n${output}`],
  )
}

function valueOf(scene: Scene, step: RunbookStep, name: string): string {
  if (name === 'installation') return String(scene.installation)
  if (name === 'breaker') return `repository:main/${scene.repository}`
  return step.example[name] ?? ''
}

function variablesOf(scene: Scene, step: RunbookStep): Readonly<Record<string, string>> {
  return Object.fromEntries(step.parameters.map(({ name }) => [variableOf(name), valueOf(scene, step, name)]))
}

function requestOf(step: RunbookStep, env: Readonly<Record<string, string>>) {
  return { command: step.command, env, timeoutMs: Math.max(step.timeoutMs, 60_000), outputBytesMax: 65_536 }
}

function nameOf({ page, step }: PageStep): string {
  return `${page}/${step.id}`
}

function keyOf({ command, example }: RunbookStep): string {
  return JSON.stringify([command, example])
}

/** Many pages have the same command; it is run once. */
function distinct(steps: readonly PageStep[]): readonly (readonly PageStep[])[] {
  return [...Map.groupBy(steps, ({ step }) => keyOf(step)).values()]
}

async function eachOf<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const waiting = [...items]
  const said: string[] = []
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift())
      said.push(...(await work(item)))
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return said
}

function configOf(env: Readonly<Record<string, string>>): ServiceConfig {
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

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-runbook-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Knows the words of the commands and what they need; answers what a cluster might. */
const fakeKubectl = `#!/bin/sh
all="$*"
need() { case "$all" in *"$1"*) ;; *) echo "misses $1: $all" >&2; exit 64 ;; esac; }
case "$1 $2" in
  "apply -f") need "-f /backup/configs/latest/"; exit 0 ;;
esac
need "-n autogen-bot"
case "$1" in
  get) need "get pods"; echo "NAME READY STATUS RESTARTS AGE" ;;
  top) need "top pods"; echo "NAME CPU MEMORY" ;;
  logs) need "deployment/autogen-bot"; echo '{"rate.limit":{},"msg":"API rate limit exceeded"}'; echo '{"processing_time":1}' ;;
  exec) need " -- ps aux"; echo "USER PID" ;;
  scale) need "--replicas="; echo scaled ;;
  rollout) case "$2" in restart|undo|status) need "deployment/autogen-bot" ;; *) exit 64 ;; esac ;;
  *) exit 64 ;;
esac
`
