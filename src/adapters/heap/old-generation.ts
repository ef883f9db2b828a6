/**
 * The part of the heap that ends a process when it is full: what outlived the small collections. V8's own limit of the
 * heap has the young generation's room in it, which the old one cannot have; a small heap is full at half of that limit.
 *
 * The young generation's content is not counted, garbage mostly. What survives of it may come over at once, so a process
 * whose young generation is large beside the old one may end before it was seen full.
 */
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'

export interface OldGeneration {
  readonly usedBytes: number
  readonly limitBytes: number
}

/** How V8 was told to divide the heap. */
export interface HeapFlags {
  readonly execArgv: readonly string[]
  readonly nodeOptions: string
}

const mebibyte = 1_048_576
/** The young generation is made of three of them. */
const semiSpaces = 3
/** V8's own choice on a machine of 64 bits; an older one takes less, and then the limit told here is the safe side of it. */
const semiSpaceMiB = 64
const youngSpaces: ReadonlySet<string> = new Set(['new_space', 'new_large_object_space'])

export function readOldGeneration(): OldGeneration {
  const old = getHeapSpaceStatistics().filter(({ space_name }) => !youngSpaces.has(space_name))
  const usedBytes = old.reduce((sum, { space_used_size }) => sum + space_used_size, 0)
  return { usedBytes, limitBytes }
}

/** @param heapBytes the limit of the whole heap, as V8 tells it */
export function oldGenerationLimit({ execArgv, nodeOptions }: HeapFlags, heapBytes: number): number {
  // V8 takes the last of several; the command line comes behind NODE_OPTIONS.
  const words = [...nodeOptions.split(/\s+/), ...execArgv].map((word) => word.replaceAll('_', '-'))
  const given = (flag: string) => {
    const at = words.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`))
    const value = Number(words[at]?.split('=')[1] ?? words[at + 1])
    return at >= 0 && value > 0 ? value : null
  }
  const old = given('--max-old-space-size')
  if (old !== null) return old * mebibyte
  const young = semiSpaces * (given('--max-semi-space-size') ?? semiSpaceMiB) * mebibyte
  // A heap as small as that was divided in another way; half is what every way leaves.
  return Math.max(heapBytes - young, heapBytes / 2)
}

/** Set when V8 starts, so read once. */
const limitBytes = oldGenerationLimit(
  { execArgv: process.execArgv, nodeOptions: process.env.NODE_OPTIONS ?? '' },
  getHeapStatistics().heap_size_limit,
)
