/** Starts the server so that it outlives us: a crash of ours costs nobody a connection. */
import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { DataFolder } from './data-folder.ts'
import { explainOutput } from './explain-output.ts'
import { type EmbeddedPostgresFailure, failed } from './failure.ts'
import type { Binaries } from './find-binaries.ts'
import { probeServer } from './probe-server.ts'
import { asAccount, serverEnvironment } from './run-program.ts'
import { cutServerLog, openServerLog, readServerLog } from './server-log.ts'
import { endOrphans, endServer } from './server-processes.ts'
import { commandLineSettings, type ServerSettings } from './server-settings.ts'

export interface Start {
  readonly folder: DataFolder
  readonly binaries: Binaries
  readonly socketFolder: string
  readonly settings: ServerSettings
}

const attemptsMax = 20
const betweenAttemptsMs = 250
const probeEveryMs = 15
/** Of work after a crash; a server of this size needs seconds. */
const readyMsMax = 300_000

/** Called by the one who holds the sole claim, when no server runs. The value is the postmaster's pid. */
export async function startPostmaster(start: Start): Promise<Outcome<number, EmbeddedPostgresFailure>> {
  for (let attempt = 1; ; attempt += 1) {
    const started = await startOnce(start)
    if (started.kind === 'ready') return succeed(started.pid)
    if (started.kind === 'slow') return tooSlow(start.folder)
    const isHeldByOrphans = /pre-existing shared memory block|lock file .* already exists/i.test(
      started.output,
    )
    if (!isHeldByOrphans || attempt === attemptsMax) {
      const { folder, binaries } = start
      const paths = [binaries.postgres, folder.cluster]
      return explainOutput({ program: 'postgres', paths, account: folder.account, output: started.output })
    }
    await endOrphans(start.folder.cluster)
    await delay(betweenAttemptsMs)
  }
}

type Started =
  | { readonly kind: 'ready'; readonly pid: number }
  | { readonly kind: 'ended'; readonly output: string }
  | { readonly kind: 'slow' }

async function startOnce({ folder, binaries, socketFolder, settings }: Start): Promise<Started> {
  const log = await openServerLog(folder.log)
  await cutServerLog(folder.log)
  const { size } = await log.stat()
  const args = ['-D', folder.cluster, ...commandLineSettings(socketFolder, settings)]
  const child = spawn(binaries.postgres, args, {
    ...asAccount(folder.account),
    cwd: '/',
    env: serverEnvironment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  child.unref()
  let ended: string | null = null
  child.once('error', (error) => {
    ended = error.message
  })
  child.once('exit', () => {
    ended ??= ''
  })
  try {
    const giveUpAt = performance.now() + readyMsMax
    while (performance.now() < giveUpAt) {
      if (ended !== null) return { kind: 'ended', output: `${ended}${await readServerLog(folder.log, size)}` }
      const probe = await probeServer(socketFolder, folder.cluster)
      if (probe.kind === 'live' && child.pid !== undefined) return { kind: 'ready', pid: child.pid }
      await delay(probeEveryMs)
    }
    if (child.pid !== undefined) await endServer(child.pid, folder.cluster)
    return { kind: 'slow' }
  } finally {
    await log.close()
  }
}

function tooSlow({ log }: DataFolder) {
  return failed(
    'not-answering',
    `The embedded database was not ready ${readyMsMax / 1000} s after its start.`,
    `Read ${log}; when the disk is healthy, start again: the work after a crash goes on where it was.`,
  )
}
