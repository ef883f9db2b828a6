/**
 * What a process and its descendants use, from /proc. Read synchronously: the kernel answers at once, and a promise for
 * each of these small reads costs more than the read. Systems without /proc are not watched.
 */
import { readFileSync } from 'node:fs'

export interface ProcessUsage {
  readonly residentBytes: number
  /** Milliseconds of processor time since the start. */
  readonly processorMs: number
}

const pageBytes = 4_096
/** The kernel's unit of processor time as /proc shows it, on every Linux that Node runs on. */
const millisecondsPerTick = 10

/** Null when the process is gone or the system has no /proc. */
export function usageOfTree(pid: number): ProcessUsage | null {
  const stat = readProc(pid, 'stat')
  if (stat === null) return null
  // The program's name is in parentheses and may hold anything; what is counted stands behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const own = {
    residentBytes: Number(fields[21]) * pageBytes,
    processorMs: (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick,
  }
  const children = readProc(pid, `task/${pid}/children`)?.split(' ').filter(Boolean) ?? []
  return children.reduce<ProcessUsage>((sum, child) => {
    const below = usageOfTree(Number(child))
    if (below === null) return sum
    return {
      residentBytes: sum.residentBytes + below.residentBytes,
      processorMs: sum.processorMs + below.processorMs,
    }
  }, own)
}

function readProc(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return null
  }
}
