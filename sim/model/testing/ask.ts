/** Asks the scripted model in each wire format with nothing but fetch, and reads what came. */
import type { WireName } from '../wire/question.ts'

export interface Asking {
  readonly url: string
  readonly wire: WireName
  readonly system: string
  readonly text: string
  readonly key?: string | null
  readonly tools?: boolean
  readonly model?: string
  readonly outputTokensMax?: number
  readonly signal?: AbortSignal
}

export interface Told {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

const schema = {
  type: 'object',
  properties: { path: { type: 'string' } },
  required: ['path'],
  additionalProperties: false,
}
const name = 'read_lines'

export async function ask(asking: Asking): Promise<Told> {
  const { key = 'key-of-the-test', signal } = asking
  const { path, headers, body } = requests[asking.wire]({ ...asking, key })
  const response = await fetch(`${asking.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** The answer's text, wherever the format has it. */
export function textOf(wire: WireName, body: unknown): string {
  switch (wire) {
    case 'openai-chat':
    case 'openai-compatible':
      return String(at(body, 'choices', 0, 'message', 'content') ?? '')
    case 'openai-responses':
      return String(at(body, 'output', 0, 'content', 0, 'text') ?? '')
    case 'anthropic':
      return String(at(body, 'content', 0, 'text') ?? '')
    case 'google':
      return String(at(body, 'candidates', 0, 'content', 'parts', 0, 'text') ?? '')
    case 'bedrock':
      return String(at(body, 'output', 'message', 'content', 0, 'text') ?? '')
  }
}

/** The name of the first tool that it calls. */
export function callOf(wire: WireName, body: unknown): string {
  switch (wire) {
    case 'openai-chat':
    case 'openai-compatible':
      return String(at(body, 'choices', 0, 'message', 'tool_calls', 0, 'function', 'name') ?? '')
    case 'openai-responses':
      return String(at(body, 'output', 0, 'name') ?? '')
    case 'anthropic':
      return String(at(body, 'content', 0, 'name') ?? '')
    case 'google':
      return String(at(body, 'candidates', 0, 'content', 'parts', 0, 'functionCall', 'name') ?? '')
    case 'bedrock':
      return String(at(body, 'output', 'message', 'content', 0, 'toolUse', 'name') ?? '')
  }
}

/** Input and output tokens, as it bills them. */
export function usageOf(wire: WireName, body: unknown): readonly number[] {
  const billed = (list: string, ...keys: readonly string[]) => keys.map((key) => Number(at(body, list, key)))
  switch (wire) {
    case 'openai-chat':
    case 'openai-compatible':
      return billed('usage', 'prompt_tokens', 'completion_tokens')
    case 'openai-responses':
    case 'anthropic':
      return billed('usage', 'input_tokens', 'output_tokens')
    case 'google':
      return billed('usageMetadata', 'promptTokenCount', 'candidatesTokenCount')
    case 'bedrock':
      return billed('usage', 'inputTokens', 'outputTokens')
  }
}

/** What stands under these names and numbers, or undefined. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined),
    value,
  )
}

type Given = Asking & { readonly key: string | null }
interface Sent {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

const requests: Readonly<Record<WireName, (given: Given) => Sent>> = {
  'openai-chat': (given) => chat('/openai/v1/chat/completions', given),
  'openai-compatible': (given) => chat('/compatible/v1/chat/completions', given),
  'openai-responses': ({ key, system, text, tools, model, outputTokensMax }) => ({
    path: '/openai/v1/responses',
    headers: bearer(key),
    body: {
      model: model ?? 'gpt',
      input: [
        { role: 'developer', content: system },
        { role: 'user', content: [{ type: 'input_text', text }] },
      ],
      ...(tools ? { tools: [{ type: 'function', name, parameters: schema }] } : {}),
      ...(outputTokensMax === undefined ? {} : { max_output_tokens: outputTokensMax }),
    },
  }),
  anthropic: ({ key, system, text, tools, model, outputTokensMax = 4_000 }) => ({
    path: '/anthropic/v1/messages',
    headers: { 'anthropic-version': '2023-06-01', ...(key === null ? {} : { 'x-api-key': key }) },
    body: {
      model: model ?? 'claude',
      max_tokens: outputTokensMax,
      system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text }] }],
      ...(tools ? { tools: [{ name, input_schema: schema }] } : {}),
    },
  }),
  google: ({ key, system, text, tools, model, outputTokensMax }) => ({
    path: `/google/v1beta/models/${model ?? 'gemini'}:generateContent`,
    headers: key === null ? {} : { 'x-goog-api-key': key },
    body: {
      systemInstruction: { parts: [{ text: system }] },
      contents: [{ role: 'user', parts: [{ text }] }],
      ...(outputTokensMax === undefined ? {} : { generationConfig: { maxOutputTokens: outputTokensMax } }),
      ...(tools ? { tools: [{ functionDeclarations: [{ name, parameters: schema }] }] } : {}),
    },
  }),
  bedrock: ({ key, system, text, tools, model, outputTokensMax }) => ({
    path: `/bedrock/model/${encodeURIComponent(model ?? 'vendor.model-v1:0')}/converse`,
    headers: bearer(key),
    body: {
      system: [{ text: system }],
      messages: [{ role: 'user', content: [{ text }] }],
      ...(outputTokensMax === undefined ? {} : { inferenceConfig: { maxTokens: outputTokensMax } }),
      ...(tools ? { toolConfig: { tools: [{ toolSpec: { name, inputSchema: { json: schema } } }] } } : {}),
    },
  }),
}

function chat(path: string, { key, system, text, tools, model, outputTokensMax }: Given): Sent {
  return {
    path,
    headers: bearer(key),
    body: {
      model: model ?? 'gpt',
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: text },
      ],
      ...(outputTokensMax === undefined ? {} : { max_tokens: outputTokensMax }),
      ...(tools ? { tools: [{ type: 'function', function: { name, parameters: schema } }] } : {}),
    },
  }
}

function bearer(key: string | null): Readonly<Record<string, string>> {
  return key === null ? {} : { authorization: `Bearer ${key}` }
}
