/** Processes that outlived the program: of its session, or with the case's folder in their words, environment or place. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** @param session the process id of a program that was started detached, so that it leads a session */
export function leftProcesses(session: number, root: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((id) => belongs(id, session, root))
    .map((id) => `${id}: ${read(`/proc/${id}/cmdline`).replaceAll('\0', ' ')}`)
}

function belongs(id: string, session: number, root: string): boolean {
  // "pid (name) state parent group session ...", and a name may hold blanks and brackets.
  const stat = read(`/proc/${id}/stat`)
  const [state, , , sessionOf] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (state === undefined || state === 'Z' || state === 'X') return false
  return (
    Number(sessionOf) === session ||
    read(`/proc/${id}/cmdline`).includes(root) ||
    read(`/proc/${id}/environ`).includes(root) ||
    place(id).startsWith(root)
  )
}

/** Nothing when the process has ended meanwhile or is not ours to look at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function place(id: string): string {
  try {
    return readlinkSync(`/proc/${id}/cwd`)
  } catch {
    return ''
  }
}
