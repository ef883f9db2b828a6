/** Memory of a running process, and whether it grows. */
import { readFileSync } from 'node:fs'

export interface Memory {
  readonly rssMiB: number
  /** Proportional: pages shared between processes count once. */
  readonly pssMiB: number
  /** The same with all its children. */
  readonly treeMiB: number
}

export function memoryOf(pid: number): Memory {
  const rollup = read(`/proc/${pid}/smaps_rollup`)
  return {
    rssMiB: field(rollup, 'Rss') / 1_024,
    pssMiB: field(rollup, 'Pss') / 1_024,
    treeMiB: treeKiB(pid) / 1_024,
  }
}

/** The line that fits best through the values, one for each review: how much comes with each. */
export function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0)
  return values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0) / (spread || 1)
}

function treeKiB(pid: number): number {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  const own = field(read(`/proc/${pid}/smaps_rollup`), 'Pss')
  return children.reduce((sum, child) => sum + treeKiB(child), own)
}

function field(rollup: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process ended between two looks.
    return ''
  }
}
