/**
 * A process that is started again whenever it ends, as a supervisor would do it, and that can be killed in a way that
 * tells what it had started.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../world/until.ts'
import { descendantsOf, listProcesses, type ProcessEntry } from './processes.ts'

export interface SupervisedParts {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly account?: { readonly uid: number; readonly gid: number }
  readonly logFile: string
  /** How a decent end is asked for. */
  readonly stopSignal: NodeJS.Signals
  /** Kills its children together with it, as a machine that fails does. */
  readonly diesWhole: boolean
  readonly restartDelayMs: () => number
  readonly onLine?: (line: string, pid: number) => void
  /** Between the end and the next start after a kill. */
  readonly beforeRestart?: () => void
}

export interface Killed {
  readonly pid: number
  readonly atMs: number
  /** What it had started and left behind. */
  readonly left: readonly ProcessEntry[]
}

export interface Supervised {
  readonly name: string
  readonly pid: () => number | null
  /** Ends that nobody asked for, by their exit code. */
  readonly ownEnds: readonly string[]
  start(): void
  /** kill -9. Waits until there is a process to kill. */
  kill(): Promise<Killed>
  /** Asks it to end; kills it when it does not. @returns false when it had to be killed */
  stop(timeMsMax: number): Promise<boolean>
  /** At once, whatever it does. */
  destroy(): void
}

export function createSupervised(parts: SupervisedParts): Supervised {
  const log = createWriteStream(parts.logFile, { flags: 'a' })
  const ownEnds: string[] = []
  let child: ChildProcess | null = null
  let isKept = true
  let isKilled = false

  function start(): void {
    if (!isKept || child !== null) return
    isKilled = false
    const started = spawn(parts.program, [...parts.args], {
      cwd: parts.cwd,
      env: parts.env,
      ...parts.account,
      // A session of its own: what it starts is found by it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    log.write(`=== start of ${started.pid}\n`)
    for (const stream of [started.stdout, started.stderr]) {
      createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
        log.write(`${line}\n`)
        parts.onLine?.(line, started.pid ?? 0)
      })
    }
    started.once('error', (error) => log.write(`=== ${error.message}\n`))
    started.once('exit', (code, signal) => {
      log.write(`=== end of ${started.pid}: ${signal ?? code}\n`)
      if (child === started) child = null
      if (isKept && !isKilled) ownEnds.push(`${signal ?? code}`)
      if (isKept) void startAgain(isKilled)
    })
  }

  async function startAgain(wasKilled: boolean): Promise<void> {
    await sleep(parts.restartDelayMs())
    if (wasKilled) parts.beforeRestart?.()
    start()
  }

  function isOver(one: ChildProcess): boolean {
    return one.exitCode !== null || one.signalCode !== null
  }

  return {
    name: parts.name,
    pid: () => child?.pid ?? null,
    ownEnds,
    start,
    async kill() {
      await until(() => child?.pid !== undefined && !isOver(child), 60_000)
      const victim = child as ChildProcess
      const pid = victim.pid as number
      const ended = new Promise((resolve) => victim.once('exit', resolve))
      isKilled = true
      // Frozen first, so that what it has started can be told; a process that is killed starts nothing more.
      signal(pid, 'SIGSTOP')
      const all = listProcesses()
      const left = [...all.filter((one) => one.pid === pid), ...descendantsOf(pid, all)]
      const atMs = Date.now()
      signal(pid, 'SIGKILL')
      if (parts.diesWhole) for (const one of left) signal(one.pid, 'SIGKILL')
      await ended
      return { pid, atMs, left }
    },
    async stop(timeMsMax) {
      isKept = false
      const last = child
      if (last === null || isOver(last)) return true
      const ended = new Promise((resolve) => last.once('exit', () => resolve(true)))
      last.kill(parts.stopSignal)
      const timer = new AbortController()
      const isDecent = await Promise.race([
        ended,
        sleep(timeMsMax, false, { signal: timer.signal }).catch(() => true),
      ])
      timer.abort()
      if (isDecent === true) return true
      last.kill('SIGKILL')
      await ended
      return false
    },
    destroy() {
      isKept = false
      const pid = child?.pid
      if (pid === undefined || child === null || isOver(child)) return
      for (const one of [...descendantsOf(pid)]) signal(one.pid, 'SIGKILL')
      signal(pid, 'SIGKILL')
    },
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself in the meantime.
  }
}
