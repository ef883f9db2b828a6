/**
 * What is remembered of a call: the answer, and also an answer that was paid for and cannot be used, so that it is
 * not paid for again.
 */
import { z } from 'zod'
import { type ModelName, noTokens, type TokenUsage } from '../../domain/agents/model-usage.ts'
import type { ModelFailure, ModelTurn } from '../../ports/model/model.ts'

export type RememberedTurn =
  | { readonly kind: 'turn'; readonly turn: ModelTurn }
  /** It came, and is not what was asked for. */
  | {
      readonly kind: 'malformed'
      readonly model: ModelName
      readonly text: string
      readonly message: string
      readonly usage: TokenUsage
    }
  /** It will not answer this: the next model is asked. */
  | {
      readonly kind: 'refused'
      readonly model: ModelName
      readonly message: string
      readonly usage: TokenUsage
    }

const Tokens = z.object({
  input: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number(),
  output: z.number(),
})

const Stored = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('turn'),
    turn: z.object({
      model: z.string(),
      text: z.string(),
      toolCalls: z.array(z.object({ id: z.string(), name: z.string(), parameters: z.unknown() })),
      value: z.unknown(),
      usage: Tokens,
      durationMs: z.number(),
    }),
  }),
  z.object({
    kind: z.literal('malformed'),
    model: z.string(),
    text: z.string(),
    message: z.string(),
    // An older version did not write it down.
    usage: Tokens.default(noTokens),
  }),
  z.object({
    kind: z.literal('refused'),
    model: z.string(),
    message: z.string(),
    usage: Tokens.default(noTokens),
  }),
])

/** @returns null for what an older version wrote, or nobody: then it is asked again */
export function readRemembered(value: unknown): RememberedTurn | null {
  const read = Stored.safeParse(value)
  return read.success ? (read.data as RememberedTurn) : null
}

/** @returns null when the same request may have another outcome */
export function rememberedOf(model: ModelName, failure: ModelFailure): RememberedTurn | null {
  const { kind, message, usage } = failure
  if (kind === 'refused') return { kind, model, message, usage }
  return kind === 'malformed' ? { kind, model, text: failure.text ?? '', message, usage } : null
}
