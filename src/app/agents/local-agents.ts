/** The agents over a repository on this machine: keys from the environment, nothing remembered but outlines. */
import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { createAgentMemory } from '../../adapters/memory/agent-memory.ts'
import { createClosedCircuits } from '../../adapters/memory/closed-circuits.ts'
import { createModelLedger } from '../../adapters/memory/model-ledger.ts'
import { createDiskOutlineCache } from '../../adapters/outline-cache/disk-outline-cache.ts'
import { noStory } from '../../agents/context/context.ts'
import { createAgents } from '../../agents/create-agents.ts'
import { createSyntax } from '../../analysers/syntax/create-syntax.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'
import type { Agents } from '../../ports/agents/agents.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import { silentMeter } from '../../ports/meter/silent-meter.ts'
import type { Sandbox } from '../../ports/sandbox/sandbox.ts'
import { modelSecrets } from '../service/model-secrets.ts'
import { outlineBytesMax, partsAtOnceMax } from './bounds.ts'
import { createOpenCalls } from './open-calls.ts'
import type { LocalAgentsOptions } from './open-local-agents.ts'

export interface LocalAgentsParts extends LocalAgentsOptions {
  readonly sandbox: Sandbox
  readonly childrenMax: number
  /** Of the repository. */
  readonly folder: string
  readonly hosts: readonly string[]
}

export function createLocalAgents(parts: LocalAgentsParts): Agents {
  const { models, stop = null, story = noStory, sandbox, childrenMax, folder, hosts } = parts
  const repositoryKey = `local/${createHash('sha256').update(realPath(folder)).digest('hex').slice(0, 16)}`
  const memory = createAgentMemory()
  const openCalls = createOpenCalls({
    models,
    circuits: createClosedCircuits(),
    ledger: createModelLedger(),
    memory,
    meter: silentMeter,
    log: silentLog,
    secrets: modelSecrets(models, process.env),
    stopped: () => stop?.message ?? null,
  })
  const payer = {
    app: 'local' as AppName,
    installation: 0 as InstallationId,
    repository: 0 as RepositoryId,
    repositoryName: basename(folder),
    number: 0,
    work: 'review/local',
  }
  return createAgents({
    stopped: () => stop,
    openCalls: (settings) => openCalls(payer, repositoryKey, settings),
    syntax: createSyntax({ sandbox, childrenMax }),
    outlines: createDiskOutlineCache({
      folder: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'autogen-bot', 'outlines'),
      bytesMax: outlineBytesMax,
      now: Date.now,
    }),
    repositoryKey,
    memory,
    story: async () => story,
    earlier: async () => [],
    clock: { now: Date.now },
    now: () => performance.now(),
    reviewTimeMs: models.reviewTimeMs,
    atOnceMax: partsAtOnceMax,
    hosts,
  })
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    // The source says what is wrong with it.
    return folder
  }
}
