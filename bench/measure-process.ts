/** Runs a program cold and watches its whole process tree: wall time, and the peak of the memory that is really its own. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Measured {
  readonly seconds: number
  /** Peak of the tree's proportional set size in MiB: pages shared between its processes count once. */
  readonly peakMiB: number
  readonly exitCode: number | null
  readonly stdout: string
}

export interface MeasureOptions {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  readonly timeMs?: number
}

const lookEveryMs = 20

export async function measureProcess(
  program: string,
  args: readonly string[],
  options: MeasureOptions,
): Promise<Measured> {
  const begin = process.hrtime.bigint()
  const child = spawn(program, [...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  let peak = 0
  const look = setInterval(() => {
    if (child.pid !== undefined) peak = Math.max(peak, treeBytes(child.pid))
  }, lookEveryMs)
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeMs ?? 300_000)
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  clearInterval(look)
  clearTimeout(timer)
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9
  return { seconds, peakMiB: peak / 1_048_576, exitCode, stdout: Buffer.concat(chunks).toString('utf8') }
}

/** Several cold runs; the median time and the largest memory. */
export async function measureRuns(runs: number, measure: () => Promise<Measured>): Promise<Measured> {
  const results: Measured[] = []
  for (let at = 0; at < runs; at += 1) results.push(await measure())
  const sorted = [...results].sort((a, b) => a.seconds - b.seconds)
  const median = sorted[Math.floor(sorted.length / 2)] as Measured
  return { ...median, peakMiB: Math.max(...results.map(({ peakMiB }) => peakMiB)) }
}

function treeBytes(pid: number): number {
  const own = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1]
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  return Number(own ?? 0) * 1_024 + children.reduce((sum, child) => sum + treeBytes(child), 0)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process ended between two looks.
    return ''
  }
}
