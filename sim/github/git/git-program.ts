/**
 * The git program, for what only it does right: diffs, and refs after a push. Every child is known, so that closing
 * the simulated GitHub leaves none behind. No configuration of the machine's owner reaches it.
 */
import { type ChildProcess, spawn } from 'node:child_process'

export interface GitProgram {
  /** @returns standard output; @throws when git fails, which here is always a bug. */
  run(directory: string, args: readonly string[], input?: string): Promise<Buffer>
  start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess
  /** How often git was started: what a benchmark of others must not be made of. */
  readonly starts: () => number
  close(): Promise<void>
}

export function createGitProgram(): GitProgram {
  const children = new Set<ChildProcess>()
  let starts = 0
  const start = (args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess => {
    starts++
    const child = spawn('git', args, {
      env: { ...neutralEnvironment(), ...env },
      stdio: 'pipe',
      detached: true,
    })
    children.add(child)
    child.once('close', () => children.delete(child))
    child.once('error', () => children.delete(child))
    return child
  }
  return {
    start,
    starts: () => starts,
    run: (directory, args, input = '') => collect(start(['--git-dir', directory, ...args], {}), args, input),
    close: async () => {
      const ends = [...children].map((child) => new Promise((resolve) => child.once('close', resolve)))
      for (const child of children) killGroup(child)
      await Promise.all(ends)
    },
  }
}

/** http-backend starts children of its own: the whole group goes. */
function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

function collect(child: ChildProcess, args: readonly string[], input: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', reject)
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out))
      else
        reject(new Error(`git ${args.join(' ')} ended with ${code}: ${Buffer.concat(err).toString('utf8')}`))
    })
  })
}

function neutralEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    LC_ALL: 'C',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  }
}
