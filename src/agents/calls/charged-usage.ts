/**
 * What a call is charged: what the provider says, unless that cannot be. A server that says nothing, or less than there is,
 * would otherwise be free of every budget, and so would one that takes a request and never answers.
 */
import type { TokenUsage } from '../../domain/agents/model-usage.ts'

/** No vocabulary needs less than so many of our tokens: below it, ours are charged. */
const leastShare = 0.4

export interface Charged {
  readonly usage: TokenUsage
  /** Some of it is our own count. */
  readonly isEstimated: boolean
}

/** @param ours of the request and of the answer, by our own count */
export function chargedUsage(
  said: TokenUsage,
  ours: { readonly input: number; readonly output: number },
): Charged {
  const isInputOurs = said.input < ours.input * leastShare
  const isOutputOurs = said.output < ours.output * leastShare
  const input = isInputOurs ? ours.input : said.input
  const cacheRead = Math.min(input, said.cacheRead)
  const cacheWrite = Math.min(input - cacheRead, said.cacheWrite)
  return {
    usage: { input, cacheRead, cacheWrite, output: isOutputOurs ? ours.output : said.output },
    isEstimated: isInputOurs || isOutputOurs,
  }
}
