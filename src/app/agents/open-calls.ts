/** How the agents of this process reach models: who pays, what may be spent, and where it is written down. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createModels } from '../../adapters/model-ai-sdk/create-models.ts'
import { createPrices } from '../../adapters/model-ai-sdk/prices.ts'
import { limitsOf } from '../../agents/budget/limits-of.ts'
import type { Calls } from '../../agents/calls/calls.ts'
import { createCalls } from '../../agents/calls/create-calls.ts'
import { createFlights } from '../../agents/calls/flights.ts'
import { promptVersion } from '../../agents/prompts/prompts.ts'
import type { ModelsConfig } from '../../config/service/models-config.ts'
import type { AgentSettings } from '../../domain/agents/agent-settings.ts'
import type { Circuits } from '../../ports/circuit/circuit.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
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
  /** Why no model may be asked now; null when nothing is in the way. */
  readonly stopped: () => string | null
}

/** For one review or answer. */
export type OpenCalls = (payer: Payer, scope: string, settings: AgentSettings) => Calls

/** Once a process: connections, places and answers on their way are shared by all of its reviews. */
export function createOpenCalls(sources: CallsSources): OpenCalls {
  const { models: config, circuits, ledger, memory, meter, log, secrets, stopped } = sources
  const models = createModels(config, { now: Date.now, log, secrets })
  const prices = createPrices(config, Date.now)
  const flights = createFlights()
  return (payer, scope, settings) =>
    createCalls({
      clientsOf: models.clientsOf,
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

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}
