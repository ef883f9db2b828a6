/** The memory of every process, and a snapshot of a heap. */
import { z } from 'zod'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import { actorOf } from '../authorise.ts'
import type { Operations } from '../operations.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const Bytes = z.number()

const Heap = z.object({
  usedBytes: Bytes,
  totalBytes: Bytes,
  limitBytes: Bytes,
  spaces: z.array(z.object({ name: z.string(), usedBytes: Bytes, sizeBytes: Bytes })),
  detachedContexts: z.int(),
  rssBytes: Bytes,
  externalBytes: Bytes,
  arrayBuffersBytes: Bytes,
  containerLimitBytes: Bytes.nullable(),
  machineBytes: Bytes,
  availableBytes: Bytes,
  limitSetBy: z.enum(['operator', 'container', 'node']),
})

const Cache = z.object({
  name: z.string(),
  lies: z.enum(['in memory', 'on disk']),
  bound: z.object({ unit: z.enum(['bytes', 'entries']), max: z.number() }),
  size: z.object({ entries: z.int(), bytes: Bytes.nullable() }).nullable(),
  hits: z.int(),
  misses: z.int(),
})

const SnapshotFile = z.object({ path: z.string(), bytes: Bytes, writtenAt: Time })

const Process = named(
  'ProcessMemory',
  z.object({
    report: z.object({
      instance: z.string(),
      role: z.string(),
      startedAt: Time,
      at: Time,
      heap: Heap,
      caches: z.array(Cache),
      floors: z
        .array(z.object({ at: Time, value: z.number() }))
        .describe('What no garbage collection took away, by ten minutes.'),
      snapshots: z.array(SnapshotFile),
    }),
    ageMs: z.number(),
    perHour: z
      .object({ bytes: z.number(), min: z.number(), max: z.number() })
      .nullable()
      .describe('Growth of what stays; null: not long enough to tell.'),
    advice: z.array(
      z.object({ rule: z.string(), urgency: z.enum(['now', 'soon', 'some time']), sentence: z.string() }),
    ),
  }),
)

const tag = 'memory'

export function addMemoryRoutes(add: AddRoute, memory: Operations['memory']): void {
  add({
    id: 'readMemory',
    method: 'GET',
    path: '/memory',
    tag,
    summary: 'Tell of the memory of every process, and what to do about it.',
    answer: z.object({ processes: z.array(Process) }),
    handle: async () => succeed({ processes: await memory.status() }),
  })

  add({
    id: 'takeHeapSnapshot',
    method: 'POST',
    path: '/memory/snapshot',
    tag,
    summary: 'Write a snapshot of the heap of a process, after its jobs have ended.',
    about: 'A heap holds secrets: it stays on the machine of the process, and its path is told.',
    body: z.object({
      instance: z
        .string()
        .min(1)
        .max(300)
        .nullable()
        .default(null)
        .describe('Null: the one process there is.'),
    }),
    answer: z.object({
      state: z.enum(['done', 'running']),
      snapshot: z.object({ instance: z.string(), path: z.string(), bytes: Bytes }).nullable(),
    }),
    handle: async ({ body: { instance }, caller }) => {
      const taken = await memory.snapshot(instance, actorOf(caller))
      if (!taken.isDone) return succeed({ state: 'running' as const, snapshot: null })
      return taken.value.ok ? succeed({ state: 'done' as const, snapshot: taken.value.value }) : taken.value
    },
  })
}
