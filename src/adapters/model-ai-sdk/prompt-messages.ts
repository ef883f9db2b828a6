/**
 * A conversation as the SDK takes it. Marks say up to where a provider's cache may keep it; providers that refuse past
 * calls of tools when none are offered any more get these as text.
 */
import type {
  ModelMessage as SdkMessage,
  TextPart,
  ToolCallPart,
  ToolResultPart,
  UserContent,
  UserModelMessage,
} from 'ai'
import type { ModelMessage, ToolCall, ToolResult } from '../../ports/model/model.ts'

/** Goes into `providerOptions` of a message; undefined where a provider needs no marks. */
export type CacheMark = NonNullable<TextPart['providerOptions']> | undefined

export interface PromptShape {
  readonly mark: CacheMark
  /** Past calls of tools as text. */
  readonly isFlat: boolean
  /** The last message is marked too: another request that begins with all of this is likely. */
  readonly isGoingOn: boolean
}

/** Providers refuse empty messages. */
const saidNothing = '(nothing)'

/** Besides the instructions' own; providers take four in all. */
const marksMax = 3

export function promptMessages(
  messages: readonly ModelMessage[],
  { mark, isFlat, isGoingOn }: PromptShape,
): SdkMessage[] {
  const stable = messages.flatMap((message, at) => (message.from === 'us' && message.isStable ? [at] : []))
  const last = isGoingOn ? [messages.length - 1] : []
  const marked = new Set(mark === undefined ? [] : [...new Set([...stable, ...last])].slice(-marksMax))
  const written = messages.map((message, at) => {
    const sdk = isFlat ? flatMessage(message) : sdkMessage(message)
    return marked.has(at) && mark !== undefined ? { ...sdk, providerOptions: mark } : sdk
  })
  return isFlat ? joined(written) : written
}

function sdkMessage(message: ModelMessage): SdkMessage {
  switch (message.from) {
    case 'us':
      return { role: 'user', content: [{ type: 'text', text: message.text }] }
    case 'model':
      return {
        role: 'assistant',
        content: [
          ...textParts(message.toolCalls.length > 0 ? message.text : message.text || saidNothing),
          ...message.toolCalls.map(toolCallPart),
        ],
      }
    case 'tools':
      return { role: 'tool', content: message.results.map(toolResultPart) }
  }
}

function textParts(text: string): readonly TextPart[] {
  return text === '' ? [] : [{ type: 'text', text }]
}

function toolCallPart({ id, name, parameters }: ToolCall): ToolCallPart {
  return { type: 'tool-call', toolCallId: id, toolName: name, input: parameters }
}

function toolResultPart({ id, name, text }: ToolResult): ToolResultPart {
  return { type: 'tool-result', toolCallId: id, toolName: name, output: { type: 'text', value: text } }
}

function flatMessage(message: ModelMessage): SdkMessage {
  switch (message.from) {
    case 'us':
      return sdkMessage(message)
    case 'model': {
      const calls = message.toolCalls.map(
        ({ name, parameters }) => `Call of ${name}: ${JSON.stringify(parameters)}`,
      )
      return {
        role: 'assistant',
        content: [...textParts([message.text, ...calls].filter(Boolean).join('\n') || saidNothing)],
      }
    }
    case 'tools':
      return {
        role: 'user',
        content: message.results.map(({ name, text }) => ({
          type: 'text',
          text: `Result of ${name}:\n${text}`,
        })),
      }
  }
}

/** Neighbours from the same side become one message: templates of open models want the sides to take turns. */
function joined(messages: readonly SdkMessage[]): SdkMessage[] {
  const done: SdkMessage[] = []
  for (const message of messages) {
    const before = done.at(-1)
    if (message.role === 'user' && before?.role === 'user') {
      const content = [before, message].flatMap(partsOf)
      done.splice(-1, 1, { role: 'user', content })
    } else done.push(message)
  }
  return done
}

/** A message's mark stands behind its last part. */
function partsOf({ content, providerOptions }: UserModelMessage): Exclude<UserContent, string> {
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content
  return parts.map((part, at) =>
    providerOptions !== undefined && at === parts.length - 1 ? { ...part, providerOptions } : part,
  )
}
