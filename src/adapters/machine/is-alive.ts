/** Whether a process that was seen once still runs: numbers of processes are used again, so its start has to fit. */
import { readFileSync } from 'node:fs'

/** The kernel's unit of time as /proc shows it, on every Linux that Node runs on. */
const ticksPerSecond = 100
/** A process tells its start a moment after the kernel has noted it. */
const toleranceMs = 5_000

/** @param startedAt milliseconds since the epoch, as the process itself told it */
export function isAlive(pid: number, startedAt: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Not ours to signal, but there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const began = startOf(pid)
  return began === null || began <= startedAt + toleranceMs
}

/** Null where the system does not tell. */
function startOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name is in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const booted = Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1])
    const began = booted * 1000 + (Number(fields[19]) / ticksPerSecond) * 1000
    return Number.isFinite(began) ? began : null
  } catch {
    return null
  }
}
