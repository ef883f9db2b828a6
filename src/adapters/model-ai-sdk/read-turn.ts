/** What a model answered, as a turn or as the failure that it is. */
import type { FinishReason, LanguageModelUsage } from 'ai'
import type { ModelName, TokenUsage } from '../../domain/agents/model-usage.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { ModelFailure, ModelRequest, ModelTurn, ToolCall } from '../../ports/model/model.ts'
import { failure } from './failure-of.ts'
import { jsonAnswer } from './json-answer.ts'
import { isNestedDeeper } from './nested-deeper.ts'

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
const toolNameMax = 64
const parametersCharactersMax = 20_000
const depthMax = 60

export function readTurn(
  result: SdkResult,
  request: ModelRequest,
  { model, durationMs }: { readonly model: ModelName; readonly durationMs: number },
): Outcome<ModelTurn, ModelFailure> {
  const usage = tokensOfUsage(result.usage)
  const text = result.text.slice(0, textMax)
  const refuse = (kind: ModelFailure['kind'], message: string, remedy: string) =>
    fail(failure(kind, message, { remedy, usage, text: kind === 'malformed' ? text : null, mayBePaid: true }))
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
  const toolCalls = request.tools.length === 0 ? [] : toolCallsOf(result)
  const turn = { model, text, toolCalls, usage, durationMs }
  if (toolCalls.length > 0) return succeed({ ...turn, value: null })
  const value = jsonAnswer(text)
  return value === undefined || isNestedDeeper(value, depthMax)
    ? refuse('malformed', `${model} did not answer with a JSON object.`, 'Ask it again for JSON alone.')
    : succeed({ ...turn, value })
}

/**
 * What is no JSON stays the text that it is: whoever runs the tool tells the model. All of it goes back to the server and
 * into the memory, so what no model writes is made small; an id that no provider makes becomes one of ours.
 */
function toolCallsOf({ toolCalls }: SdkResult): readonly ToolCall[] {
  const ids = new Set<string>()
  return toolCalls.slice(0, toolCallsMax).map(({ toolCallId, toolName, input }, at) => {
    const id = ids.has(toolCallId) || !/^[\w.:-]{1,200}$/.test(toolCallId) ? `call-${at + 1}` : toolCallId
    ids.add(id)
    return {
      id,
      name: toolName.replaceAll(/[^\w.-]/g, '_').slice(0, toolNameMax) || '_',
      parameters: isSmall(input) ? (input ?? null) : 'Too large, and left out.',
    }
  })
}

function isSmall(parameters: unknown): boolean {
  return (
    !isNestedDeeper(parameters, depthMax) &&
    (JSON.stringify(parameters) ?? '').length <= parametersCharactersMax
  )
}

/** What is of the cache is a part of the input. */
function tokensOfUsage({ inputTokens, inputTokenDetails, outputTokens }: LanguageModelUsage): TokenUsage {
  const input = count(inputTokens)
  const cacheRead = Math.min(input, count(inputTokenDetails.cacheReadTokens))
  const cacheWrite = Math.min(input - cacheRead, count(inputTokenDetails.cacheWriteTokens))
  return { input, cacheRead, cacheWrite, output: count(outputTokens) }
}

/** A server may say anything. */
function count(tokens: number | undefined): number {
  return tokens !== undefined && Number.isFinite(tokens) && tokens > 0 ? Math.min(Math.round(tokens), 1e9) : 0
}
