/**
 * What a call is charged: what the provider says, unless that cannot be. A server that says nothing, or less than there is,
 * would otherwise be free of every budget.
 */
import type { TokenUsage } from '../../domain/agents/model-usage.ts'

/** No vocabulary needs less than so many of our tokens: below it, ours are charged. */
const leastShare = 0.4

/** @param ours of the request and of the answer, by our own count */
export function chargedUsage(
  said: TokenUsage,
  ours: { readonly input: number; readonly output: number },
): TokenUsage {
  const input = said.input < ours.input * leastShare ? ours.input : said.input
  const cacheRead = Math.min(input, said.cacheRead)
  return {
    input,
    cacheRead,
    cacheWrite: Math.min(input - cacheRead, said.cacheWrite),
    output: said.output < ours.output * leastShare ? ours.output : said.output,
  }
}
