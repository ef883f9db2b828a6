/** A measured server, or the load generator, seen from the benchmark. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { ServerFigures } from './measured-child.ts'

export interface ServerProcess {
  readonly port: number
  /** Other processes that work for it: a database's postmaster. */
  readonly helperPid: number | null
  measure<Value>(during: () => Promise<Value>): Promise<{ readonly value: Value; readonly figures: Measured }>
  /** How many webhooks it has stored; only of one that stores them. */
  stored(): Promise<number>
  stop(): Promise<void>
}

export interface Measured extends ServerFigures {
  /** CPU time of the helper and its children, milliseconds. */
  readonly helperCpuMs: number
}

const startMsMax = 60_000

export async function startServer(file: string, args: readonly string[]): Promise<ServerProcess> {
  const child = fork(file, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const told = (await answerOf(child, startMsMax)) as { readonly port: number; readonly helperPid?: number }
  const helperPid = told.helperPid ?? null
  return {
    port: told.port,
    helperPid,
    measure: async (during) => {
      await ask(child, 'begin')
      const before = helperPid === null ? 0 : treeCpuMs(helperPid)
      const value = await during()
      const figures = (await ask(child, 'end')) as ServerFigures
      const helperCpuMs = helperPid === null ? 0 : treeCpuMs(helperPid) - before
      return { value, figures: { ...figures, helperCpuMs } }
    },
    stored: async () => ((await ask(child, 'stored')) as { readonly count: number }).count,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.send('stop')
      const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
      await ended
      clearTimeout(timer)
    },
  }
}

export async function ask(child: ChildProcess, message: string | object): Promise<unknown> {
  const answer = answerOf(child, 300_000)
  child.send(message)
  return answer
}

function answerOf(child: ChildProcess, timeMsMax: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(() => reject(new Error('no answer from a child'))), timeMsMax)
    const told = (message: unknown) => done(() => resolve(message))
    const gone = (code: number | null) => done(() => reject(new Error(`a child ended with ${code}`)))
    child.once('message', told)
    child.once('exit', gone)
    function done(conclude: () => void): void {
      clearTimeout(timer)
      child.off('message', told)
      child.off('exit', gone)
      conclude()
    }
  })
}

/** Also of children that have ended, as far as the kernel adds them up. */
function treeCpuMs(pid: number): number {
  const tickMs = 10
  let sum = 0
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    // utime, stime, cutime, cstime
    sum = [11, 12, 13, 14].reduce((total, at) => total + Number(fields[at] ?? 0), 0) * tickMs
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
    for (const child of children) sum += treeCpuMs(Number(child))
  } catch {
    // It ended between two looks.
  }
  return sum
}
