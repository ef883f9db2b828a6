/**
 * Databases for tests: each a copy of one migrated template, on one real server for the whole test run, which the
 * first test that asks starts.
 */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client, type ClientConfig } from 'pg'
import { inject } from 'vitest'
import { soleClaim } from '../../src/adapters/embedded-postgres/claims.ts'
import type { Connection } from '../../src/adapters/embedded-postgres/embedded-postgres.ts'
import { isAlive, type ProcessIdentity } from '../../src/adapters/embedded-postgres/process-identity.ts'
import { migrate } from '../../src/adapters/postgres/migrate/migrate.ts'
import { readMigrations } from '../../src/adapters/postgres/migrate/read-migrations.ts'
import { silentLog } from '../../src/ports/log/silent-log.ts'
import { placesIn } from './postgres-places.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresRun: { readonly folder: string; readonly owner: ProcessIdentity }
  }
}

export interface TestDatabase {
  readonly config: Connection
  readonly url: string
  /** Cuts the connections that are left. */
  drop(): Promise<void>
}

export interface DatabaseRequest {
  /** A folder of migrations, null for an empty database. Default: the project's. */
  readonly migrations?: string | null
}

interface TestServer {
  readonly administration: ClientConfig
  readonly connection: Connection
}

const projectMigrations = fileURLToPath(new URL('../../migrations', import.meta.url))
const keeperFile = fileURLToPath(new URL('./postgres-keeper.ts', import.meta.url))
const startMsMax = 60_000

export async function createDatabase({
  migrations = projectMigrations,
}: DatabaseRequest = {}): Promise<TestDatabase> {
  const server = await openTestServer()
  const database = `test_${randomBytes(8).toString('hex')}`
  await administer(server, async (client) => {
    const template = migrations === null ? 'template0' : await openTemplate(client, server, migrations)
    await client.query(`create database ${database} owner autogen template ${template} strategy file_copy`)
  })
  const config = { ...server.connection, database }
  const { host, port, user } = config
  return {
    config,
    url: `postgresql://${user}@${encodeURIComponent(host)}:${port}/${database}`,
    drop: () =>
      administer(server, async (client) => {
        await client.query(`drop database if exists ${database} with (force)`)
      }),
  }
}

/** Made by the first test that needs it, once for each state of the migrations. */
async function openTemplate(client: Client, server: TestServer, folder: string): Promise<string> {
  const migrations = expectOk(await readMigrations(folder))
  const sums = migrations.map(({ checksum }) => checksum).join()
  const template = `template_${createHash('sha256').update(sums).digest('hex').slice(0, 16)}`
  await client.query(`select pg_advisory_lock(hashtext('${template}'))`)
  const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
  if (rowCount === 0) {
    const draft = `draft_${template}`
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft} owner autogen template template0`)
    expectOk(await migrate({ connection: { ...server.connection, database: draft }, folder, log: silentLog }))
    await client.query(`alter database ${draft} rename to ${template}`)
  }
  await client.query(`select pg_advisory_unlock(hashtext('${template}'))`)
  return template
}

async function openTestServer(): Promise<TestServer> {
  const { folder, owner } = inject('postgresRun')
  const places = placesIn(folder)
  const ready = await readJson<TestServer>(places.ready)
  if (ready !== null) return ready
  await mkdir(places.starters, { recursive: true })
  // The server may run as another user, who passes through here to its data.
  await chmod(folder, 0o711)
  const sole = await soleClaim(places.starters, startMsMax)
  if (!sole.ok) throw new Error(`process ${sole.failure.pid} is starting the test server and does not finish`)
  try {
    return (await readJson<TestServer>(places.ready)) ?? (await startKeeper(folder, owner))
  } finally {
    await sole.value.leave()
  }
}

async function startKeeper(folder: string, owner: ProcessIdentity): Promise<TestServer> {
  const places = placesIn(folder)
  const log = await open(places.keeperLog, 'w')
  const child = spawn(process.execPath, [keeperFile, folder, JSON.stringify(owner)], {
    detached: true,
    stdio: ['ignore', 'ignore', log.fd],
  })
  child.unref()
  await log.close()
  const giveUpAt = performance.now() + startMsMax
  while (performance.now() < giveUpAt && child.exitCode === null && isAlive(owner)) {
    const ready = await readJson<TestServer>(places.ready)
    if (ready !== null) return ready
    await delay(20)
  }
  child.kill('SIGTERM')
  throw new Error(`the test server did not start: ${await readFile(places.keeperLog, 'utf8')}`)
}

async function administer(server: TestServer, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(server.administration)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** Written whole or not at all. */
async function readJson<Value>(path: string): Promise<Value | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Value
  } catch {
    return null
  }
}

function expectOk<Value>(
  outcome: { ok: true; value: Value } | { ok: false; failure: { message: string; remedy: string } },
): Value {
  if (outcome.ok) return outcome.value
  throw new Error(`${outcome.failure.message} ${outcome.failure.remedy}`)
}
