/**
 * Commands of the runbook, run by `sh` in a process group of their own: at the time bound, and when the command itself
 * has ended, whatever is left of the group is killed, so that no step leaves anything behind.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { Shell, ShellRequest, ShellResult } from '../../ports/shell/shell.ts'

export interface ShellOptions {
  /** Where commands start. */
  readonly folder: string
}

/** Between the request to end and the end. */
const graceMs = 500

export function createShell({ folder }: ShellOptions): Shell {
  return { run: (request, signal) => run(request, folder, signal) }
}

async function run(request: ShellRequest, folder: string, signal: AbortSignal): Promise<ShellResult> {
  const begunAt = performance.now()
  const child = spawn('/bin/sh', ['-c', request.command], {
    cwd: folder,
    env: request.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stdout = keep(child.stdout, request.outputBytesMax)
  const stderr = keep(child.stderr, request.outputBytesMax)
  let why: ShellResult['ended'] = 'by-itself'
  const end = (reason: ShellResult['ended']) => {
    if (why === 'by-itself') why = reason
    killGroup(child, 'SIGTERM')
    setTimeout(() => killGroup(child, 'SIGKILL'), graceMs).unref()
  }
  const timer = setTimeout(() => end('out-of-time'), request.timeoutMs)
  const onAbort = () => end('stopped')
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  const exitCode = await ended(child)
  clearTimeout(timer)
  signal.removeEventListener('abort', onAbort)
  if (why === 'by-itself' && exitCode === null) why = child.pid === undefined ? 'not-started' : 'by-signal'
  return {
    exitCode: why === 'by-itself' ? exitCode : null,
    ended: why,
    stdout: stdout.text(),
    stderr: stderr.text(),
    isCut: stdout.isCut() || stderr.isCut(),
    durationMs: Math.round(performance.now() - begunAt),
  }
}

/** What a command has left running would keep its pipes open, and this process waiting. */
function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    let code: number | null = null
    child.once('error', () => resolve(null))
    child.once('exit', (exitCode) => {
      code = exitCode
      killGroup(child, 'SIGKILL')
    })
    child.once('close', () => resolve(code))
  })
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // Nothing of the group is left.
  }
}

interface Kept {
  text(): string
  isCut(): boolean
}

function keep(stream: Readable | null, bytesMax: number): Kept {
  const chunks: Buffer[] = []
  let bytes = 0
  let isCut = false
  stream?.on('data', (chunk: Buffer) => {
    const room = bytesMax - bytes
    if (chunk.length > room) isCut = true
    if (room <= 0) return
    chunks.push(chunk.subarray(0, room))
    bytes += Math.min(room, chunk.length)
  })
  return { text: () => Buffer.concat(chunks).toString('utf8'), isCut: () => isCut }
}
