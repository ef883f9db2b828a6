/** `autogen-bot serve` as its users start it: a process of its own, watched through its log, ended for sure. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type LogLine = Readonly<Record<string, unknown>>

export interface ServiceProcess {
  readonly pid: number
  /** Every line so far. */
  readonly lines: readonly LogLine[]
  /** What was not a line of JSON. */
  readonly words: readonly string[]
  /** A line that is there, or comes. Rejects when the process ends first, or after `timeMs`. */
  line(wanted: (line: LogLine) => boolean, timeMs?: number): Promise<LogLine>
  signal(name: NodeJS.Signals): void
  /** Resolves with the exit code; null after a signal. */
  ended(): Promise<number | null>
}

const program = join(import.meta.dirname, '..', '..', 'bin', 'autogen-bot.js')
const lineTimeMs = 30_000
const linesMax = 50_000

/** @param env nothing else of this process's environment but PATH is handed on */
export function startServiceProcess(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): ServiceProcess {
  const child = spawn(process.execPath, [program, 'serve', ...words], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: LogLine[] = []
  const others: string[] = []
  const listeners = new Set<() => void>()
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  readLines(child, (text) => {
    const line = parseLine(text)
    if (line === null) others.push(text)
    else if (lines.length < linesMax) lines.push(line)
    for (const listener of listeners) listener()
  })
  let isOver = false
  void ended.then(() => {
    isOver = true
    for (const listener of listeners) listener()
  })
  return {
    pid: child.pid ?? 0,
    lines,
    words: others,
    signal: (name) => void child.kill(name),
    ended: () => ended,
    line: (wanted, timeMs = lineTimeMs) =>
      new Promise((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer)
          listeners.delete(look)
        }
        const give = (why: string) => {
          stop()
          reject(
            new Error(
              `${why}\n${[...others, ...lines.slice(-20).map((line) => JSON.stringify(line))].join('\n')}`,
            ),
          )
        }
        const timer = setTimeout(() => give(`no such line within ${timeMs} ms`), timeMs)
        function look(): void {
          const found = lines.find(wanted)
          if (found !== undefined) {
            stop()
            resolve(found)
          } else if (isOver) give('the process has ended')
        }
        listeners.add(look)
        look()
      }),
  }
}

function readLines(child: ChildProcess, onLine: (text: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null)
      createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine)
  }
}

function parseLine(text: string): LogLine | null {
  if (!text.startsWith('{')) return null
  try {
    return JSON.parse(text) as LogLine
  } catch {
    return null
  }
}
