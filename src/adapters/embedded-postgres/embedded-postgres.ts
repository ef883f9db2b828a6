/**
 * The PostgreSQL server that autogen-bot brings along, on a data folder. Promise: one server for a folder; every
 * process that opens the folder uses that server; it survives the death of any of them, is brought back when it dies
 * itself, and is stopped by the last one that leaves.
 */
import type { ClientConfig } from 'pg'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { Log } from '../../ports/log/log.ts'
import { applicationName } from './application-database.ts'
import { type Claim, claim, livingClaims, soleClaim } from './claims.ts'
import { openDataFolder } from './data-folder.ts'
import { ensureServer, locked, type Supervision } from './ensure-server.ts'
import { type EmbeddedPostgresFailure, folderFailed } from './failure.ts'
import { findBinaries } from './find-binaries.ts'
import { administration } from './probe-server.ts'
import { endServer, findPostmaster } from './server-processes.ts'
import type { ServerSettings } from './server-settings.ts'
import { removeSocketFolder, socketPort } from './socket-folder.ts'
import { type ServerState, type Watch, watchServer } from './watch-server.ts'

export interface EmbeddedPostgresRequest {
  /** Empty, ours, or not there yet; it is closed to other users of the machine. */
  readonly folder: string
  readonly log: Log
  /** Further settings of the server, over ours. */
  readonly settings?: ServerSettings
}

export interface Connection {
  /** The folder of the Unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  /** Said here, because PGSSLMODE would ask for what a socket does not have. */
  readonly ssl: false
}

export interface EmbeddedPostgres {
  /** As the owner of the database, who is nobody on the server. */
  readonly connection: Connection
  /** The same, for those who want an address; it holds no secret. */
  readonly url: string
  /** As the server's administrator, for backups. */
  readonly administration: ClientConfig
  /** Of the postmaster now. */
  readonly pid: number
  /** The server ran already when this process came. */
  readonly adopted: boolean
  /** @returns how to stop listening */
  onChange(listener: (state: ServerState) => void): () => void
  /** Leaves; the last user of the folder stops the server. */
  stop(): Promise<Outcome<{ readonly stopped: boolean }, EmbeddedPostgresFailure>>
}

const stopClaimMsMax = 60_000

export async function openEmbeddedPostgres({
  folder: path,
  log,
  settings = {},
}: EmbeddedPostgresRequest): Promise<Outcome<EmbeddedPostgres, EmbeddedPostgresFailure>> {
  const binaries = findBinaries()
  if (!binaries.ok) return binaries
  const folder = await openDataFolder(path)
  if (!folder.ok) return folder
  const supervision: Supervision = { folder: folder.value, binaries: binaries.value, settings, log }
  const presence = await announce(supervision)
  if (!presence.ok) return presence
  const server = await ensureServer(supervision)
  if (!server.ok) {
    await presence.value.leave()
    return server
  }
  const { pid, adopted } = server.value
  log.info({ pid, adopted, folder: folder.value.path }, 'embedded database is up')
  const listeners = new Set<(state: ServerState) => void>()
  const watch = watchServer(supervision, server.value, (state) => {
    for (const listener of listeners) listener(state)
  })
  return succeed(describe(supervision, presence.value, watch, listeners))
}

function describe(
  supervision: Supervision,
  presence: Claim,
  watch: Watch,
  listeners: Set<(state: ServerState) => void>,
): EmbeddedPostgres {
  const { socketFolder, adopted } = watch.server
  const connection: Connection = {
    host: socketFolder,
    port: socketPort,
    user: applicationName,
    database: applicationName,
    ssl: false,
  }
  let stopping: ReturnType<EmbeddedPostgres['stop']> | null = null
  return {
    connection,
    url: `postgresql://${applicationName}@${encodeURIComponent(socketFolder)}:${socketPort}/${applicationName}`,
    administration: administration(socketFolder),
    get pid() {
      return watch.server.pid
    },
    adopted,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      stopping ??= leave(supervision, presence, watch)
      return stopping
    },
  }
}

/** Before anything else, so that nobody stops the server between our finding it and our using it. */
async function announce({ folder }: Supervision): Promise<Outcome<Claim, EmbeddedPostgresFailure>> {
  try {
    return succeed(await claim(folder.users))
  } catch (error) {
    return folderFailed(folder.path, error)
  }
}

async function leave(
  { folder, log }: Supervision,
  presence: Claim,
  watch: Watch,
): ReturnType<EmbeddedPostgres['stop']> {
  await watch.end()
  const sole = await soleClaim(folder.changers, stopClaimMsMax)
  if (!sole.ok) {
    await presence.leave()
    return locked(folder, sole.failure.pid)
  }
  try {
    await presence.leave()
    const others = await livingClaims(folder.users, null)
    if (others.length > 0) {
      log.info({ users: others.length }, 'embedded database is left to its other users')
      return succeed({ stopped: false })
    }
    const pid = await findPostmaster(folder.cluster)
    if (pid !== null) await endServer(pid, folder.cluster)
    await removeSocketFolder(folder.path, watch.server.socketFolder)
    log.info({ pid }, 'embedded database is stopped')
    return succeed({ stopped: true })
  } finally {
    await sole.value.leave()
  }
}
