/** The processes of a server: which one is the postmaster, what is left when it was killed, and how they end. */
import { spawnSync } from 'node:child_process'
import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startOf } from './process-identity.ts'
import { socketPort } from './socket-folder.ts'

const lookEveryMs = 15
const fastMsMax = 30_000
const immediateMsMax = 5_000
const isLinux = process.platform === 'linux'

/** The living postmaster of this data. Its file may name a dead process, or another that was given its number. */
export async function findPostmaster(cluster: string): Promise<number | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  if (!Number.isSafeInteger(pid) || pid <= 1 || startOf(pid) === null) return null
  return (await isPostmasterOf(pid, cluster)) ? pid : null
}

/**
 * PostgreSQL keeps away when the process that a lock file names lives, whatever it is, and even when it is only an
 * exit code that nobody has asked for. Called by the one who holds the sole claim, after it has found no postmaster.
 */
export async function removeStaleLocks(cluster: string, socketFolder: string): Promise<void> {
  const socket = join(socketFolder, `.s.PGSQL.${socketPort}`)
  for (const file of [join(cluster, 'postmaster.pid'), socket, `${socket}.lock`])
    await rm(file, { force: true })
}

/** Ends the server in the order that loses least: rolled back, then aborted, then killed. */
export async function endServer(pid: number, cluster: string): Promise<void> {
  const start = startOf(pid)
  const steps = [
    { signal: 'SIGINT', waitMs: fastMsMax },
    { signal: 'SIGQUIT', waitMs: immediateMsMax },
    { signal: 'SIGKILL', waitMs: immediateMsMax },
  ] as const
  for (const { signal, waitMs } of steps) {
    sendSignal(pid, signal)
    if (await isOver(waitMs, async () => start === null || startOf(pid) !== start)) break
  }
  await endOrphans(cluster)
}

/**
 * Backends notice that their postmaster was killed when they next wait; one that computes does not. While one lives
 * it holds the shared memory, and no new server starts.
 */
export async function endOrphans(cluster: string): Promise<number> {
  const orphans = await processesIn(cluster)
  for (const [signal, waitMs] of [
    ['SIGQUIT', 1_000],
    ['SIGKILL', immediateMsMax],
  ] as const) {
    const left = await processesIn(cluster)
    if (left.length === 0) break
    for (const pid of left) sendSignal(pid, signal)
    await isOver(waitMs, async () => (await processesIn(cluster)).length === 0)
  }
  return orphans.length
}

/** Only Linux tells; elsewhere a start is tried again until the orphans have gone by themselves. */
async function processesIn(cluster: string): Promise<readonly number[]> {
  if (!isLinux) return []
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1)
  const isServer = await Promise.all(
    pids.map(async (pid) => {
      const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '')
      if (folder !== cluster) return false
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
      return name.trim() === 'postgres' && startOf(pid) !== null
    }),
  )
  return pids.filter((_, at) => isServer[at])
}

async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!isLinux) {
    const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return (stdout ?? '').includes(`-D ${cluster}`)
  }
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return words.includes(`\0-D\0${cluster}\0`)
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has gone meanwhile.
  }
}

async function isOver(waitMs: number, isDone: () => Promise<boolean>): Promise<boolean> {
  const giveUpAt = performance.now() + waitMs
  while (!(await isDone())) {
    if (performance.now() > giveUpAt) return false
    await delay(lookEveryMs)
  }
  return true
}
