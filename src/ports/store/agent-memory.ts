/**
 * Answers by the hash of everything they came from. Promise: an answer that was remembered is read again whole, by
 * whoever asks the same in the same repository: after a crash the dialogue goes on where it was and pays for nothing twice.
 */
import type { Brand } from '../../domain/brand.ts'

/** SHA-256, hexadecimal, of the repository, the prompt's version, the model and the whole request. */
export type AnswerKey = Brand<string, 'AnswerKey'>

/** `turn`: one answer of a model. `unit`: what the argument about one changed unit came to. */
export type AnswerKind = 'turn' | 'unit'

/** UTF-8 of the JSON of one value. What is larger is not kept. */
export const answerBytesMax = 1_048_576

export interface AgentMemory {
  /** Those that are known; reading marks them as used. Values are JSON. */
  recall(kind: AnswerKind, keys: readonly AnswerKey[], at: number): Promise<ReadonlyMap<AnswerKey, unknown>>
  /** The first answer stays. */
  remember(kind: AnswerKind, key: AnswerKey, value: unknown, at: number): Promise<void>
  /** Removes what was not used since. @returns how many */
  forgetUnusedSince(time: number): Promise<number>
}
