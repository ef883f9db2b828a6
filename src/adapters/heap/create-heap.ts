/** The heap through V8: its figures, and snapshots of it in a folder that does not grow without bound. */
import { rename, rm, stat, statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import {
  getHeapSpaceStatistics,
  getHeapStatistics,
  setHeapSnapshotNearHeapLimit,
  writeHeapSnapshot,
} from 'node:v8'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Heap, HeapFigures, HeapRefusal, HeapSnapshotFile } from '../../ports/heap/heap.ts'
import type { Log } from '../../ports/log/log.ts'
import { linkInside, linkOutside, listSnapshots, openFolder, tidyFolder } from './heap-folder.ts'
import { readOldGeneration } from './old-generation.ts'

export interface HeapOptions {
  /** Of the snapshots; made when it is missing. */
  readonly folder: string
  /** A link outside of the folder that leads to the newest one. */
  readonly link: string
  readonly bytesMax: number
  readonly limitSetBy: HeapFigures['limitSetBy']
  readonly now: () => number
  readonly log: Log
}

export interface OpenedHeap extends Heap {
  /** Brings folder and links in order; V8 may have written one in the last moment of the process before. */
  tidy(): Promise<void>
  /** Lets V8 write one by itself when nothing else is left. @returns false: there is too little disk for it */
  armLastResort(): Promise<boolean>
}

/** A snapshot is written from a copy of what it holds: of memory, and of disk, about twice the heap is wanted. */
const roomFactor = 2
const memoryFactor = 1

export function createHeap(options: HeapOptions): OpenedHeap {
  const { folder, link, bytesMax, limitSetBy, now, log } = options

  async function relink(): Promise<void> {
    const [newest] = await tidyFolder(folder, bytesMax, now())
    if (newest === undefined) return
    await linkInside(folder, newest)
    const complaint = await linkOutside(link, newest)
    if (complaint !== null) {
      const remedy = 'Remove it, or give AUTOGEN_HEAP_LINK another path.'
      log.warn({ link, reason: complaint, remedy }, 'the link to the newest heap snapshot is not ours')
    }
  }

  async function snapshot(): Promise<Outcome<HeapSnapshotFile, HeapRefusal>> {
    try {
      await openFolder(folder)
      const refusal = await refusalOf(readHeap(limitSetBy), folder)
      if (refusal !== null) return fail(refusal)
      const stamp = new Date(now()).toISOString().replaceAll(/[-:]|\.\d+/g, '')
      const path = join(folder, `heap-${stamp}-${process.pid}.heapsnapshot`)
      const draft = `${path}.partial`
      try {
        writeHeapSnapshot(draft)
        await rename(draft, path)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      const { size, mtimeMs } = await stat(path)
      await relink()
      return succeed({ path, bytes: size, writtenAt: mtimeMs })
    } catch (error) {
      const message = `The heap snapshot could not be written: ${(error as Error).message}.`
      return fail({ message, remedy: `Look at ${folder} and its disk.` })
    }
  }

  return {
    read: () => readHeap(limitSetBy),
    snapshot,
    snapshots: () => listSnapshots(folder),
    async tidy() {
      await openFolder(folder)
      await relink()
    },
    async armLastResort() {
      await openFolder(folder)
      const { bavail, bsize } = await statfs(folder)
      if (bavail * bsize < roomFactor * getHeapStatistics().heap_size_limit) return false
      setHeapSnapshotNearHeapLimit(1)
      return true
    },
  }
}

async function refusalOf(heap: HeapFigures, folder: string): Promise<HeapRefusal | null> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const room = roomFactor * heap.usedBytes
  if (free < room)
    return {
      message: `A heap snapshot wants about ${mib(room)} of disk in ${folder}; ${mib(free)} are free.`,
      remedy: 'Make room, or move the data folder.',
    }
  const memory = memoryFactor * heap.usedBytes
  if (heap.availableBytes < memory)
    return {
      message: `A heap snapshot wants about ${mib(memory)} of memory; ${mib(heap.availableBytes)} are left before the kernel ends the process.`,
      remedy: 'Raise the limit of the container or stop something else, then ask again.',
    }
  return null
}

function readHeap(limitSetBy: HeapFigures['limitSetBy']): HeapFigures {
  const heap = getHeapStatistics()
  const { rss, external, arrayBuffers } = process.memoryUsage()
  const machineBytes = totalmem()
  const constrained = process.constrainedMemory()
  return {
    ...readOldGeneration(),
    totalBytes: heap.total_heap_size,
    spaces: getHeapSpaceStatistics().map((space) => ({
      name: space.space_name,
      usedBytes: space.space_used_size,
      sizeBytes: space.space_size,
    })),
    detachedContexts: heap.number_of_detached_contexts,
    rssBytes: rss,
    externalBytes: external,
    arrayBuffersBytes: arrayBuffers,
    containerLimitBytes: constrained > 0 && constrained < machineBytes ? constrained : null,
    machineBytes,
    availableBytes: process.availableMemory(),
    limitSetBy,
  }
}

function mib(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576)} MiB`
}
