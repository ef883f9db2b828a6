/**
 * The limit of the heap, from what a container allows. Node's own choice looks at the machine or takes half of the
 * container for each process; a process of ours shares its container with children, and says which share is its own.
 */

/** Seen by the process that was started anew, so that it is started once. */
export const limitMark = 'AUTOGEN_HEAP_LIMIT'

export interface HeapLimitQuestion {
  /** Of Node itself. */
  readonly execArgv: readonly string[]
  readonly nodeOptions: string
  /** What the control group allows; null: nothing stands in the way but the machine. */
  readonly containerLimitBytes: number | null
  /** Whether analysers or the embedded server run in the same container. */
  readonly hasChildren: boolean
  /** Of the snapshots that V8 writes by itself. */
  readonly folder: string
}

export interface HeapLimitAnswer {
  readonly flags: readonly string[]
  readonly setBy: 'operator' | 'container' | 'node'
}

const shareWithChildren = 0.5
const shareAlone = 0.75
const mebibyte = 1_048_576
const leastMiB = 64
/** The young generation takes up to three of them. */
const semiSpaceMiB = 16

export function heapLimitFlags(question: HeapLimitQuestion): HeapLimitAnswer {
  const { execArgv, nodeOptions, containerLimitBytes, hasChildren, folder } = question
  const words = [...execArgv, ...nodeOptions.split(/\s+/)].map((word) => word.replaceAll('_', '-'))
  const has = (flag: string) => words.some((word) => word === flag || word.startsWith(`${flag}=`))
  const place = has('--diagnostic-dir') ? [] : [`--diagnostic-dir=${folder}`]
  if (has('--max-old-space-size') || has('--max-old-space-size-percentage') || has('--max-heap-size'))
    return { flags: place, setBy: 'operator' }
  if (containerLimitBytes === null) return { flags: place, setBy: 'node' }
  const share = hasChildren ? shareWithChildren : shareAlone
  const size = Math.max(leastMiB, Math.floor((share * containerLimitBytes) / mebibyte))
  // V8's own choice for the young generation may be as much again as a small container leaves for the old one.
  const young = has('--max-semi-space-size') ? [] : [`--max-semi-space-size=${semiSpaceMiB}`]
  return { flags: [`--max-old-space-size=${size}`, ...young, ...place], setBy: 'container' }
}
