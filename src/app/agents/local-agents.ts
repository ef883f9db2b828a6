/** The agents over a repository on this machine: keys from the environment; without a memory nothing stays but outlines. */
import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { createAgentMemory } from '../../adapters/memory/agent-memory.ts'
import { createDiskOutlineCache } from '../../adapters/outline-cache/disk-outline-cache.ts'
import { noStory } from '../../agents/context/context.ts'
import { createAgents } from '../../agents/create-agents.ts'
import { createSyntax } from '../../analysers/syntax/create-syntax.ts'
import type { Agents } from '../../ports/agents/agents.ts'
import type { Sandbox } from '../../ports/sandbox/sandbox.ts'
import { outlineBytesMax, partsAtOnceMax } from './bounds.ts'
import { createLocalCalls, localPayer } from './local-calls.ts'
import type { LocalAgentsOptions } from './open-local-agents.ts'

export interface LocalAgentsParts extends LocalAgentsOptions {
  readonly sandbox: Sandbox
  readonly childrenMax: number
  /** Of the repository. */
  readonly folder: string
}

export function createLocalAgents(parts: LocalAgentsParts): Agents {
  const { models, stop = null, story = noStory, sandbox, childrenMax, folder } = parts
  const { memory = createAgentMemory(), scope = realPath(folder) } = parts
  const repositoryKey = `local/${createHash('sha256').update(scope).digest('hex').slice(0, 16)}`
  const openCalls = createLocalCalls(models, memory, process.env)
  const payer = localPayer(basename(folder), 'review/local')
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
    // There is no code host to link to.
    hosts: [],
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
