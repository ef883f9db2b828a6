/**
 * Counts what a question and its answer took, with a real tokenizer, and remembers prefixes as providers' caches do:
 * some keep every long prefix by themselves, others what the client marks.
 */
import { createHash } from 'node:crypto'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { countByLines } from '../../../src/agents/context/count-tokens.ts'
import type { Question, Reply, Usage, WireFormat } from './question.ts'

export interface UsageMeter {
  inputOf(question: Question): number
  /** Counts, and keeps the question's prefixes for the next one. */
  measure(format: WireFormat, question: Question, reply: Exclude<Reply, { kind: 'failure' }>): Usage
}

/** Shorter prefixes are not cached, and longer ones in steps of this, by the providers that cache by themselves. */
const automaticMin = 1_024
const automaticStep = 128

export function createUsageMeter(): UsageMeter {
  const seen = new Set<string>()
  const counts = new Map<string, number>()
  const count = (text: string): number => {
    const known = counts.get(text)
    if (known !== undefined) return known
    const tokens = tokensOf(text)
    if (counts.size > 2_000) counts.clear()
    counts.set(text, tokens)
    return tokens
  }
  return {
    inputOf: ({ segments }) => segments.reduce((sum, { text }) => sum + count(text), 0),
    measure: ({ cache }, { wire, model, segments }, reply) => {
      const hash = createHash('sha256').update(`${wire} ${model}`)
      const state = { input: 0, cacheRead: 0, marked: 0 }
      for (const { text, isCacheMark } of segments) {
        state.input += count(text)
        hash.update(`\0${text}`)
        if (cache === 'marked' && !isCacheMark) continue
        const prefix = hash.copy().digest('hex')
        if (seen.has(prefix)) state.cacheRead = state.input
        seen.add(prefix)
        if (isCacheMark) state.marked = state.input
      }
      const cacheRead = cache === 'marked' ? state.cacheRead : automaticallyRead(state.cacheRead)
      const cacheWrite = cache === 'marked' ? Math.max(0, state.marked - cacheRead) : 0
      return { input: state.input, cacheRead, cacheWrite, output: outputOf(reply, count) }
    },
  }
}

/** Special tokens in a text count as the plain text that they are; long runs of one letter must not stop the server. */
export const tokensOf = countByLines((text) => countTokens(text, { disallowedSpecial: new Set() }))

function automaticallyRead(tokens: number): number {
  return tokens < automaticMin ? 0 : tokens - (tokens % automaticStep)
}

function outputOf(reply: Exclude<Reply, { kind: 'failure' }>, count: (text: string) => number): number {
  const calls = reply.kind === 'calls' ? reply.calls : []
  return (
    count(reply.text) +
    calls.reduce((sum, { name, parameters }) => sum + count(name) + count(JSON.stringify(parameters)), 0)
  )
}
