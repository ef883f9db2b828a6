/** Prices are data with a date. */
import type { ModelName, TokenUsage } from '../../domain/agents/model-usage.ts'

export interface ModelPrice {
  /** US dollars for a million tokens. */
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
  /** Day on which it was read, `2026-11-23`. */
  readonly asOf: string
}

export interface Prices {
  /** Null for a model that has no known price. */
  of(model: ModelName): ModelPrice | null
}

/** Millionths of a dollar. */
export function costOf(price: ModelPrice, usage: TokenUsage): number {
  // Nobody is paid for asking, whatever a server says of its cache.
  const fresh = Math.max(0, usage.input - usage.cacheRead - usage.cacheWrite)
  return Math.round(
    fresh * price.input +
      usage.cacheRead * price.cacheRead +
      usage.cacheWrite * price.cacheWrite +
      usage.output * price.output,
  )
}
