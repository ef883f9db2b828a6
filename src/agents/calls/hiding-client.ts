/**
 * The last look at what goes to a provider, and the first at what comes back: whatever way a secret took into a
 * conversation, it ends here. Whoever wrote the conversation has masked what it quotes already; this is for all that
 * nobody thought of.
 */
import type { ModelClient, ModelMessage, ModelRequest, ModelTurn, ToolCall } from '../../ports/model/model.ts'

export type Hide = (text: string) => string

/** Messages are sent again with every turn, and looked at once. */
const hidden = new WeakMap<Hide, WeakMap<ModelMessage, ModelMessage>>()

export function hidingClient(client: ModelClient, hide: Hide): ModelClient {
  return {
    model: client.model,
    provider: client.provider,
    enter: (signal) => client.enter(signal),
    async complete(request, signal) {
      const outcome = await client.complete(hiddenRequest(request, hide), signal)
      if (outcome.ok) return { ...outcome, value: hiddenTurn(outcome.value, hide) }
      const { message, text } = outcome.failure
      return {
        ...outcome,
        failure: { ...outcome.failure, message: hide(message), text: text === null ? null : hide(text) },
      }
    },
  }
}

function hiddenRequest(request: ModelRequest, hide: Hide): ModelRequest {
  const known = hidden.get(hide) ?? new WeakMap<ModelMessage, ModelMessage>()
  hidden.set(hide, known)
  const messages = request.messages.map((message) => {
    const before = known.get(message)
    if (before !== undefined) return before
    const now = hiddenMessage(message, hide)
    known.set(message, now)
    return now
  })
  return { ...request, system: hide(request.system), messages }
}

function hiddenMessage(message: ModelMessage, hide: Hide): ModelMessage {
  switch (message.from) {
    case 'us':
      return { ...message, text: hide(message.text) }
    case 'model':
      return { ...message, text: hide(message.text), toolCalls: hiddenCalls(message.toolCalls, hide) }
    case 'tools':
      return { ...message, results: message.results.map((one) => ({ ...one, text: hide(one.text) })) }
  }
}

function hiddenTurn(turn: ModelTurn, hide: Hide): ModelTurn {
  return {
    ...turn,
    text: hide(turn.text),
    toolCalls: hiddenCalls(turn.toolCalls, hide),
    value: hiddenJson(turn.value, hide),
  }
}

function hiddenCalls(calls: readonly ToolCall[], hide: Hide): readonly ToolCall[] {
  return calls.map((call) => ({ ...call, parameters: hiddenJson(call.parameters, hide) }))
}

function hiddenJson(value: unknown, hide: Hide): unknown {
  const json = JSON.stringify(value ?? null)
  const shown = hide(json)
  if (shown === json) return value
  try {
    return JSON.parse(shown)
  } catch {
    // What was hidden was a part of its frame. Nothing is lost but an answer that was about secrets.
    return null
  }
}
