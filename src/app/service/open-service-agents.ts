/** The agents of a worker process, where models are configured: what its reviews share. */
import { join } from 'node:path'
import { createDiskOutlineCache } from '../../adapters/outline-cache/disk-outline-cache.ts'
import { stopBySwitches } from '../../domain/agents/stop-by-switches.ts'
import { outlineBytesMax } from '../agents/bounds.ts'
import { createHostedAgents, type HostedAgentsParts } from '../agents/hosted-agents.ts'
import { createOpenCalls } from '../agents/open-calls.ts'
import type { Backbone } from './backbone.ts'
import { modelSecrets } from './model-secrets.ts'
import type { OpenAgents } from './review-change.ts'
import type { WatchedSwitches } from './watch/switches.ts'

export interface ServiceAgents {
  readonly openAgents: OpenAgents
  readonly parts: HostedAgentsParts
}

export function openServiceAgents(
  { config, store, circuits, meter, log, caches, security }: Backbone,
  switches: WatchedSwitches,
): ServiceAgents | null {
  const { models } = config
  if (models.providers.length === 0) return null
  const stopped = () => stopBySwitches(switches.current())
  const openCalls = createOpenCalls({
    models,
    circuits,
    ledger: store.modelLedger,
    memory: store.agentMemory,
    meter,
    log,
    secrets: modelSecrets(models, process.env),
    hide: security.hideFromModels,
    stopped: () => stopped()?.message ?? null,
  })
  const outlines = createDiskOutlineCache({
    folder: join(config.dataFolder, 'outlines'),
    bytesMax: outlineBytesMax,
    now: Date.now,
    caches,
  })
  const parts = { openCalls, outlines, store, reviewTimeMs: models.reviewTimeMs, stopped }
  return { openAgents: (review) => createHostedAgents(parts, review), parts }
}
