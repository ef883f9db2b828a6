/** Resident memory of a process and its descendants, from /proc. Systems without /proc are not watched. */
import { readFile } from 'node:fs/promises'

const pageBytes = 4_096

/** Bytes; null when the process is gone or the system has no /proc. */
export async function residentBytes(pid: number): Promise<number | null> {
  const own = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => null)
  if (own === null) return null
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const below = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => residentBytes(Number(child))),
  )
  return Number(own.split(' ')[1]) * pageBytes + below.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0)
}
