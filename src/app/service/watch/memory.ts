/** The memory of this process: told, watched, and written down when somebody asks or it is nearly full. */
import { hostname } from 'node:os'
import { createHeap } from '../../../adapters/heap/create-heap.ts'
import { createMemoryKeeper } from '../../../ops/memory/memory-keeper.ts'
import type { PausableWork } from '../../../ports/heap/heap.ts'
import type { Backbone } from '../backbone.ts'
import { heapFolder, whoSetHeapLimit } from '../limit-heap.ts'
import { clock } from '../open-backbone.ts'
import type { Role } from '../role.ts'
import { type Repeated, repeat } from './repeat.ts'

const lookEveryMs = 2_000

/** @param work null: this process does no jobs */
export function startMemoryWatch(backbone: Backbone, role: Role, work: PausableWork | null): Repeated {
  const { config, store, caches, log } = backbone
  const heap = createHeap({
    folder: heapFolder(config.dataFolder),
    link: config.memory.heapLink,
    bytesMax: config.memory.heapFolderBytesMax,
    limitSetBy: whoSetHeapLimit(),
    now: clock.now,
    log,
  })
  const snapshotsNearLimit = config.memory.nearLimit === 'snapshot'
  const keeper = createMemoryKeeper({
    rows: store.processMemory,
    instance: `${hostname()}/${process.pid}`,
    role,
    startedAt: clock.now(),
    heap,
    caches,
    work,
    snapshotsNearLimit,
    clock,
    log,
  })
  const prepared = prepare()
  return repeat('memory', lookEveryMs, () => prepared.then(() => keeper.look()), log)

  async function prepare(): Promise<void> {
    try {
      await heap.tidy()
      if (!snapshotsNearLimit || (await heap.armLastResort())) return
      const remedy = 'Make room where the data folder is: about twice the limit of the heap.'
      log.warn({ remedy }, 'no disk for a heap snapshot in the last moment')
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the folder of heap snapshots cannot be used')
    }
  }
}
