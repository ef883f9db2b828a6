/** Anthropic's messages API. */
import { checkSchema, checkTool, isObject } from './check-schema.ts'
import {
  BadRequest,
  type NextId,
  type Question,
  type Reply,
  type Segment,
  type Turn,
  type Usage,
  type WireAnswer,
  type WireFailure,
  type WireFailureKind,
  type WireFormat,
  type WireRequest,
} from './question.ts'
import {
  contentText,
  countOf,
  type Fields,
  fieldsOf,
  listOf,
  parsed,
  refuseStreaming,
  textOf,
} from './read-fields.ts'

export const anthropic: WireFormat = {
  name: 'anthropic',
  needsKey: true,
  cache: 'marked',
  modelInPath: (path) => (path === '/anthropic/v1/messages' ? '' : null),
  keyOf: (headers) => headers['x-api-key'] ?? null,
  read: readQuestion,
  render,
  fail,
}

function readQuestion({ headers, body: given }: WireRequest): Question {
  if (headers['anthropic-version'] === undefined)
    throw new BadRequest('anthropic-version: header is required')
  const body = fieldsOf(given, 'body')
  refuseStreaming(body)
  const model = textOf(body.model, 'model')
  const outputTokensMax = countOf(body.max_tokens, 'max_tokens')
  if (outputTokensMax === null) throw new BadRequest('max_tokens: Field required')
  const messages = listOf(body.messages, 'messages')
  checkMessages(messages)
  const tools = listOf(body.tools, 'tools').map((tool) => checkTool(tool.name, tool.input_schema))
  checkOutputFormat(body.output_config)
  return {
    wire: 'anthropic',
    model,
    system: body.system === undefined ? '' : contentText(body.system, 'system'),
    turns: messages.flatMap(turnsOf),
    tools: tools.filter(({ name }) => name !== 'json'),
    answerTool: tools.some(({ name }) => name === 'json') ? 'json' : null,
    outputTokensMax,
    segments: segmentsOf(body, messages),
  }
}

function partsOf(content: unknown, where: string): readonly Fields[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content, where)
}

function checkMessages(messages: readonly Fields[]): void {
  if (messages.length === 0) throw new BadRequest('messages: at least one message is required')
  if (messages[0]?.role !== 'user') throw new BadRequest('messages: first message must use the "user" role')
  if (messages.at(-1)?.role !== 'user') {
    throw new BadRequest('This model does not support assistant message prefill: end with a user message.')
  }
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'user' && message.role !== 'assistant') {
      throw new BadRequest(`messages.${index}.role: Input should be 'user' or 'assistant'`)
    }
    const parts = partsOf(message.content, `messages.${index}.content`)
    if (parts.some((part) => part.type === 'text' && part.text === '')) {
      throw new BadRequest(`messages.${index}: text content blocks must be non-empty`)
    }
    const calls = parts.filter((part) => part.type === 'tool_use').map((part) => String(part.id))
    const next = messages[index + 1]
    const answered = new Set(resultIds(next === undefined ? [] : partsOf(next.content, 'content')))
    const open = calls.filter((id) => !answered.has(id))
    if (open.length > 0) {
      throw new BadRequest(
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}`,
      )
    }
    const before = index === 0 ? [] : partsOf(messages[index - 1]?.content, 'content')
    const asked = new Set(before.filter((part) => part.type === 'tool_use').map((part) => String(part.id)))
    const stray = resultIds(parts).find((id) => !asked.has(id))
    if (stray !== undefined) {
      throw new BadRequest(
        `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}`,
      )
    }
  }
}

function resultIds(parts: readonly Fields[]): readonly string[] {
  return parts.filter((part) => part.type === 'tool_result').map((part) => String(part.tool_use_id))
}

function checkOutputFormat(config: unknown): void {
  const format = isObject(config) ? config.format : undefined
  if (!isObject(format)) return
  if (format.type !== 'json_schema') throw new BadRequest("output_config.format.type: must be 'json_schema'")
  checkClosed(fieldsOf(format.schema, 'output_config.format.schema'))
}

function checkClosed(schema: Fields): void {
  checkSchema(schema, 'output_config.format', '()')
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    if (!isObject(value)) return
    if (value.type === 'object' && isObject(value.properties) && value.additionalProperties !== false) {
      throw new BadRequest(
        "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
      )
    }
    Object.values(value).forEach(visit)
  }
  visit(schema)
}

function turnsOf(message: Fields): readonly Turn[] {
  const parts = partsOf(message.content, 'content')
  const text = parts
    .filter((part) => part.type === 'text')
    .map((part) => textOf(part.text, 'text'))
    .join('\n')
  if (message.role === 'assistant') {
    const calls = parts
      .filter((part) => part.type === 'tool_use')
      .map((part) => ({ id: textOf(part.id, 'id'), name: textOf(part.name, 'name') }))
    return [{ from: 'model', text, calls }]
  }
  const results = parts
    .filter((part) => part.type === 'tool_result')
    .map((part) => ({
      id: textOf(part.tool_use_id, 'tool_use_id'),
      text: part.content === undefined ? '' : contentText(part.content, 'content'),
    }))
  const turns: Turn[] = results.length === 0 ? [] : [{ from: 'tools', results }]
  if (text !== '' || turns.length === 0) turns.push({ from: 'user', text })
  return turns
}

function segmentsOf(body: Fields, messages: readonly Fields[]): readonly Segment[] {
  const segments: Segment[] = []
  const add = (part: Fields, text: string) =>
    segments.push({ text, isCacheMark: isObject(part.cache_control) })
  for (const tool of listOf(body.tools, 'tools')) add(tool, JSON.stringify(tool))
  if (body.system !== undefined) {
    for (const part of partsOf(body.system, 'system')) add(part, textOf(part.text, 'system.text'))
  }
  for (const message of messages) {
    for (const part of partsOf(message.content, 'content')) {
      const { cache_control: _, ...rest } = part
      add(part, typeof part.text === 'string' ? part.text : JSON.stringify(rest))
    }
  }
  return segments
}

function render(
  question: Question,
  reply: Exclude<Reply, { kind: 'failure' }>,
  usage: Usage,
  nextId: NextId,
): unknown {
  const { content, stop } = contentOf(question, reply, nextId)
  return {
    id: nextId('msg'),
    type: 'message',
    role: 'assistant',
    model: question.model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage: {
      input_tokens: usage.input - usage.cacheRead - usage.cacheWrite,
      cache_creation_input_tokens: usage.cacheWrite,
      cache_read_input_tokens: usage.cacheRead,
      output_tokens: usage.output,
    },
  }
}

function contentOf(
  { answerTool }: Question,
  reply: Exclude<Reply, { kind: 'failure' }>,
  nextId: NextId,
): { readonly content: readonly unknown[]; readonly stop: string } {
  if (reply.kind === 'refusal') return { content: [], stop: 'refusal' }
  const use = (name: string, input: unknown) => ({ type: 'tool_use', id: nextId('toolu'), name, input })
  const said = (text: string) => (text === '' ? [] : [{ type: 'text', text }])
  if (reply.kind === 'calls') {
    const calls = reply.calls.map(({ name, parameters }) => use(name, parameters))
    return { content: [...said(reply.text), ...calls], stop: 'tool_use' }
  }
  const value = answerTool === null ? null : parsed(reply.text)
  const stop = reply.isCutOff ? 'max_tokens' : 'end_turn'
  if (answerTool === null || value === null) return { content: said(reply.text), stop }
  return { content: [use(answerTool, value)], stop: reply.isCutOff ? stop : 'tool_use' }
}

const shapes: Readonly<Record<WireFailureKind, { readonly status: number; readonly type: string }>> = {
  'bad-request': { status: 400, type: 'invalid_request_error' },
  'bad-key': { status: 401, type: 'authentication_error' },
  'no-such-model': { status: 404, type: 'not_found_error' },
  'too-long': { status: 400, type: 'invalid_request_error' },
  'rate-limited': { status: 429, type: 'rate_limit_error' },
  overloaded: { status: 529, type: 'overloaded_error' },
  unavailable: { status: 500, type: 'api_error' },
}

function fail({ kind, message, retryAfterS, status }: WireFailure): WireAnswer {
  const shape = shapes[kind]
  return {
    status: status ?? shape.status,
    headers: retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) },
    body: { type: 'error', error: { type: shape.type, message } },
  }
}
