/**
 * What an answer is remembered under: a hash of everything it came from. How long an answer may take is no part of it,
 * because it does not change the answer.
 */
import { createHash } from 'node:crypto'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import type { ModelRequest } from '../../ports/model/model.ts'
import type { AnswerKey } from '../../ports/store/agent-memory.ts'

export interface AnswerOrigin {
  /** Within which answers are shared: the repository. */
  readonly scope: string
  readonly promptVersion: string
  readonly model: ModelName
  readonly request: ModelRequest
}

export function answerKey({ scope, promptVersion, model, request }: AnswerOrigin): AnswerKey {
  const { system, messages, tools, answer, temperature, outputTokensMax } = request
  const origin = {
    scope,
    promptVersion,
    model,
    system,
    messages,
    tools,
    answer,
    temperature,
    outputTokensMax,
  }
  return createHash('sha256').update(JSON.stringify(origin, inOrder)).digest('hex') as AnswerKey
}

/** Objects that were read from JSON and objects that were made have their keys in different orders. */
function inOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}
