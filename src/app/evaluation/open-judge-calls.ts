/** How an evaluation reaches its judge: from the environment, with the budget of one review for what it is asked of each change. */
import { createAgentMemory } from '../../adapters/memory/agent-memory.ts'
import type { Calls } from '../../agents/calls/calls.ts'
import { defaultConfig } from '../../config/default-config.ts'
import type { ModelsConfig } from '../../config/service/models-config.ts'
import { createLocalCalls, localPayer } from '../agents/local-calls.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** @returns by the case's id; a judge is to say the same every time */
export function openJudgeCalls(models: ModelsConfig, env: Environment): (caseId: string) => Calls {
  const openCalls = createLocalCalls(models, createAgentMemory(), env)
  const settings = { ...defaultConfig.agents, temperature: 0 }
  return (caseId) => openCalls(localPayer('evaluation', `judge/${caseId}`), 'judge', settings)
}
