/** What a process and its descendants use, from /proc. Systems without /proc are not watched. */
import { readFile } from 'node:fs/promises'

const pageBytes = 4_096
/** The kernel's unit of processor time as /proc shows it, on every Linux that Node runs on. */
const millisecondsPerTick = 10

/** Resident bytes; null when the process is gone or the system has no /proc. */
export async function residentBytes(pid: number): Promise<number | null> {
  return overTree(pid, async (one) => {
    const statm = await readProc(one, 'statm')
    return statm === null ? null : Number(statm.split(' ')[1]) * pageBytes
  })
}

/** Milliseconds of processor time since it was started; null as above. */
export async function processorMs(pid: number): Promise<number | null> {
  return overTree(pid, async (one) => {
    const stat = await readProc(one, 'stat')
    if (stat === null) return null
    // The program's name is in parentheses and may hold anything; what is counted stands behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick
  })
}

async function overTree(
  pid: number,
  measure: (pid: number) => Promise<number | null>,
): Promise<number | null> {
  const own = await measure(pid)
  if (own === null) return null
  const children = (await readProc(pid, `task/${pid}/children`)) ?? ''
  const below = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => overTree(Number(child), measure)),
  )
  return own + below.reduce<number>((sum, amount) => sum + (amount ?? 0), 0)
}

async function readProc(pid: number, name: string): Promise<string | null> {
  return readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => null)
}
