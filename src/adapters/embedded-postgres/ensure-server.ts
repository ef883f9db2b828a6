/**
 * Sees to it that a server runs on the data folder: adopts one that lives, whoever started it, and starts one where
 * none does. One process at a time; the others find the server that it has started.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { Log } from '../../ports/log/log.ts'
import { createApplicationDatabase } from './application-database.ts'
import { soleClaim } from './claims.ts'
import type { DataFolder } from './data-folder.ts'
import { type EmbeddedPostgresFailure, failed, folderFailed } from './failure.ts'
import type { Binaries } from './find-binaries.ts'
import { initialiseCluster } from './initialise-cluster.ts'
import { probeServer } from './probe-server.ts'
import { endOrphans, endServer, findPostmaster, removeStaleLocks } from './server-processes.ts'
import type { ServerSettings } from './server-settings.ts'
import { openSocketFolder } from './socket-folder.ts'
import { startPostmaster } from './start-postmaster.ts'

export interface Supervision {
  readonly folder: DataFolder
  readonly binaries: Binaries
  readonly settings: ServerSettings
  readonly log: Log
}

export interface RunningServer {
  readonly pid: number
  readonly socketFolder: string
  /** It ran already. */
  readonly adopted: boolean
}

const claimMsMax = 330_000
const busyMsMax = 300_000
const silentProbesMax = 3
const probeEveryMs = 25

export async function ensureServer(
  supervision: Supervision,
): Promise<Outcome<RunningServer, EmbeddedPostgresFailure>> {
  const { folder } = supervision
  const sole = await soleClaim(folder.changers, claimMsMax)
  if (!sole.ok) return locked(folder, sole.failure.pid)
  try {
    const server = await adoptOrStart(supervision)
    if (!server.ok) return server
    const database = await createApplicationDatabase(server.value.socketFolder)
    return database.ok ? server : database
  } catch (error) {
    return folderFailed(folder.path, error)
  } finally {
    await sole.value.leave()
  }
}

export function locked({ path }: DataFolder, pid: string) {
  return failed(
    'locked',
    `Process ${pid} has been starting or stopping the database in ${path} for minutes.`,
    'End that process, then start again.',
  )
}

async function adoptOrStart(
  supervision: Supervision,
): Promise<Outcome<RunningServer, EmbeddedPostgresFailure>> {
  const { folder, binaries, settings } = supervision
  const initialised = await initialiseCluster(folder, binaries)
  if (!initialised.ok) return initialised
  const socketFolder = await openSocketFolder(folder.path, folder.account)
  const live = await findLive(folder, socketFolder)
  if (!live.ok) return live
  if (live.value !== null) return succeed({ pid: live.value, socketFolder, adopted: true })
  await clearRemains(supervision, socketFolder)
  const started = await startPostmaster({ folder, binaries, socketFolder, settings })
  return started.ok ? succeed({ pid: started.value, socketFolder, adopted: false }) : started
}

/** Waits while a server recovers or goes. @returns null when there is none to adopt */
async function findLive(
  { cluster }: DataFolder,
  socketFolder: string,
): Promise<Outcome<number | null, EmbeddedPostgresFailure>> {
  const giveUpAt = performance.now() + busyMsMax
  let silent = 0
  while (performance.now() < giveUpAt) {
    const probe = await probeServer(socketFolder, cluster)
    const pid = await findPostmaster(cluster)
    if (probe.kind === 'live') return succeed(pid ?? 0)
    if (probe.kind === 'absent') return succeed(null)
    if (probe.kind === 'refused') return refused(socketFolder, probe.detail)
    // A shutdown that waits for its clients, us among them, would wait for ever.
    if (probe.kind === 'stopping' && pid !== null) await endServer(pid, cluster)
    silent = probe.kind === 'silent' ? silent + 1 : 0
    if (silent === silentProbesMax) break
    await delay(probeEveryMs)
  }
  return notAnswering(cluster, await findPostmaster(cluster))
}

/** What keeps a new server from starting: one whose socket was removed, orphans, a pid file with another's number. */
async function clearRemains({ folder: { cluster }, log }: Supervision, socketFolder: string): Promise<void> {
  const unreachable = await findPostmaster(cluster)
  if (unreachable !== null) {
    log.warn({ pid: unreachable }, 'embedded database runs without a socket: it is stopped')
    await endServer(unreachable, cluster)
  }
  const orphans = await endOrphans(cluster)
  if (orphans > 0) log.warn({ orphans }, 'processes of a killed database server were ended')
  await removeStaleLocks(cluster, socketFolder)
}

function refused(socketFolder: string, detail: string) {
  return failed(
    'folder-unusable',
    `The database's socket in ${socketFolder} cannot be used: ${detail}.`,
    'Start autogen-bot as the user that started it first, or end the other server.',
  )
}

function notAnswering(cluster: string, pid: number | null) {
  return failed(
    'not-answering',
    `The database server on ${cluster} (process ${pid ?? 'unknown'}) runs but does not answer.`,
    'When it is stopped, let it go on (kill -CONT); otherwise end it (kill -QUIT) and start again.',
  )
}
