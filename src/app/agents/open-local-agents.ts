/** Loads the agents only when they are asked for: analysers alone have to start in no time. */
import type { ChangeStory } from '../../agents/context/context.ts'
import type { ModelsConfig } from '../../config/service/models-config.ts'
import type { Agents } from '../../ports/agents/agents.ts'
import type { Sandbox } from '../../ports/sandbox/sandbox.ts'

export interface LocalAgentsOptions {
  readonly models: ModelsConfig
  /** What is known of the pull request beside its commits. */
  readonly story?: Omit<ChangeStory, 'commits'>
}

export interface LocalAgentsRequest {
  readonly folder: string
  /** Null: no agents are asked. */
  readonly agents: LocalAgentsOptions | null
  readonly childrenMax: number
  /** That may be linked to. */
  readonly hosts: readonly string[]
}

export async function openLocalAgents(
  { folder, agents, childrenMax, hosts }: LocalAgentsRequest,
  sandbox: Sandbox,
): Promise<Agents | null> {
  if (agents === null) return null
  const { createLocalAgents } = await import('./local-agents.ts')
  const { models, story = noStory } = agents
  return createLocalAgents({ models, sandbox, childrenMax, folder, story, hosts })
}

const noStory: Omit<ChangeStory, 'commits'> = { title: '', description: '', linkedIssue: null, earlier: [] }
