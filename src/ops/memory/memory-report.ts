/** What one process tells of its memory: its figures now, its caches, and where it is going. */
import type { CacheDescription } from '../../ports/cache/cache-book.ts'
import type { HeapFigures, HeapSnapshotFile } from '../../ports/heap/heap.ts'
import type { TrendPoint } from '../maintenance/linear-trend.ts'

export interface MemoryReport {
  /** `HOST/PID` */
  readonly instance: string
  readonly role: string
  /** Milliseconds since the epoch, as `at`. */
  readonly startedAt: number
  readonly at: number
  readonly heap: HeapFigures
  readonly caches: readonly CacheDescription[]
  /** The least that the heap held in each stretch of ten minutes: what no garbage collection took away. */
  readonly floors: readonly TrendPoint[]
  readonly snapshots: readonly HeapSnapshotFile[]
}

/** Keeps the floors of the last day. */
export interface FloorKeeper {
  add(at: number, usedBytes: number): void
  floors(): readonly TrendPoint[]
}

const stretchMs = 10 * 60_000
const stretchesMax = 144

export function createFloorKeeper(): FloorKeeper {
  let kept: TrendPoint[] = []
  return {
    add(at, usedBytes) {
      const stretch = Math.floor(at / stretchMs) * stretchMs
      const last = kept.at(-1)
      const value = last?.at === stretch ? Math.min(last.value, usedBytes) : usedBytes
      kept = [...kept.filter((point) => point.at !== stretch), { at: stretch, value }].slice(-stretchesMax)
    },
    floors: () => kept,
  }
}
