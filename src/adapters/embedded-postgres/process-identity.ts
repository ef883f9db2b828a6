/**
 * Tells a process from a later one with the same number: process ids come round again, quickest in containers and
 * after a restart of the machine. So a process is its number, when it started, and in which process namespace of
 * which boot it was counted.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

export interface ProcessIdentity {
  readonly pid: number
  /** Opaque; differs between two processes that had the same number. */
  readonly startedAt: string
  /** Opaque; pids of another one mean nothing here. */
  readonly namespace: string
}

const isLinux = process.platform === 'linux'

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? '0', namespace: ownNamespace() }
}

/** @returns null when there is no such process, or only its exit code that nobody has asked for */
export function startOf(pid: number): string | null {
  return isLinux ? startInProc(pid) : startByPs(pid)
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startOf(identity.pid) === identity.startedAt
}

export function ownNamespace(): string {
  return createHash('sha256').update(machine()).digest('hex').slice(0, 12)
}

function machine(): string {
  if (!isLinux) return hostname()
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')}${readlinkSync('/proc/self/ns/pid')}`
}

function startInProc(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything; the state and 18 more fields come before the start.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const isGone = fields[0] === 'Z' || fields[0] === 'X'
    return isGone ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}

function startByPs(pid: number): string | null {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
  const [state = '', ...start] = (stdout ?? '').trim().split(/\s+/)
  return state === '' || state.startsWith('Z') ? null : start.join('-').replaceAll(':', '')
}
