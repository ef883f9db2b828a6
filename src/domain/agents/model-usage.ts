/** What a call to a model took and cost. */
import type { Brand } from '../brand.ts'

/** `provider/model`, e.g. `anthropic/claude-sonnet-4-5`; the provider is the name that the configuration gives it. */
export type ModelName = Brand<string, 'ModelName'>

export interface TokenUsage {
  /** All input tokens, cached ones included. */
  readonly input: number
  /** Of `input`, read from the provider's cache. */
  readonly cacheRead: number
  /** Of `input`, written to the provider's cache. */
  readonly cacheWrite: number
  /** All output tokens, reasoning included. */
  readonly output: number
}

export const noTokens: TokenUsage = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 }

export function addTokens(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    input: a.input + b.input,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
  }
}

export function tokensOf({ input, output }: TokenUsage): number {
  return input + output
}
