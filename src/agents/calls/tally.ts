/** What all calls of one review took, and who answered. */
import type { AgentsUsage } from '../../domain/agents/agents-report.ts'
import {
  addTokens,
  type ModelName,
  noTokens,
  type TokenUsage,
  tokensOf,
} from '../../domain/agents/model-usage.ts'

export interface PaidCall {
  readonly usage: TokenUsage
  /** Null: the model has no known price. */
  readonly microDollars: number | null
  readonly durationMs: number
  readonly isAnswered: boolean
}

export interface Tally {
  paid(call: PaidCall): void
  remembered(): void
  answered(model: ModelName): void
  usage(): AgentsUsage
  answeredBy(): readonly ModelName[]
}

export function createTally(): Tally {
  let usage: AgentsUsage = { tokens: noTokens, costMicroDollars: 0, calls: 0, remembered: 0, modelMs: 0 }
  const models = new Set<ModelName>()
  return {
    paid({ usage: tokens, microDollars, durationMs, isAnswered }) {
      const isPaid = isAnswered || tokensOf(tokens) > 0
      const isUnknown = usage.costMicroDollars === null || (isPaid && microDollars === null)
      usage = {
        tokens: addTokens(usage.tokens, tokens),
        costMicroDollars: isUnknown ? null : (usage.costMicroDollars ?? 0) + (microDollars ?? 0),
        calls: usage.calls + (isPaid ? 1 : 0),
        remembered: usage.remembered,
        modelMs: usage.modelMs + durationMs,
      }
    },
    remembered() {
      usage = { ...usage, remembered: usage.remembered + 1 }
    },
    answered(model) {
      models.add(model)
    },
    usage: () => usage,
    answeredBy: () => [...models],
  }
}
