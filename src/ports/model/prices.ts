/** Prices are data with a date. */
import type { ModelName, TokenUsage } from '../../domain/agents/model-usage.ts'

/** US dollars for a million tokens. */
export interface Rate {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

export interface ModelPrice extends Rate {
  /** What all of a request costs whose input is more than so many tokens; null: the same at any length. */
  readonly long: (Rate & { readonly aboveTokens: number }) | null
  /** Day on which it was read, `2026-11-23`. */
  readonly asOf: string
}

export interface Prices {
  /** Null for a model that has no known price. */
  of(model: ModelName): ModelPrice | null
}

/** @param input tokens of the request, those of the cache with them */
export function rateOf(price: ModelPrice, input: number): Rate {
  return price.long !== null && input > price.long.aboveTokens ? price.long : price
}

/** Millionths of a dollar. */
export function costOf(price: ModelPrice, usage: TokenUsage): number {
  const rate = rateOf(price, usage.input)
  // Nobody is paid for asking, whatever a server says of its cache.
  const fresh = Math.max(0, usage.input - usage.cacheRead - usage.cacheWrite)
  return Math.round(
    fresh * rate.input +
      usage.cacheRead * rate.cacheRead +
      usage.cacheWrite * rate.cacheWrite +
      usage.output * rate.output,
  )
}
