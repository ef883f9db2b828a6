/**
 * One process and its memory: tells of it in a row, answers who asks, writes a snapshot of its heap when somebody wants
 * one or when the heap is nearly full. Nothing is worked on while a snapshot is written, because the whole process stands
 * still then: a job would lose its lease.
 */
import type { CacheBook } from '../../ports/cache/cache-book.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Heap, PausableWork } from '../../ports/heap/heap.ts'
import type { Log } from '../../ports/log/log.ts'
import type { ProcessMemory, SnapshotResult } from '../../ports/store/process-memory.ts'
import { nearLimitShare } from './advise.ts'
import { createFloorKeeper, type MemoryReport } from './memory-report.ts'

export interface MemoryKeeperParts {
  readonly rows: ProcessMemory
  /** `HOST/PID` */
  readonly instance: string
  readonly role: string
  readonly startedAt: number
  readonly heap: Heap
  readonly caches: Pick<CacheBook, 'describe'>
  /** Null: this process works on nothing. */
  readonly work: PausableWork | null
  readonly snapshotsNearLimit: boolean
  readonly clock: Clock
  readonly log: Log
}

export interface MemoryKeeper {
  /** To be called every few seconds; never rejects. */
  look(): Promise<void>
}

const reportEveryMs = 60_000
const sampleEveryMs = 10_000
const nearLimitEveryMs = 3_600_000
/** Once may be garbage that is about to go. */
const nearLimitLooks = 2
const forgottenAfterMs = 7 * 86_400_000

export function createMemoryKeeper(parts: MemoryKeeperParts): MemoryKeeper {
  const { rows, instance, role, startedAt, heap, caches, clock, log } = parts
  const floors = createFloorKeeper()
  let sampledAt = -Infinity
  let reportedAt = -Infinity
  let looksNearLimit = 0

  async function report(): Promise<void> {
    const at = clock.now()
    const told: MemoryReport = {
      instance,
      role,
      startedAt,
      at,
      heap: heap.read(),
      caches: await caches.describe(),
      floors: floors.floors(),
      snapshots: await heap.snapshots(),
    }
    await rows.report({ instance, role, at, report: told })
    reportedAt = at
  }

  async function answer(): Promise<void> {
    const wishes = await rows.wishes(instance)
    if (wishes.snapshot) {
      await rows.beginSnapshot(instance, clock.now())
      const result = await snapshotAtRest(parts, 'somebody asked')
      await rows.endSnapshot(instance, clock.now(), result)
    }
    if (wishes.report || wishes.snapshot) await report()
  }

  async function watchLimit(): Promise<void> {
    const { usedBytes, limitBytes } = heap.read()
    floors.add(clock.now(), usedBytes)
    looksNearLimit = usedBytes >= nearLimitShare * limitBytes ? looksNearLimit + 1 : 0
    if (looksNearLimit < nearLimitLooks || !parts.snapshotsNearLimit) return
    // The newest file tells, not a variable: a process that restarts again and again must not fill the disk.
    const [newest] = await heap.snapshots()
    if (newest !== undefined && clock.now() - newest.writtenAt < nearLimitEveryMs) return
    looksNearLimit = 0
    await snapshotAtRest(parts, 'the heap is nearly full')
  }

  async function guarded(step: () => Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      log.debug({ reason: error instanceof Error ? error.message : String(error) }, 'memory is not told')
    }
  }

  return {
    async look() {
      if (clock.now() - sampledAt >= sampleEveryMs) {
        sampledAt = clock.now()
        await guarded(watchLimit)
      }
      await guarded(answer)
      if (clock.now() - reportedAt < reportEveryMs) return
      await guarded(report)
      await guarded(async () => void (await rows.forgetBefore(clock.now() - forgottenAfterMs)))
    },
  }
}

async function snapshotAtRest({ work, heap, log }: MemoryKeeperParts, why: string): Promise<SnapshotResult> {
  log.warn({ why }, 'heap snapshot begins')
  try {
    await work?.pause()
    const written = await heap.snapshot()
    if (!written.ok) {
      log.warn({ why, reason: written.failure.message, remedy: written.failure.remedy }, 'no heap snapshot')
      return { kind: 'refused', ...written.failure }
    }
    const { path, bytes } = written.value
    const warning =
      'It holds everything this process knows, secrets among it: keep it to yourself, and remove it.'
    log.warn({ why, path, bytes, warning }, 'heap snapshot written')
    return { kind: 'written', path, bytes }
  } finally {
    await work?.resume()
  }
}
