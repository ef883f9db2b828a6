/** Processes as the kernel tells them: who descends from whom, and which of them are still there. */
import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  /** Ticks since the machine started: with the pid it names one process for good. */
  readonly startedAt: number
}

/** Those that run now; what has ended and waits for its parent is not among them. */
export function listProcesses(): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readEntry(Number(name)))
}

export function descendantsOf(pid: number, all = listProcesses()): readonly ProcessEntry[] {
  const children = all.filter(({ parent }) => parent === pid)
  return [...children, ...children.flatMap((child) => descendantsOf(child.pid, all))]
}

/** Those of `known` that are still there, and whatever was started in their groups and sessions since. */
export function survivorsOf(known: readonly ProcessEntry[]): readonly ProcessEntry[] {
  const identities = new Set(known.map(identityOf))
  const groups = new Map(known.filter(({ pid, group }) => pid === group).map((one) => [one.group, one]))
  return listProcesses().filter((one) => {
    const leader = groups.get(one.group) ?? groups.get(one.session)
    return identities.has(identityOf(one)) || (leader !== undefined && one.startedAt >= leader.startedAt)
  })
}

export function wordsOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
}

function identityOf({ pid, startedAt }: ProcessEntry): string {
  return `${pid}/${startedAt}`
}

function readEntry(pid: number): readonly ProcessEntry[] {
  // "pid (name) state parent group session ...", and a name may hold blanks and brackets.
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent, group, session] = fields
  if (state === undefined || state === '' || state === 'Z' || state === 'X') return []
  return [
    {
      pid,
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      startedAt: Number(fields[19]),
    },
  ]
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
