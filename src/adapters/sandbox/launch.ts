/** Starts a program in a group of its own, with nothing but what it is given. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { childEnvironment } from './child-environment.ts'

export interface Launch {
  readonly program: string
  readonly args: readonly string[]
  /** What bubblewrap reads from descriptor 3; null or absent: nothing. */
  readonly wall?: Buffer | null
}

export function startChild(
  { program, args, wall = null }: Launch,
  cwd: string,
): ChildProcessByStdio<Writable, Readable, null> {
  // A group of its own, so that a kill reaches grandchildren too.
  const child = spawn(program, [...args], {
    cwd,
    env: childEnvironment,
    detached: true,
    // What a dying program says names threads and addresses, which differ from run to run; how it ended is enough.
    stdio: ['pipe', 'pipe', 'ignore', wall === null ? 'ignore' : 'pipe'],
  })
  const filter = child.stdio[3] as Writable | null | undefined
  // It may die before it has read it; its exit says why.
  filter?.on('error', () => {})
  filter?.end(wall)
  // A program that does not start has no pipes to die with.
  child.stdin?.on('error', () => {})
  return child as ChildProcessByStdio<Writable, Readable, null>
}
