/**
 * Everything around the measured service: a PostgreSQL of its own behind doors that count, a simulated GitHub without
 * limits, and the three roles as processes.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../sim/github/simulated-github.ts'
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.ts'
import { silentLog } from '../../src/ports/log/silent-log.ts'
import { registerOurApp, settingsOfApp } from '../../test/world/our-app.ts'
import { type ServiceProcess, startServiceProcess } from '../../test/world/service-process.ts'
import { type CountingDoor, openCountingDoor } from './count-queries.ts'

export interface ServicePlace {
  readonly github: SimulatedGitHub
  readonly appId: number
  readonly web: CountingDoor
  readonly worker: CountingDoor
  /** The worker's process. It is another one after `restartWorker`. */
  workerProcess(): ServiceProcess
  /** @param more environment, besides everything else */
  restartWorker(concurrency: number, more?: Readonly<Record<string, string>>): Promise<void>
  close(): Promise<void>
}

export const owner = 'octo'

const secret = 'a secret of this benchmark alone'
const dayMs = '86400000'

export async function openServicePlace(): Promise<ServicePlace> {
  const undo: (() => Promise<unknown> | unknown)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    return { ...(await open(undo)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function open(undo: (() => Promise<unknown> | unknown)[]): Promise<Omit<ServicePlace, 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-bench-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  // Started by root, the server runs as somebody else, who has to get through to its data.
  chmodSync(folder, 0o711)
  const postgres = await openEmbeddedPostgres({ folder: join(folder, 'postgres'), log: silentLog })
  if (!postgres.ok) throw new Error(postgres.failure.message)
  undo.push(() => postgres.value.stop())
  const { host, port, user, database } = postgres.value.connection
  const door = async () => {
    const opened = await openCountingDoor(join(host, `.s.PGSQL.${port}`))
    undo.push(() => opened.close())
    return { ...opened, url: `postgresql://${user}@127.0.0.1:${opened.port}/${database}` }
  }
  const github = await startSimulatedGitHub({ rateLimits: 'unlimited' })
  undo.push(() => github.close())
  const app = await registerOurApp(github)
  const env = {
    AUTOGEN_DATA_FOLDER: join(folder, 'data'),
    ...settingsOfApp(github, app, secret),
    AUTOGEN_LEADER_DELIVERIES_EVERY_MS: dayMs,
    AUTOGEN_LEADER_HEADS_EVERY_MS: dayMs,
  }
  const start = async (role: string, url: string, more: Record<string, string> = {}) => {
    const service = startServiceProcess(['--role', role], { ...env, DATABASE_URL: url, ...more })
    undo.push(() => endProcess(service))
    const line = await service.line(({ msg }) => msg === 'listening')
    return { service, address: String(line.url) }
  }
  const doors = { web: await door(), worker: await door(), leader: await door() }
  const web = await start('web', doors.web.url)
  await start('leader', doors.leader.url)
  github.setWebhook(app.appId, { url: `${web.address}/webhook`, secret })
  github.organization(owner)
  github.install(app.appId, owner, 'all')
  let current: ServiceProcess | null = null
  return {
    github,
    appId: app.appId,
    web: doors.web,
    worker: doors.worker,
    workerProcess: () => {
      if (current === null) throw new Error('no worker was started')
      return current
    },
    async restartWorker(concurrency, more = {}) {
      if (current !== null) await endProcess(current)
      const words = { ...more, AUTOGEN_WORKER_CONCURRENCY: String(concurrency) }
      current = (await start('worker', doors.worker.url, words)).service
    },
  }
}

async function endProcess(service: ServiceProcess): Promise<void> {
  service.signal('SIGTERM')
  const timer = setTimeout(() => service.signal('SIGKILL'), 10_000)
  await service.ended()
  clearTimeout(timer)
}
