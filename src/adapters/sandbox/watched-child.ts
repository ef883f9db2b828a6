/** A child process that ends when a bound is reached, and says which. */
import type { ChildProcessByStdio } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import type { ProgramFailure } from '../../ports/sandbox/sandbox.ts'
import { type Launch, startChild } from './launch.ts'
import { type ProcessUsage, usageOfTree } from './process-usage.ts'

export interface WatchedChild {
  readonly process: ChildProcessByStdio<Writable, Readable, null>
  /** Kills it and all that it started. The first reason stays. */
  stop(failure: ProgramFailure): void
  /**
   * Milliseconds of processor time that it and its descendants were given when last looked at, which is often; null
   * where the system does not tell.
   */
  processorMs(): number | null
  /** The exit code, or why there is none. */
  readonly ended: Promise<number | ProgramFailure>
}

const lookEveryMs = 50
/** Shells and bubblewrap report a child's signal as an exit code above this. */
const signalBase = 128

export function startWatchedChild(
  launch: Launch,
  cwd: string,
  memoryBytesMax: number,
  signal: AbortSignal,
): WatchedChild {
  const child = startChild(launch, cwd)
  let failure: ProgramFailure | null = null
  const stop = (why: ProgramFailure) => {
    failure ??= why
    killGroup(child.pid)
  }
  const onAbort = () => stop({ kind: 'cancelled', detail: 'cancelled' })
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  let usage: ProcessUsage | null = null
  const look = setInterval(() => {
    usage = (child.pid === undefined ? null : usageOfTree(child.pid)) ?? usage
    if (usage !== null && usage.residentBytes > memoryBytesMax) {
      stop({ kind: 'memory', detail: `more than ${Math.round(memoryBytesMax / 1_048_576)} MiB of memory` })
    }
  }, lookEveryMs)
  look.unref()
  const ended = new Promise<number | ProgramFailure>((resolve) => {
    child.once('error', (error) => resolve({ kind: 'cannot-start', detail: error.message }))
    child.once('close', (code, killedBy) => {
      if (failure !== null) resolve(failure)
      else if (code === null || code > signalBase) resolve(ending(killedBy ?? signalOf(code)))
      else resolve(code)
    })
  }).finally(() => {
    clearInterval(look)
    signal.removeEventListener('abort', onAbort)
  })
  return {
    process: child,
    stop,
    ended,
    processorMs: () => usage?.processorMs ?? null,
  }
}

/** SIGSYS is what the wall sends; no program of ours does by itself. */
function ending(signal: string): ProgramFailure {
  return signal === 'SIGSYS'
    ? { kind: 'escaped', detail: 'it asked for a network socket' }
    : { kind: 'crashed', detail: `ended by ${signal}` }
}

function signalOf(code: number | null): string {
  const signals = Object.entries(constants.signals)
  return signals.find(([, number]) => number === (code ?? 0) - signalBase)?.[0] ?? `exit code ${code}`
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}
