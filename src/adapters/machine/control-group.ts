/**
 * What the kernel's control group (version 2) allows this process, and what it has used of it. A limit may stand on any
 * group above the own one; the one that is nearest to be reached counts. Read synchronously: the kernel answers at once.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A folder of the hierarchy, from the process's own one upwards. */
export type GroupFolders = readonly string[]

const folder = 'sys/fs/cgroup'
const depthMax = 32

/** @param root `/`, but for tests @returns none where version 2 is not in use */
export function groupFolders(root: string): GroupFolders {
  const line = /^0::(\/.*)$/m.exec(read(join(root, 'proc/self/cgroup')) ?? '')?.[1]
  const top = join(root, folder)
  if (line === undefined || read(join(top, 'cgroup.controllers')) === null) return []
  const own = join(top, line)
  // Inside a container the path may name a folder that only the host can see; its own group then lies at the top.
  const start = own.startsWith(top) && read(join(own, 'cgroup.controllers')) !== null ? own : top
  const folders: string[] = []
  for (let at = start; folders.length < depthMax; at = dirname(at)) {
    folders.push(at)
    if (at === top) break
  }
  return folders
}

/** The highest share of a limited memory that is in use; null when nothing limits it. */
export function groupMemoryShare(folders: GroupFolders): number | null {
  const shares = folders.flatMap((at) => {
    const limit = number(read(join(at, 'memory.max')))
    const current = number(read(join(at, 'memory.current')))
    if (limit === null || current === null || limit <= 0) return []
    // Pages of files that nobody used lately are given back before anybody is killed.
    const reclaimable = number(/^inactive_file (\d+)$/m.exec(read(join(at, 'memory.stat')) ?? '')?.[1]) ?? 0
    return [Math.max(0, current - reclaimable) / limit]
  })
  return shares.length === 0 ? null : Math.max(...shares)
}

export interface GroupProcessor {
  /** Microseconds used, by folder. */
  readonly used: ReadonlyMap<string, number>
  /** Processors that it may use, by folder; only limited ones. */
  readonly limits: ReadonlyMap<string, number>
}

export function groupProcessor(folders: GroupFolders): GroupProcessor {
  const used = new Map<string, number>()
  const limits = new Map<string, number>()
  for (const at of folders) {
    const [quota, period] = (read(join(at, 'cpu.max')) ?? '').trim().split(' ').map(Number)
    const microseconds = number(/^usage_usec (\d+)$/m.exec(read(join(at, 'cpu.stat')) ?? '')?.[1])
    if (quota === undefined || period === undefined || !(quota > 0) || !(period > 0)) continue
    if (microseconds === null) continue
    used.set(at, microseconds)
    limits.set(at, quota / period)
  }
  return { used, limits }
}

/** Kills for want of memory in the own group and below, since it was made. */
export function groupOomKills([own]: GroupFolders): number {
  if (own === undefined) return 0
  return number(/^oom_kill (\d+)$/m.exec(read(join(own, 'memory.events')) ?? '')?.[1]) ?? 0
}

export function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** `max` is no number. */
function number(text: string | null | undefined): number | null {
  return text != null && /^\d+\s*$/.test(text) ? Number(text) : null
}
