/** Which models the agents speak to, and what that may cost. Types and defaults; `read-models.ts` reads them. */
import type { AgentRole } from '../../domain/agents/agent-role.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'

/** `openai` speaks the responses API, `openai-chat` and `openai-compatible` chat completions. */
export const providerKinds = [
  'openai',
  'openai-chat',
  'anthropic',
  'google',
  'bedrock',
  'openai-compatible',
] as const
export type ProviderKind = (typeof providerKinds)[number]

export interface ProviderConfig {
  /** The first part of its models' names. */
  readonly name: string
  readonly kind: ProviderKind
  /** Null: the provider's own address. */
  readonly url: string | null
  /** Secret. Null: none is needed (a local server), or the provider's own ways are used (AWS). */
  readonly key: string | null
  /** Of Bedrock. */
  readonly region: string | null
  /** Requests that may be on their way at once. */
  readonly atOnceMax: number
}

export interface CostLimit {
  /** Null: no limit. */
  readonly tokensMax: number | null
  readonly microDollarsMax: number | null
}

export interface ModelsConfig {
  /** None: analysers only. */
  readonly providers: readonly ProviderConfig[]
  /** The first choice first. */
  readonly roles: Readonly<Record<AgentRole, readonly ModelName[]>>
  /** Of one answer. */
  readonly outputTokensMax: number
  /** Of one request. */
  readonly turnTimeMs: number
  /** Requests of one model before the next of its chain is asked. */
  readonly attemptsMax: number
  /** Requests in which a model may call tools before it has to answer. */
  readonly toolTurnsMax: number
  /** Of the agents in one review. */
  readonly reviewTimeMs: number
  readonly budget: {
    readonly review: CostLimit
    readonly repository: CostLimit
    readonly installation: CostLimit
    readonly day: CostLimit
  }
  /** Prices that go before ours: US dollars for a million tokens. */
  readonly prices: readonly OwnPrice[]
}

export interface OwnPrice extends OwnRate {
  readonly model: ModelName
  /** Of a request whose input is more than so many tokens; null: the same at any length. */
  readonly long: (OwnRate & { readonly aboveTokens: number }) | null
}

export interface OwnRate {
  readonly input: number
  readonly output: number
  readonly cacheRead: number | null
  readonly cacheWrite: number | null
}

export const noModels: ModelsConfig = {
  providers: [],
  roles: { coder: [], reviewer: [], guide: [], judge: [] },
  outputTokensMax: 16_000,
  turnTimeMs: 120_000,
  attemptsMax: 3,
  toolTurnsMax: 6,
  reviewTimeMs: 600_000,
  budget: {
    review: { tokensMax: 1_000_000, microDollarsMax: 5_000_000 },
    // One public repository must not use up the day of all others.
    repository: { tokensMax: 10_000_000, microDollarsMax: 20_000_000 },
    installation: { tokensMax: 25_000_000, microDollarsMax: 50_000_000 },
    day: { tokensMax: 50_000_000, microDollarsMax: 100_000_000 },
  },
  prices: [],
}
