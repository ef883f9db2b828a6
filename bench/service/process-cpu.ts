/** CPU time that a process and the children it has waited for have used: what a busy machine does not change. */
import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // "pid (name) state ...", and a name may hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15).map(Number)
  return (user + system + childrenUser + childrenSystem) / ticksPerSecond
}
