/** Loads the agents only when they are asked for: analysers alone have to start in no time. */
import type { ModelsConfig } from '../../config/service/models-config.ts'
import type { AgentsStop } from '../../domain/agents/agents-report.ts'
import type { Agents } from '../../ports/agents/agents.ts'
import type { Sandbox } from '../../ports/sandbox/sandbox.ts'
import type { AgentMemory } from '../../ports/store/agent-memory.ts'
import type { ToldStory } from './gather-story.ts'

export interface LocalAgentsOptions {
  readonly models: ModelsConfig
  /** Why nobody can be asked, though somebody wants it. */
  readonly stop?: AgentsStop
  readonly story?: ToldStory
  /** Answers that are known. Default: none, and what is said now ends with the process. */
  readonly memory?: AgentMemory
  /** Within which answers are shared. Default: the folder. */
  readonly scope?: string
}

export interface LocalAgentsRequest {
  readonly folder: string
  /** Null: no agents are asked. */
  readonly agents: LocalAgentsOptions | null
  readonly childrenMax: number
}

export async function openLocalAgents(
  { folder, agents, childrenMax }: LocalAgentsRequest,
  sandbox: Sandbox,
): Promise<Agents | null> {
  if (agents === null) return null
  const { createLocalAgents } = await import('./local-agents.ts')
  return createLocalAgents({ ...agents, sandbox, childrenMax, folder })
}
