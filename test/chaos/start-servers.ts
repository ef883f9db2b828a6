/** The real PostgreSQL and Redis of a run, each kept by the driver, each with its data on the disk. */
import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { findBinaries } from '../../src/adapters/embedded-postgres/find-binaries.ts'
import { freePort } from '../world/free-port.ts'
import { until } from '../world/until.ts'
import { createSupervised, type Supervised } from './supervised.ts'

export interface Server {
  readonly process: Supervised
  readonly url: string
}

export interface ServerPlaces {
  readonly folder: string
  readonly logs: string
  readonly restartDelayMs: () => number
}

const environment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }
const nobody = 65_534

export async function startPostgres({ folder, logs, restartDelayMs }: ServerPlaces): Promise<Server> {
  const found = findBinaries()
  if (!found.ok) throw new Error(`${found.failure.message} ${found.failure.remedy}`)
  const data = join(folder, 'postgres')
  mkdirSync(data, { mode: 0o700 })
  // PostgreSQL refuses to run as root.
  const account = process.geteuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined
  if (account !== undefined) chownSync(data, account.uid, account.gid)
  const made = spawnSync(
    found.value.initdb,
    ['-D', data, '-U', 'autogen', '-E', 'UTF8', '--locale=C', '-A', 'trust'],
    { cwd: '/', env: environment, encoding: 'utf8', ...account },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    restart_after_crash: 'on',
    max_connections: '200',
    shared_buffers: '32MB',
  }
  const supervised = createSupervised({
    name: 'postgres',
    program: found.value.postgres,
    args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: environment,
    cwd: '/',
    ...(account === undefined ? {} : { account }),
    logFile: join(logs, 'postgres.log'),
    stopSignal: 'SIGINT',
    diesWhole: true,
    restartDelayMs,
  })
  supervised.start()
  const url = `postgresql://autogen@127.0.0.1:${port}/postgres`
  await until(() => answersQueries(url), 60_000)
  return { process: supervised, url }
}

/** @param isEmptied asked before each start after a kill: whether its data is lost */
export async function startRedis(
  { folder, logs, restartDelayMs }: ServerPlaces,
  isEmptied: () => boolean,
): Promise<Server> {
  const program = 'redis-server'
  if (spawnSync(program, ['--version']).error !== undefined)
    throw new Error(`${program} is not installed; on Debian: apt-get install redis-server`)
  const data = join(folder, 'redis')
  mkdirSync(data)
  const port = await freePort()
  const supervised = createSupervised({
    name: 'redis',
    program,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', data, '--save', ''],
      ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'],
    ],
    env: environment,
    cwd: data,
    logFile: join(logs, 'redis.log'),
    stopSignal: 'SIGTERM',
    diesWhole: true,
    restartDelayMs,
    beforeRestart: () => {
      if (isEmptied()) rmSync(join(data, 'appendonlydir'), { recursive: true, force: true })
    },
  })
  supervised.start()
  return { process: supervised, url: `redis://127.0.0.1:${port}` }
}

export async function answersQueries(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
