/** Starts the real command line on a hostile repository, as a person in its folder would. */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { HostileWorld } from './hostile-world.ts'

export interface ReviewRun {
  readonly format: string
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
  readonly processId: number
}

export interface HowToReview {
  /** Default: `--base main --head change`. */
  readonly args?: readonly string[]
  /** On top of a small environment; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

export const secondsMax = 60
const program = fileURLToPath(new URL('../../bin/autogen-bot.js', import.meta.url))

export async function runReview(
  world: HostileWorld,
  format: string,
  how: HowToReview = {},
): Promise<ReviewRun> {
  const began = performance.now()
  const args = how.args ?? ['--base', 'main', '--head', 'change']
  const child = spawn(
    process.execPath,
    [program, 'review', '--repo', world.folder, '--format', format, ...args],
    {
      cwd: world.folder,
      // It leads a session of its own, by which its children are known.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: world.home,
        TMPDIR: world.temporary,
        XDG_CACHE_HOME: cache(),
        // What a runner reads is held to more than what a person reads.
        GITHUB_ACTIONS: 'true',
        ...how.env,
      },
    },
  )
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  const timer = setTimeout(() => child.kill('SIGKILL'), secondsMax * 1_000)
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  clearTimeout(timer)
  return {
    format,
    exitCode,
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
    seconds: (performance.now() - began) / 1_000,
    processId: child.pid as number,
  }
}

/** Compiled modules are shared by all cases: they come from the program, not from a change. */
function cache(): string {
  const folder = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))
  mkdirSync(folder, { recursive: true })
  return folder
}
