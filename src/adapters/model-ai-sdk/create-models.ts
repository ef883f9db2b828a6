/**
 * Every model of the configuration, ready to be asked. Nothing is loaded or connected by this: what a provider needs is
 * loaded with its first request. Models of one provider share its places.
 */
import type { ModelsConfig } from '../../config/service/models-config.ts'
import { type AgentRole, agentRoles } from '../../domain/agents/agent-role.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import type { Log } from '../../ports/log/log.ts'
import type { ModelClient } from '../../ports/model/model.ts'
import { createAtOnce } from './at-once.ts'
import type { Fetch } from './bounded-fetch.ts'
import { createModelClient } from './create-model-client.ts'

export interface Models {
  readonly byName: ReadonlyMap<ModelName, ModelClient>
  /** The first choice first; empty: nobody is configured. */
  clientsOf(role: AgentRole): readonly ModelClient[]
}

export interface ModelsParts {
  readonly now: () => number
  readonly log?: Log
  readonly fetch?: Fetch
  /** What must not be said besides the providers' keys: credentials that a provider finds by itself. */
  readonly secrets?: readonly string[]
}

export function createModels({ providers, roles }: ModelsConfig, parts: ModelsParts): Models {
  const places = new Map(providers.map(({ name, atOnceMax }) => [name, createAtOnce(atOnceMax)]))
  const names = new Set(agentRoles.flatMap((role) => roles[role]))
  const byName = new Map(
    [...names].flatMap((name): [ModelName, ModelClient][] => {
      const { provider: of, model } = partsOfModelName(name)
      const provider = providers.find((one) => one.name === of)
      const atOnce = places.get(of)
      if (provider === undefined || atOnce === undefined) return []
      return [[name, createModelClient({ ...parts, provider, model, atOnce })]]
    }),
  )
  return {
    byName,
    clientsOf: (role) => roles[role].flatMap((name) => byName.get(name) ?? []),
  }
}

/** At the first slash: names of models have slashes of their own. */
export function partsOfModelName(name: ModelName): { readonly provider: string; readonly model: string } {
  const at = name.indexOf('/')
  return { provider: name.slice(0, Math.max(0, at)), model: name.slice(at + 1) }
}
