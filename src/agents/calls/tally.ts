/** What the calls of one review were: how many answers were known, who answered, how long anybody waited. Costs are the ledger's. */
import type { ModelName } from '../../domain/agents/model-usage.ts'

export interface Tally {
  waited(ms: number): void
  remembered(): void
  answered(model: ModelName): void
  counted(): { readonly remembered: number; readonly modelMs: number }
  answeredBy(): readonly ModelName[]
}

export function createTally(): Tally {
  let remembered = 0
  let modelMs = 0
  const models = new Set<ModelName>()
  return {
    waited(ms) {
      modelMs += ms
    },
    remembered() {
      remembered += 1
    },
    answered(model) {
      models.add(model)
    },
    counted: () => ({ remembered, modelMs }),
    answeredBy: () => [...models],
  }
}
