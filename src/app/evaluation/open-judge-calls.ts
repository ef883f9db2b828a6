/** How an evaluation reaches models: from the environment, with the budget of one review for each change. */
import { createAgentMemory } from '../../adapters/memory/agent-memory.ts'
import { createClosedCircuits } from '../../adapters/memory/closed-circuits.ts'
import { createModelLedger } from '../../adapters/memory/model-ledger.ts'
import type { Calls } from '../../agents/calls/calls.ts'
import { defaultConfig } from '../../config/default-config.ts'
import type { ModelsConfig } from '../../config/service/models-config.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import { silentMeter } from '../../ports/meter/silent-meter.ts'
import { createOpenCalls } from '../agents/open-calls.ts'
import { modelSecrets } from '../service/model-secrets.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Of a judge, which is to say the same every time. */
export function openJudgeCalls(models: ModelsConfig, env: Environment): (work: string) => Calls {
  const openCalls = createOpenCalls({
    models,
    circuits: createClosedCircuits(),
    ledger: createModelLedger(),
    memory: createAgentMemory(),
    meter: silentMeter,
    log: silentLog,
    secrets: modelSecrets(models, env),
    stopped: () => null,
  })
  return (work) => openCalls(payerOf(work), work, { ...defaultConfig.agents, temperature: 0 })
}

/** Nobody's installation: the ledger is of this process alone. */
function payerOf(work: string) {
  return {
    app: 'evaluation' as AppName,
    installation: 0 as InstallationId,
    repository: 0 as RepositoryId,
    repositoryName: 'evaluation',
    number: 0,
    work: `judge/${work}`,
  }
}
