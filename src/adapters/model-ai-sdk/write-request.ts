/**
 * A request as the SDK takes it, without tools that run by themselves. The answer's shape is enforced by the provider where
 * that goes together with tools, else asked for in words.
 */
import { createHash } from 'node:crypto'
import {
  jsonSchema,
  Output,
  type OutputInterface,
  type ModelMessage as SdkMessage,
  type SystemModelMessage,
  type ToolSet,
  tool,
} from 'ai'
import type { ProviderConfig } from '../../config/service/models-config.ts'
import type { ModelRequest } from '../../ports/model/model.ts'
import { plainSchema } from './plain-schema.ts'
import { type CacheMark, promptMessages } from './prompt-messages.ts'

/** What a model or a server may refuse, and can be done without. */
export type Extra = 'temperature' | 'schema' | 'cache'

export interface SdkRequest {
  readonly instructions: SystemModelMessage
  readonly messages: SdkMessage[]
  readonly tools: ToolSet | null
  readonly output: OutputInterface<string, string, never> | null
  readonly temperature: number | null
  readonly providerOptions: ProviderOptions
}
type ProviderOptions = NonNullable<SystemModelMessage['providerOptions']>

export function writeRequest(
  provider: ProviderConfig,
  model: string,
  request: ModelRequest,
  without: ReadonlySet<Extra>,
): SdkRequest {
  const hasTools = request.tools.length > 0
  const schema = without.has('schema') ? null : enforcedSchema(provider, request)
  const mark = without.has('cache') ? undefined : cacheMark(provider, model)
  const instructions: SystemModelMessage = {
    role: 'system',
    content: schema === null ? `${request.system}\n\n${inWords(request)}` : request.system,
    ...(mark === undefined ? {} : { providerOptions: mark }),
  }
  return {
    instructions,
    messages: promptMessages(request.messages, {
      mark,
      isFlat: !hasTools && !takesPastCalls(provider),
      isGoingOn: hasTools,
    }),
    tools: hasTools ? toolSet(request) : null,
    output: schema === null ? null : shaped(schema, request.answer.name),
    temperature: without.has('temperature') ? null : request.temperature,
    providerOptions: providerOptions(provider, request, without),
  }
}

/** Beside tools only OpenAI lets a shape be enforced on every model. */
function enforcedSchema({ kind }: ProviderConfig, { tools, answer }: ModelRequest) {
  const isAlways = kind === 'openai' || kind === 'openai-chat'
  return tools.length === 0 || isAlways ? plainSchema(answer.schema) : null
}

/** The SDK's own would throw away a text that is no JSON; ours is read by `jsonAnswer`. */
function shaped(schema: NonNullable<ReturnType<typeof plainSchema>>, name: string) {
  return {
    ...Output.text(),
    responseFormat: Promise.resolve({
      type: 'json' as const,
      schema,
      name: name.replaceAll(/[^\w-]/g, '_').slice(0, 64),
    }),
  }
}

function inWords({ tools, answer }: ModelRequest): string {
  const when = tools.length > 0 ? 'When you need no tool any more, answer' : 'Answer'
  return `${when} with one JSON object and nothing else: no words around it, no code fence. It has to fit this JSON Schema: ${JSON.stringify(answer.schema)}`
}

function toolSet({ tools }: ModelRequest): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, about, parameters }) => [
      name,
      tool({ description: about, inputSchema: jsonSchema({ ...parameters }) }),
    ]),
  )
}

/** The others answer 400 to a conversation with calls of tools and no tools. */
function takesPastCalls({ kind }: ProviderConfig): boolean {
  return kind === 'openai' || kind === 'openai-chat' || kind === 'google'
}

/** OpenAI, Google and most servers keep what they saw by themselves. */
function cacheMark({ kind }: ProviderConfig, model: string): CacheMark {
  if (kind === 'anthropic') return { anthropic: { cacheControl: { type: 'ephemeral' } } }
  const isKnown = kind === 'bedrock' && /anthropic\.claude|amazon\.nova/.test(model)
  return isKnown ? { amazonBedrock: { cachePoint: { type: 'default' } } } : undefined
}

function providerOptions(
  { kind, url }: ProviderConfig,
  { system }: ModelRequest,
  without: ReadonlySet<Extra>,
): ProviderOptions {
  // Sends requests that begin alike to the same machine. Only OpenAI itself is known to take it.
  const promptCacheKey = createHash('sha256').update(system).digest('hex').slice(0, 32)
  const cache = url === null && !without.has('cache') ? { promptCacheKey } : {}
  if (kind === 'openai') return { openai: { store: false, ...cache } }
  return kind === 'openai-chat' ? { openai: cache } : {}
}
