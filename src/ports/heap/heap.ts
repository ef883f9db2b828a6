/**
 * The heap of this process. Promise: reading it costs nothing; a snapshot is written whole or leaves nothing behind, is
 * readable by this user alone, and never takes the disk's last space: what cannot be done is refused with a sentence.
 */
import type { Outcome } from '../../domain/outcome.ts'

export interface HeapFigures {
  /** Of the old generation: what outlived the small collections. */
  readonly usedBytes: number
  /** Of the whole heap, as taken from the system. */
  readonly totalBytes: number
  /** Of the old generation: where the process ends for want of memory. */
  readonly limitBytes: number
  readonly spaces: readonly {
    readonly name: string
    readonly usedBytes: number
    readonly sizeBytes: number
  }[]
  /** More than a few mean that something holds on to what was left. */
  readonly detachedContexts: number
  readonly rssBytes: number
  /** Held by objects of the heap, outside of it. */
  readonly externalBytes: number
  /** Part of the external ones: buffers. */
  readonly arrayBuffersBytes: number
  /** What a container allows this process and its neighbours in it; null: the whole machine. */
  readonly containerLimitBytes: number | null
  readonly machineBytes: number
  /** What can be taken still before somebody is killed. */
  readonly availableBytes: number
  /** Who set the limit: somebody who started Node, autogen-bot from the container's limit, Node itself. */
  readonly limitSetBy: 'operator' | 'container' | 'node'
}

export interface HeapSnapshotFile {
  readonly path: string
  readonly bytes: number
  readonly writtenAt: number
}

export interface HeapRefusal {
  readonly message: string
  readonly remedy: string
}

export interface Heap {
  read(): HeapFigures
  /** Stops everything in this process while it is written: about a second for each 100 MB. */
  snapshot(): Promise<Outcome<HeapSnapshotFile, HeapRefusal>>
  /** Newest first, the ones of this machine's other processes with the same data folder among them. */
  snapshots(): Promise<readonly HeapSnapshotFile[]>
}

/** What must not run while the whole process stands still. */
export interface PausableWork {
  /** Takes no more; resolves when what ran has ended or was handed back. */
  pause(): Promise<void>
  resume(): Promise<void>
}
