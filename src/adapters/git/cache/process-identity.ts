/**
 * Names a process so that it can be told later whether it still lives: ids are reused, so the time of its start counts
 * too, and ids mean something only inside one boot and one process namespace.
 */
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'

export interface ProcessIdentity {
  readonly place: string
  readonly pid: number
  /** Empty where the system does not tell. */
  readonly started: string
}

export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  return { place: await placeOfProcesses(), pid, started: (await startOf(pid)) ?? '' }
}

/** Null for a process of another machine or container, which cannot be judged from here. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean | null> {
  if (identity.place !== (await placeOfProcesses())) return null
  if (identity.started !== '') return (await startOf(identity.pid)) === identity.started
  try {
    process.kill(identity.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function placeOfProcesses(): Promise<string> {
  const [boot, namespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'latin1').catch(() => hostname()),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ])
  return `${boot.trim()} ${namespace}`.trim()
}

/** Field 22 of `/proc/PID/stat`, counted after the name, which may hold anything. A zombie counts as dead. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null)
  if (stat === null) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null)
}
