/** Models without a service: whoever pays is at this machine, and what was spent and remembered ends with the process. */
import { createClosedCircuits } from '../../adapters/memory/closed-circuits.ts'
import { createModelLedger } from '../../adapters/memory/model-ledger.ts'
import type { ModelsConfig } from '../../config/service/models-config.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import { silentMeter } from '../../ports/meter/silent-meter.ts'
import type { AgentMemory } from '../../ports/store/agent-memory.ts'
import type { Payer } from '../../ports/store/model-ledger.ts'
import { modelSecrets } from '../service/model-secrets.ts'
import { createOpenCalls, type OpenCalls } from './open-calls.ts'

type Environment = Readonly<Record<string, string | undefined>>

export function createLocalCalls(models: ModelsConfig, memory: AgentMemory, env: Environment): OpenCalls {
  return createOpenCalls({
    models,
    circuits: createClosedCircuits(),
    ledger: createModelLedger(),
    memory,
    meter: silentMeter,
    log: silentLog,
    secrets: modelSecrets(models, env),
    stopped: () => null,
  })
}

/** No installation and no repository of a code host. */
export function localPayer(repositoryName: string, work: string): Payer {
  return {
    app: 'local' as AppName,
    installation: 0 as InstallationId,
    repository: 0 as RepositoryId,
    repositoryName,
    number: 0,
    work,
  }
}
