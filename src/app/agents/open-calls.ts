/** How the agents of this process reach models: who pays, what may be spent, and where it is written down. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createModels } from '../../adapters/model-ai-sdk/create-models.ts'
import { createPrices } from '../../adapters/model-ai-sdk/prices.ts'
import { limitsOf } from '../../agents/budget/limits-of.ts'
import type { Calls } from '../../agents/calls/calls.ts'
import { createCalls } from '../../agents/calls/create-calls.ts'
import { createFlights } from '../../agents/calls/flights.ts'
import { type Hide, hidingClient } from '../../agents/calls/hiding-client.ts'
import { promptVersion } from '../../agents/prompts/prompts.ts'
import { createMaskSecrets } from '../../analysers/secrets/mask-secrets.ts'
import type { ModelsConfig } from '../../config/service/models-config.ts'
import type { AgentRole } from '../../domain/agents/agent-role.ts'
import type { AgentSettings } from '../../domain/agents/agent-settings.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import { createOwnSecrets } from '../../ops/security/own-secrets.ts'
import type { Circuits } from '../../ports/circuit/circuit.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { ModelClient } from '../../ports/model/model.ts'
import type { AgentMemory } from '../../ports/store/agent-memory.ts'
import type { ModelLedger, Payer } from '../../ports/store/model-ledger.ts'

export interface CallsSources {
  readonly models: ModelsConfig
  readonly circuits: Circuits
  readonly ledger: ModelLedger
  readonly memory: AgentMemory
  readonly meter: Meter
  readonly log: Log
  readonly secrets: readonly string[]
  /** Takes more of our own secrets out of what goes to models and of what they answer. Default: `secrets` alone. */
  readonly hide?: Hide
  /** Why no model may be asked now; null when nothing is in the way. */
  readonly stopped: () => string | null
}

/** For one review or answer. */
export type OpenCalls = (payer: Payer, scope: string, settings: AgentSettings) => Calls

/** Once a process: connections, places and answers on their way are shared by all of its reviews. */
export function createOpenCalls(sources: CallsSources): OpenCalls {
  const { models: config, circuits, ledger, memory, meter, log, secrets, stopped } = sources
  const models = createModels(config, { now: Date.now, log, secrets })
  const clientsOf = hidingClients(models.clientsOf, sources.hide ?? ownHide(secrets))
  const prices = createPrices(config, Date.now)
  const flights = createFlights()
  return (payer, scope, settings) =>
    createCalls({
      clientsOf,
      prices,
      circuits,
      ledger,
      memory,
      scope,
      payer,
      limits: limitsOf(config.budget, settings.budget),
      bounds: config,
      temperature: settings.temperature,
      promptVersion,
      stopped,
      flights,
      now: Date.now,
      wait,
      chance: Math.random,
      meter,
      log,
    })
}

/** One of each model, with secrets of ours and whatever has the form of one taken out on both ways. */
function hidingClients(
  clientsOf: (role: AgentRole) => readonly ModelClient[],
  hide: Hide,
): (role: AgentRole) => readonly ModelClient[] {
  const maskForms = createMaskSecrets()
  const byModel = new Map<ModelName, ModelClient>()
  const hideAll: Hide = (text) => maskForms(hide(text))
  return (role) =>
    clientsOf(role).map((client) => {
      const known = byModel.get(client.model) ?? hidingClient(client, hideAll)
      byModel.set(client.model, known)
      return known
    })
}

function ownHide(secrets: readonly string[]): Hide {
  return createOwnSecrets(secrets.map((text) => ({ name: 'a key of a provider', text }))).hide
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}
