/** What every process of the service tells of itself, whatever its role: its run, its machine, its caches, its drift. */
import { hostname } from 'node:os'
import { readOldGeneration } from '../../../adapters/heap/old-generation.ts'
import { isAlive } from '../../../adapters/machine/is-alive.ts'
import { type Machine, readMachine } from '../../../adapters/machine/read-machine.ts'
import { showCaches } from '../../../ops/caches/create-cache-book.ts'
import { digestConfig, hashOfDigests, sharedDigests } from '../../../ops/drift/config-digests.ts'
import { createRunKeeper } from '../../../ops/processes/keep-run.ts'
import type { Meter } from '../../../ports/meter/meter.ts'
import type { Backbone } from '../backbone.ts'
import type { Role } from '../role.ts'
import { version } from '../user-agent.ts'
import { createDriftLook } from './drift-look.ts'
import { repeat } from './repeat.ts'
import { type WatchClock, watchClock } from './watch-clock.ts'

export interface ProcessWatch {
  /** Writes down that the process was asked to end; to be called before the store is closed. */
  stop(): Promise<void>
}

const machineEveryMs = 10_000
const pulseEveryMs = 10_000
const driftEveryMs = 60_000
const silenceMs = 60_000

/** Resolves when the first figures are there: before anybody looks at them. */
export async function startProcessWatch(backbone: Backbone, role: Role): Promise<ProcessWatch> {
  const { config, store, log, meter, caches } = backbone
  const clock = watchClock()
  const startedAt = clock.now()
  meter.set('autogen_build_info', 1, { version, node: process.versions.node })
  meter.set('autogen_process_start_timestamp_seconds', startedAt / 1000)
  const machine = readMachine({ dataFolder: config.dataFolder, elapsedMs: () => performance.now() })
  const digests = sharedDigests(digestConfig(config))
  const keeper = createRunKeeper({
    runs: store.runs,
    run: {
      role,
      host: hostname(),
      pid: process.pid,
      version,
      configHash: hashOfDigests(digests),
      configDigests: digests,
      startedAt,
    },
    readMemory: () => ({ memoryShare: memoryShare(machine), groupOomKills: machine.oomKills() }),
    isAlive,
    silenceMs: silenceMs * clock.speed,
    clock,
    log,
    meter,
  })
  await keeper.pulse()
  showMachine(machine, meter)
  const repeated = [
    repeat('pulse', realMs(clock, pulseEveryMs), () => keeper.pulse(), log),
    repeat('machine', realMs(clock, machineEveryMs), async () => showMachine(machine, meter), log),
    repeat('caches', realMs(clock, machineEveryMs), () => showCaches(caches, meter), log),
    repeat('drift', realMs(clock, driftEveryMs), createDriftLook(backbone), log),
  ]
  return {
    async stop() {
      await Promise.all(repeated.map((one) => one.stop()))
      await keeper.end()
    },
  }
}

/** In a drill the watch's time runs faster, and looks come as much closer together; never closer than this. */
export function realMs(clock: WatchClock, watchMs: number): number {
  return Math.max(Math.min(watchMs, 1_000), clock.realMs(watchMs))
}

function memoryShare(machine: Machine): number {
  return Math.max(machine.memoryShare() ?? 0, heapShare())
}

/** A process may die of a full heap on a machine with room, so its limit counts as much as the container's. */
function heapShare(): number {
  const { usedBytes, limitBytes } = readOldGeneration()
  return usedBytes / limitBytes
}

function showMachine(machine: Machine, meter: Meter): void {
  const { cpu, memory, disk, bytesIn, bytesOut } = machine.look()
  for (const [resource, share] of Object.entries({ cpu, memory: Math.max(memory ?? 0, heapShare()), disk })) {
    if (share !== null) meter.set('autogen_resource_utilization_ratio', share, { resource })
  }
  meter.count('autogen_network_bytes_total', { direction: 'in' }, bytesIn)
  meter.count('autogen_network_bytes_total', { direction: 'out' }, bytesOut)
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage()
  const kinds = {
    rss,
    heap_used: heapUsed,
    heap_total: heapTotal,
    heap_limit: readOldGeneration().limitBytes,
    external,
    array_buffers: arrayBuffers,
  }
  for (const [kind, bytes] of Object.entries(kinds)) meter.set('autogen_memory_bytes', bytes, { kind })
}
