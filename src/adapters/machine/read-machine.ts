/** How much of its processors, memory, disk and network this process and its machine use. */
import { existsSync, statfsSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import {
  type GroupProcessor,
  groupFolders,
  groupMemoryShare,
  groupOomKills,
  groupProcessor,
  read,
} from './control-group.ts'

export interface MachineLook {
  /** Shares, 0 to 1, of what this process may have; null where it cannot be told. The processor's: since the look before. */
  readonly cpu: number | null
  readonly memory: number | null
  /** Of the file system that holds the data folder. */
  readonly disk: number | null
  /** Bytes since the look before. */
  readonly bytesIn: number
  readonly bytesOut: number
}

export interface Machine {
  look(): MachineLook
  /** Share of the memory, without moving on to the next look. */
  memoryShare(): number | null
  oomKills(): number
}

export interface MachineOptions {
  readonly dataFolder: string
  /** Milliseconds that pass. */
  readonly elapsedMs: () => number
  /** `/`, but for tests. */
  readonly root?: string
}

interface Counters {
  readonly at: number
  readonly group: GroupProcessor
  readonly processors: { readonly busy: number; readonly all: number } | null
  readonly network: { readonly in: number; readonly out: number } | null
}

export function readMachine({ dataFolder, elapsedMs, root = '/' }: MachineOptions): Machine {
  const folders = groupFolders(root)
  const memoryShare = () => groupMemoryShare(folders) ?? machineMemory(root)
  const count = (): Counters => ({
    at: elapsedMs(),
    group: groupProcessor(folders),
    processors: processorTicks(root),
    network: networkBytes(root),
  })
  let before = count()
  return {
    memoryShare,
    oomKills: () => groupOomKills(folders),
    look() {
      const now = count()
      const look = {
        cpu: groupShare(before, now) ?? machineShare(before, now),
        memory: memoryShare(),
        disk: diskShare(dataFolder),
        bytesIn: Math.max(0, (now.network?.in ?? 0) - (before.network?.in ?? 0)),
        bytesOut: Math.max(0, (now.network?.out ?? 0) - (before.network?.out ?? 0)),
      }
      before = now
      return look
    },
  }
}

function groupShare(before: Counters, now: Counters): number | null {
  const microseconds = (now.at - before.at) * 1000
  if (microseconds <= 0) return null
  const shares = [...now.group.limits].flatMap(([at, limit]) => {
    const [from, to] = [before.group.used.get(at), now.group.used.get(at)]
    return from === undefined || to === undefined ? [] : [(to - from) / (microseconds * limit)]
  })
  return shares.length === 0 ? null : Math.max(0, ...shares)
}

function machineShare({ processors: before }: Counters, { processors: now }: Counters): number | null {
  if (before === null || now === null || now.all <= before.all) return null
  return Math.min(1, Math.max(0, (now.busy - before.busy) / (now.all - before.all)))
}

/** All processors together, in the kernel's ticks. */
function processorTicks(root: string): Counters['processors'] {
  const line = /^cpu\s+(.*)$/m.exec(read(join(root, 'proc/stat')) ?? '')?.[1]
  if (line === undefined) return null
  // user nice system idle iowait irq softirq steal; guests are counted in user already.
  const ticks = line.split(/\s+/).slice(0, 8).map(Number)
  const all = ticks.reduce((sum, one) => sum + one, 0)
  return { busy: all - (ticks[3] ?? 0) - (ticks[4] ?? 0), all }
}

function machineMemory(root: string): number | null {
  const text = read(join(root, 'proc/meminfo')) ?? ''
  const total = Number(/^MemTotal:\s+(\d+)/m.exec(text)?.[1])
  const available = Number(/^MemAvailable:\s+(\d+)/m.exec(text)?.[1])
  if (total > 0 && available >= 0) return 1 - available / total
  return totalmem() > 0 ? 1 - freemem() / totalmem() : null
}

/** Without the loopback: what a process says to itself is no traffic. */
function networkBytes(root: string): Counters['network'] {
  const text = read(join(root, 'proc/net/dev'))
  if (text === null) return null
  const rows = [...text.matchAll(/^\s*([^\s:]+):\s*(.*)$/gm)].filter(([, name]) => name !== 'lo')
  const sum = (field: number) =>
    rows.reduce((total, [, , fields = '']) => total + Number(fields.split(/\s+/)[field] ?? 0), 0)
  return { in: sum(0), out: sum(8) }
}

/** As `df` counts: of what a user may fill. */
function diskShare(folder: string): number | null {
  let at = folder
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at)
  try {
    const { blocks, bfree, bavail } = statfsSync(at)
    const used = blocks - bfree
    return used + bavail === 0 ? null : used / (used + bavail)
  } catch {
    return null
  }
}
