/** What a model answered, as a turn or as the failure that it is. */
import type { FinishReason, LanguageModelUsage } from 'ai'
import type { ModelName, TokenUsage } from '../../domain/agents/model-usage.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { ModelFailure, ModelRequest, ModelTurn, ToolCall } from '../../ports/model/model.ts'
import { failure } from './failure-of.ts'
import { jsonAnswer } from './json-answer.ts'

/** As much of the SDK's result as is looked at. */
export interface SdkResult {
  readonly text: string
  readonly toolCalls: readonly {
    readonly toolCallId: string
    readonly toolName: string
    readonly input: unknown
    readonly invalid?: boolean | undefined
  }[]
  readonly finishReason: FinishReason
  readonly rawFinishReason: string | undefined
  readonly usage: LanguageModelUsage
}

const textMax = 200_000
const toolCallsMax = 32

export function readTurn(
  result: SdkResult,
  request: ModelRequest,
  { model, durationMs }: { readonly model: ModelName; readonly durationMs: number },
): Outcome<ModelTurn, ModelFailure> {
  const usage = tokensOfUsage(result.usage)
  const text = result.text.slice(0, textMax)
  const refuse = (kind: ModelFailure['kind'], message: string, remedy: string) =>
    fail(failure(kind, message, { remedy, usage, text: kind === 'malformed' ? text : null }))
  if (result.finishReason === 'content-filter')
    return refuse('refused', `${model} will not answer this.`, 'Another model may answer it.')
  if (result.rawFinishReason === 'model_context_window_exceeded')
    return refuse('too-long', `The conversation is longer than ${model} reads.`, 'Give it less context.')
  if (result.finishReason === 'length')
    return refuse(
      'malformed',
      `${model} was cut off after ${usage.output} tokens.`,
      'Let it answer more briefly, or raise `outputTokensMax`.',
    )
  const toolCalls = request.tools.length === 0 ? [] : result.toolCalls.slice(0, toolCallsMax).map(toolCall)
  const turn = { model, text, toolCalls, usage, durationMs }
  if (toolCalls.length > 0) return succeed({ ...turn, value: null })
  const value = jsonAnswer(text)
  return value === undefined
    ? refuse('malformed', `${model} did not answer with a JSON object.`, 'Ask it again for JSON alone.')
    : succeed({ ...turn, value })
}

/** What is no JSON stays the text that it is: whoever runs the tool tells the model. */
function toolCall({ toolCallId, toolName, input }: SdkResult['toolCalls'][number]): ToolCall {
  return { id: toolCallId, name: toolName, parameters: input ?? null }
}

function tokensOfUsage({ inputTokens, inputTokenDetails, outputTokens }: LanguageModelUsage): TokenUsage {
  return {
    input: count(inputTokens),
    cacheRead: count(inputTokenDetails.cacheReadTokens),
    cacheWrite: count(inputTokenDetails.cacheWriteTokens),
    output: count(outputTokens),
  }
}

/** A server may say anything. */
function count(tokens: number | undefined): number {
  return tokens !== undefined && Number.isFinite(tokens) && tokens > 0 ? Math.min(Math.round(tokens), 1e9) : 0
}
