/** Converse of Amazon Bedrock. Its signature is not checked, only that there is one, or a bearer key. */
import { checkTool, isObject } from './check-schema.ts'
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
} from './question.ts'
import { countOf, type Fields, fieldsOf, listOf, parsed, textOf } from './read-fields.ts'

const address = /^\/bedrock\/model\/([^/]+)\/converse$/

export const bedrock: WireFormat = {
  name: 'bedrock',
  needsKey: true,
  cache: 'marked',
  modelInPath: (path) => address.exec(path)?.[1] ?? null,
  keyOf: (headers) => /^(?:Bearer|AWS4-HMAC-SHA256) (.+)$/.exec(headers.authorization ?? '')?.[1] ?? null,
  read: ({ body }, model) => readQuestion(fieldsOf(body, 'body'), model),
  render,
  fail,
}

function readQuestion(body: Fields, model: string): Question {
  const messages = listOf(body.messages, 'messages')
  checkMessages(messages)
  const toolConfig = body.toolConfig === undefined ? {} : fieldsOf(body.toolConfig, 'toolConfig')
  const tools = listOf(toolConfig.tools, 'toolConfig.tools')
    .filter((tool) => isObject(tool.toolSpec))
    .map((tool) => fieldsOf(tool.toolSpec, 'toolSpec'))
    .map((tool) => checkTool(tool.name, fieldsOf(tool.inputSchema, 'inputSchema').json))
  const config = body.inferenceConfig === undefined ? {} : fieldsOf(body.inferenceConfig, 'inferenceConfig')
  const system = listOf(body.system, 'system')
  return {
    wire: 'bedrock',
    model: decodeURIComponent(model),
    system: system
      .filter((part) => part.text !== undefined)
      .map((part) => textOf(part.text, 'system.text'))
      .join('\n'),
    turns: messages.flatMap(turnsOf),
    tools: tools.filter(({ name }) => name !== 'json'),
    answerTool: tools.some(({ name }) => name === 'json') ? 'json' : null,
    outputTokensMax: countOf(config.maxTokens, 'maxTokens'),
    segments: segmentsOf([
      ...listOf(toolConfig.tools, 'toolConfig.tools'),
      ...system,
      ...messages.flatMap(partsOf),
    ]),
  }
}

function partsOf(message: Fields): readonly Fields[] {
  return listOf(message.content, 'content')
}

/** A cache point is a part of its own, after what it keeps. */
function segmentsOf(parts: readonly Fields[]): readonly Segment[] {
  const segments: Segment[] = []
  for (const part of parts) {
    const last = segments.at(-1)
    if (part.cachePoint === undefined) {
      const text = typeof part.text === 'string' ? part.text : JSON.stringify(part)
      segments.push({ text, isCacheMark: false })
    } else if (last !== undefined) segments[segments.length - 1] = { ...last, isCacheMark: true }
  }
  return segments
}

function checkMessages(messages: readonly Fields[]): void {
  if (messages[0]?.role !== 'user') {
    throw new BadRequest(
      'A conversation must start with a user message. Try again with a conversation that does.',
    )
  }
  for (const [index, message] of messages.entries()) {
    if (message.role !== (index % 2 === 0 ? 'user' : 'assistant')) {
      throw new BadRequest('A conversation must alternate between user and assistant roles.')
    }
    const parts = partsOf(message)
    if (parts.length === 0) {
      throw new BadRequest(`The content field in the Message object at messages.${index} is empty.`)
    }
    if (parts.some((part) => typeof part.text === 'string' && part.text.trim() === '')) {
      throw new BadRequest(`The text field in the ContentBlock object at messages.${index}.content is blank.`)
    }
    const calls = idsOf(parts, 'toolUse')
    const next = messages[index + 1]
    const answers = next === undefined ? [] : idsOf(partsOf(next), 'toolResult')
    if (calls.join() !== answers.join() && [...calls].sort().join() !== [...answers].sort().join()) {
      throw new BadRequest(
        `The toolResult blocks at messages.${index + 1}.content do not match the toolUse blocks of the previous turn.`,
      )
    }
  }
}

function idsOf(parts: readonly Fields[], key: 'toolUse' | 'toolResult'): readonly string[] {
  return parts
    .filter((part) => isObject(part[key]))
    .map((part) => textOf(fieldsOf(part[key], key).toolUseId, 'toolUseId'))
}

function turnsOf(message: Fields): readonly Turn[] {
  const parts = partsOf(message)
  const text = parts
    .filter((part) => typeof part.text === 'string')
    .map((part) => String(part.text))
    .join('\n')
  if (message.role === 'assistant') {
    const calls = parts
      .filter((part) => isObject(part.toolUse))
      .map((part) => fieldsOf(part.toolUse, 'toolUse'))
      .map((use) => ({ id: textOf(use.toolUseId, 'toolUseId'), name: textOf(use.name, 'name') }))
    return [{ from: 'model', text, calls }]
  }
  const results = parts
    .filter((part) => isObject(part.toolResult))
    .map((part) => fieldsOf(part.toolResult, 'toolResult'))
    .map((result) => ({
      id: textOf(result.toolUseId, 'toolUseId'),
      text: listOf(result.content, 'toolResult.content')
        .map((part) => (typeof part.text === 'string' ? part.text : JSON.stringify(part)))
        .join('\n'),
    }))
  const turns: Turn[] = results.length === 0 ? [] : [{ from: 'tools', results }]
  if (text !== '' || turns.length === 0) turns.push({ from: 'user', text })
  return turns
}

function render(
  question: Question,
  reply: Exclude<Reply, { kind: 'failure' }>,
  usage: Usage,
  nextId: NextId,
): unknown {
  const { content, stopReason } = contentOf(question, reply, nextId)
  return {
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage: {
      inputTokens: usage.input - usage.cacheRead - usage.cacheWrite,
      outputTokens: usage.output,
      totalTokens: usage.input + usage.output,
      cacheReadInputTokens: usage.cacheRead,
      cacheWriteInputTokens: usage.cacheWrite,
    },
    metrics: { latencyMs: 1 },
  }
}

function contentOf(
  { answerTool }: Question,
  reply: Exclude<Reply, { kind: 'failure' }>,
  nextId: NextId,
): { readonly content: readonly unknown[]; readonly stopReason: string } {
  if (reply.kind === 'refusal') return { content: [{ text: reply.text }], stopReason: 'content_filtered' }
  const use = (name: string, input: unknown) => ({ toolUse: { toolUseId: nextId('tooluse'), name, input } })
  const said = reply.text === '' ? [] : [{ text: reply.text }]
  if (reply.kind === 'calls') {
    const calls = reply.calls.map(({ name, parameters }) => use(name, parameters))
    return { content: [...said, ...calls], stopReason: 'tool_use' }
  }
  const value = answerTool === null ? null : parsed(reply.text)
  const stopReason = reply.isCutOff ? 'max_tokens' : 'end_turn'
  if (answerTool === null || value === null) return { content: said, stopReason }
  return { content: [use(answerTool, value)], stopReason: reply.isCutOff ? stopReason : 'tool_use' }
}

const shapes: Readonly<Record<WireFailureKind, { readonly status: number; readonly type: string }>> = {
  'bad-request': { status: 400, type: 'ValidationException' },
  'bad-key': { status: 403, type: 'UnrecognizedClientException' },
  'no-such-model': { status: 404, type: 'ResourceNotFoundException' },
  'too-long': { status: 400, type: 'ValidationException' },
  'rate-limited': { status: 429, type: 'ThrottlingException' },
  overloaded: { status: 503, type: 'ServiceUnavailableException' },
  unavailable: { status: 500, type: 'InternalServerException' },
}

function fail({ kind, message, retryAfterS, status: own }: WireFailure): WireAnswer {
  const { status, type } = shapes[kind]
  const retry: Record<string, string> = retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) }
  return {
    status: own ?? status,
    headers: { ...retry, 'x-amzn-errortype': type },
    body: { message },
  }
}
