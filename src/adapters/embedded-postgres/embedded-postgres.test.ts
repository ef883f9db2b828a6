import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fastFolder } from '../../../test/world/fast-folder.ts'
import type { Log } from '../../ports/log/log.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from './embedded-postgres.ts'
import { findBinaries } from './find-binaries.ts'
import { startOf } from './process-identity.ts'
import { endOrphans, endServer, findPostmaster } from './server-processes.ts'

const isRoot = process.geteuid?.() === 0
const holdServer = fileURLToPath(new URL('./fixtures/hold-server.ts', import.meta.url))
const patience = { timeout: 20_000, interval: 20 }

let room = ''
let folder = ''
let said: string[] = []
const held: Holder[] = []
const opened: EmbeddedPostgres[] = []
const strangers: ChildProcess[] = []

beforeEach(() => {
  room = mkdtempSync(join(fastFolder(), 'autogen-bot-pg-'))
  chmodSync(room, 0o755)
  folder = join(room, 'data')
  said = []
})

afterEach(async () => {
  for (const holder of held.splice(0)) holder.kill()
  for (const stranger of strangers.splice(0)) stranger.kill('SIGKILL')
  for (const server of opened.splice(0)) await server.stop()
  const pid = await findPostmaster(cluster())
  if (pid !== null) await endServer(pid, cluster())
  await endOrphans(cluster())
  rmSync(room, { recursive: true, force: true })
})

describe('a server for a folder', () => {
  test('the first start makes the data, durable and closed; stop leaves nothing; the next start has the rows', async () => {
    const first = await open()
    expect(first.adopted).toBe(false)
    expect(await ask(first.url, settingsQuery)).toEqual([
      { checksums: 'on', commit: 'on', encoding: 'UTF8', fsync: 'on', listen: '', superuser: false },
    ])
    expect(ownerOf(`/proc/${first.pid}`)).not.toBe(0)
    expect(statSync(folder).mode & 0o007).toBe(0)
    expect(statSync(first.connection.host).mode & 0o077).toBe(0)
    await ask(first.url, 'create table kept (id int)')
    await ask(first.url, 'insert into kept values (7)')
    expect(await first.stop()).toEqual({ ok: true, value: { stopped: true } })
    expect(processesOn(cluster())).toEqual([])
    expect(readdirSync(join(folder, 'run'))).toEqual([])
    expect(readdirSync(join(folder, 'users'))).toEqual([])

    const second = await open()
    expect(second.adopted).toBe(false)
    expect(await ask(second.url, 'select id from kept')).toEqual([{ id: 7 }])
  })

  test('processes that come at once share it; only the last that leaves stops it', async () => {
    const holders = [hold(), hold(), hold()]
    const facts = await Promise.all(holders.map((holder) => holder.next('open')))
    expect(new Set(facts.map(({ pid }) => pid)).size).toBe(1)
    expect(facts.filter(({ adopted }) => !adopted)).toHaveLength(1)

    const starter = facts.findIndex(({ adopted }) => !adopted)
    const order = [...holders.splice(starter, 1), ...holders]
    const left = []
    for (const holder of order) left.push((await holder.leave()).stopped)
    expect(left).toEqual([false, false, true])
    expect(processesOn(cluster())).toEqual([])
  })

  test('it survives the process that started it, and the next one adopts it', async () => {
    const owner = hold()
    const { pid, url } = await owner.next('open')
    await ask(url, 'create table kept as select 1 as id')
    owner.kill()
    await owner.ended
    expect(await ask(url, 'select id from kept')).toEqual([{ id: 1 }])

    const next = await open()
    expect(next).toMatchObject({ adopted: true, pid })
    expect(await next.stop()).toEqual({ ok: true, value: { stopped: true } })
    expect(processesOn(cluster())).toEqual([])
  })

  test('it runs for an ordinary user too', async () => {
    if (isRoot) {
      mkdirSync(folder, { mode: 0o700 })
      chownSync(folder, 65_534, 65_534)
    }
    const holder = hold(isRoot ? { uid: 65_534, gid: 65_534 } : {})
    const { pid, url, uid } = await holder.next('open')
    expect(uid).not.toBe(0)
    expect(ownerOf(`/proc/${pid}`)).toBe(uid)
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    // Whoever comes as root later joins in as the user whose folder it is.
    const joined = await open()
    expect(joined).toMatchObject({ adopted: true, pid })
    expect(await joined.stop()).toEqual({ ok: true, value: { stopped: false } })
    expect(await holder.leave()).toMatchObject({ stopped: true })
  })

  test('a folder too deep for the address of a socket gets one elsewhere, which goes with the server', async () => {
    folder = join(room, 'd'.repeat(100), 'data')
    const server = await open()
    expect(server.connection.host.startsWith(folder)).toBe(false)
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    const again = await open()
    expect(again.connection).toEqual(server.connection)
    await again.stop()
    // Cleaned away by the system: those who know the address find the next server there.
    rmSync(dirname(server.connection.host), { recursive: true })
    const cleaned = await open()
    expect(cleaned.connection).toEqual(server.connection)
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await cleaned.stop()
    await server.stop()
    expect(statSync(dirname(server.connection.host), { throwIfNoEntry: false })).toBeUndefined()
  })
})

describe('a server that dies', () => {
  test('killed -9 in the middle of work it is brought back, with every row that was acknowledged', async () => {
    const server = await open()
    const before = server.pid
    await ask(server.url, 'create table kept (id int)')
    const busy = new Client({ connectionString: server.url })
    busy.on('error', () => {})
    await busy.connect()
    // Computes without looking up, so it outlives its postmaster and holds the shared memory.
    const computing = busy.query('select sum(i) from generate_series(1, 1e12) as i').catch(() => 'cut off')
    for (let id = 1; id <= 20; id += 1) await ask(server.url, `insert into kept values (${id})`)
    const states: string[] = []
    server.onChange(({ kind }) => states.push(kind))

    process.kill(before, 'SIGKILL')
    await vi.waitFor(() => expect(states).toEqual(['down', 'up']), patience)
    expect(await computing).toBe('cut off')
    expect(server.pid).not.toBe(before)
    expect(await ask(server.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 20 }])
    expect(said).toEqual(expect.arrayContaining(['embedded database was lost', 'embedded database is back']))
    expect(postmasters()).toEqual([server.pid])
  })

  test('one of its users brings it back for all', async () => {
    const one = hold()
    const other = hold()
    const { pid } = await one.next('open')
    await other.next('open')
    process.kill(pid as number, 'SIGKILL')
    const back = await Promise.all([one.next('up'), other.next('up')])
    expect(back[0]?.pid).toBe(back[1]?.pid)
    expect(back[0]?.pid).not.toBe(pid)
    expect(postmasters()).toEqual([back[0]?.pid])
  })

  test('a backend that is killed -9 costs the connections only', async () => {
    const server = await open()
    const { pid } = server
    const states: string[] = []
    server.onChange(({ kind }) => states.push(kind))
    const client = new Client({ connectionString: server.url })
    client.on('error', () => {})
    await client.connect()
    const { rows } = await client.query('select pg_backend_pid() as pid')
    process.kill(rows[0].pid, 'SIGKILL')
    await vi.waitFor(() => expect(states).toEqual(['down', 'up']), patience)
    expect(server.pid).toBe(pid)
  })

  test('after everything was killed, a stranger with the number in its pid file keeps nobody away', async () => {
    const owner = hold()
    const { pid, url } = await owner.next('open')
    await ask(url, 'create table kept as select 1 as id')
    owner.kill()
    await owner.ended
    for (const process_ of [pid as number, ...processesOn(cluster())]) killHard(process_)
    await vi.waitFor(() => expect(processesOn(cluster())).toEqual([]), patience)
    const stranger = spawn('sleep', ['600'], isRoot ? { uid: ownerOf(cluster()) } : {})
    strangers.push(stranger)
    const pidFile = join(cluster(), 'postmaster.pid')
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(stranger.pid)))

    const server = await open()
    expect(server.adopted).toBe(false)
    expect(await ask(server.url, 'select id from kept')).toEqual([{ id: 1 }])
    expect(startOf(stranger.pid as number)).not.toBeNull()
  })

  test('data that root has restored from a backup belongs to the server again', async () => {
    await (await open()).stop()
    if (isRoot) {
      chownSync(cluster(), 0, 0)
      chownSync(join(cluster(), 'PG_VERSION'), 0, 0)
    }
    const server = await open()
    expect(ownerOf(join(cluster(), 'PG_VERSION'))).toBe(ownerOf(`/proc/${server.pid}`))
  })

  test('one whose socket was removed is stopped and started, not doubled', async () => {
    const owner = hold()
    const { pid, url } = await owner.next('open')
    await ask(url, 'create table kept as select 1 as id')
    owner.kill()
    await owner.ended
    rmSync(join(folder, 'run'), { recursive: true })
    const server = await open()
    expect(startOf(pid as number)).toBeNull()
    expect(await ask(server.url, 'select id from kept')).toEqual([{ id: 1 }])
  })
})

describe('what cannot be', () => {
  test('data of another version', async () => {
    await (await open()).stop()
    writeFileSync(join(cluster(), 'PG_VERSION'), '14\n')
    expect(await failureOf(folder)).toMatchObject({
      kind: 'wrong-version',
      message: expect.stringContaining('of PostgreSQL 14, the embedded server is 15'),
    })
  })

  test('a folder that is a file', async () => {
    writeFileSync(folder, '')
    expect(await failureOf(folder)).toMatchObject({ kind: 'folder-unusable' })
    expect(await failureOf(join(folder, 'below'))).toMatchObject({ kind: 'folder-unusable' })
  })

  test('a folder that has something else in it', async () => {
    mkdirSync(folder, { mode: 0o755 })
    writeFileSync(join(folder, 'thesis.tex'), '')
    expect(await failureOf(folder)).toMatchObject({ kind: 'folder-unusable' })
    expect(statSync(folder).mode & 0o777).toBe(0o755)
  })

  test('a configuration that the server refuses; its claim is given back', async () => {
    await (await open()).stop()
    writeFileSync(join(cluster(), 'postgresql.conf'), 'no_such_setting = 1\n')
    expect(await failureOf(folder)).toMatchObject({
      kind: 'start-failed',
      message: expect.stringContaining('FATAL'),
    })
    expect(readdirSync(join(folder, 'users'))).toEqual([])
    expect(readdirSync(join(folder, 'changers'))).toEqual([])
  })

  test('for root, a folder behind one that its other user may not enter; for others, one they may not enter', async () => {
    const closed = join(room, 'closed')
    mkdirSync(closed, { mode: isRoot ? 0o700 : 0o500 })
    const failure = await failureOf(join(closed, 'data'))
    expect(failure.kind).toBe(isRoot ? 'folder-out-of-reach' : 'folder-unusable')
    expect(failure.message).toContain(closed)
  })

  test('a platform that has no server', () => {
    expect(findBinaries('win32-x64')).toMatchObject({ failure: { kind: 'platform-unsupported' } })
    const foreign = process.arch === 'arm64' ? 'linux-ppc64' : 'linux-arm64'
    expect(findBinaries(foreign)).toMatchObject({
      failure: { kind: 'platform-unsupported', remedy: expect.stringContaining('DATABASE_URL') },
    })
  })
})

const settingsQuery = `select current_setting('data_checksums') as checksums,
  current_setting('synchronous_commit') as commit, current_setting('server_encoding') as encoding,
  current_setting('fsync') as fsync, current_setting('listen_addresses') as listen,
  (select rolsuper from pg_roles where rolname = current_user) as superuser`

function cluster(): string {
  return join(folder, 'cluster')
}

const log: Log = {
  debug: (_, message) => said.push(message),
  info: (_, message) => said.push(message),
  warn: (_, message) => said.push(message),
  error: (_, message) => said.push(message),
  child: () => log,
}

async function open(): Promise<EmbeddedPostgres> {
  const server = await openEmbeddedPostgres({ folder, log })
  if (!server.ok) throw new Error(`${server.failure.message} ${server.failure.remedy}`)
  opened.push(server.value)
  return server.value
}

async function failureOf(path: string) {
  const server = await openEmbeddedPostgres({ folder: path, log })
  if (server.ok) opened.push(server.value)
  return server.ok ? expect.fail('it opened') : server.failure
}

async function ask(url: unknown, sql: string): Promise<readonly object[]> {
  const client = new Client({ connectionString: String(url) })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

interface Holder {
  /** The next line that has this state. */
  next(state: string): Promise<Record<string, unknown>>
  leave(): Promise<Record<string, unknown>>
  kill(): void
  readonly ended: Promise<unknown>
}

function hold(account: { uid?: number; gid?: number } = {}): Holder {
  const child = spawn(process.execPath, [holdServer, folder], {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines: Record<string, unknown>[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line)))
  const next = (state: string) =>
    vi.waitFor(() => {
      const at = lines.findIndex((line) => line.state === state)
      if (at < 0) throw new Error(`no ${state} among ${JSON.stringify(lines)}`)
      return lines.splice(0, at + 1).at(-1) as Record<string, unknown>
    }, patience)
  const holder = {
    next,
    leave() {
      child.stdin.end()
      return next('left')
    },
    kill: () => child.kill('SIGKILL'),
    ended: once(child, 'exit'),
  }
  held.push(holder)
  return holder
}

function processesOn(data: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && folderOf(pid) === data && startOf(pid) !== null)
}

function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

/** Those that are no child of another; a backend looks like its postmaster until it has named itself. */
function postmasters(): readonly number[] {
  const pids = processesOn(cluster())
  return pids.filter((pid) => !pids.includes(parentOf(pid)))
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return 0
  }
}

function ownerOf(path: string): number {
  return statSync(path).uid
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went with its postmaster.
  }
}
