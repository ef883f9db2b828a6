/** OpenAI's chat completions, as OpenAI itself and as servers that are compatible with it speak them. */
import { checkSchema, checkTool, isObject } from './check-schema.ts'
import { openaiFailure } from './openai-failure.ts'
import {
  BadRequest,
  type NextId,
  type Question,
  type Reply,
  type Segment,
  type Turn,
  type Usage,
  type WireFormat,
} from './question.ts'
import {
  contentText,
  countOf,
  type Fields,
  fieldsOf,
  listOf,
  refuseStreaming,
  textOf,
} from './read-fields.ts'

export const openaiChat: WireFormat = chatFormat('openai-chat', '/openai/v1/chat/completions', true)
export const openaiCompatible: WireFormat = chatFormat(
  'openai-compatible',
  '/compatible/v1/chat/completions',
  false,
)

function chatFormat(name: 'openai-chat' | 'openai-compatible', path: string, needsKey: boolean): WireFormat {
  return {
    name,
    needsKey,
    cache: 'automatic',
    modelInPath: (asked) => (asked === path ? '' : null),
    keyOf: bearerKey,
    read: ({ body }) => readQuestion(name, fieldsOf(body, 'body')),
    render: (question, reply, usage, nextId) => render(question, reply, usage, nextId),
    fail: openaiFailure,
  }
}

export function bearerKey(headers: Readonly<Record<string, string>>): string | null {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? null
}

function readQuestion(wire: WireFormat['name'], body: Fields): Question {
  refuseStreaming(body)
  const model = textOf(body.model, 'model')
  const messages = listOf(body.messages, 'messages')
  if (messages.length === 0) throw new BadRequest("Invalid 'messages': empty array")
  checkToolAnswers(messages)
  const tools = listOf(body.tools, 'tools').map((tool, index) => {
    if (tool.type !== 'function') throw new BadRequest(`tools[${index}].type must be 'function'`)
    const described = fieldsOf(tool.function, `tools[${index}].function`)
    return checkTool(described.name, described.parameters)
  })
  checkResponseFormat(body.response_format)
  const system = messages
    .filter(isSystem)
    .map((message) => contentText(message.content, 'content'))
    .join('\n')
  return {
    wire,
    model,
    system,
    turns: turnsOf(messages.filter((message) => !isSystem(message))),
    tools,
    answerTool: null,
    outputTokensMax: countOf(body.max_completion_tokens ?? body.max_tokens, 'max_tokens'),
    segments: segmentsOf(body, messages),
  }
}

function isSystem(message: Fields): boolean {
  return message.role === 'system' || message.role === 'developer'
}

function segmentsOf(body: Fields, messages: readonly Fields[]): readonly Segment[] {
  const tools = body.tools === undefined ? [] : [JSON.stringify(body.tools)]
  return [
    ...tools,
    ...messages.map((message) =>
      [
        message.content == null ? '' : contentText(message.content, 'content'),
        ...(message.tool_calls === undefined ? [] : [JSON.stringify(message.tool_calls)]),
      ].join('\n'),
    ),
  ].map((text) => ({ text, isCacheMark: false }))
}

function turnsOf(messages: readonly Fields[]): readonly Turn[] {
  const turns: Turn[] = []
  for (const message of messages) {
    const last = turns.at(-1)
    if (message.role === 'tool') {
      const result = {
        id: textOf(message.tool_call_id, 'tool_call_id'),
        text: contentText(message.content, 'content'),
      }
      if (last?.from === 'tools') turns[turns.length - 1] = { ...last, results: [...last.results, result] }
      else turns.push({ from: 'tools', results: [result] })
      continue
    }
    const text = message.content == null ? '' : contentText(message.content, 'content')
    if (message.role === 'user') turns.push({ from: 'user', text })
    else turns.push({ from: 'model', text, calls: callsOf(message) })
  }
  return turns
}

function callsOf(message: Fields): readonly { readonly id: string; readonly name: string }[] {
  return listOf(message.tool_calls, 'tool_calls').map((call) => ({
    id: textOf(call.id, 'tool_calls.id'),
    name: textOf(fieldsOf(call.function, 'tool_calls.function').name, 'tool_calls.function.name'),
  }))
}

/** Every call has to be answered right after it, and nothing else may be. */
function checkToolAnswers(messages: readonly Fields[]): void {
  let open = new Set<string>()
  for (const [index, message] of messages.entries()) {
    const role = message.role
    if (!['system', 'developer', 'user', 'assistant', 'tool'].includes(String(role))) {
      throw new BadRequest(`Invalid value: '${String(role)}' for messages[${index}].role`)
    }
    if (role === 'tool') {
      const id = textOf(message.tool_call_id, `messages[${index}].tool_call_id`)
      if (!open.delete(id)) {
        throw new BadRequest(
          `Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'. (${id})`,
        )
      }
      continue
    }
    refuseOpen(open)
    if (role !== 'assistant') continue
    open = new Set(callsOf(message).map(({ id }) => id))
    if (open.size === 0 && message.content == null) {
      throw new BadRequest(`Invalid value for 'content': expected a string, got null. (messages[${index}])`)
    }
  }
  refuseOpen(open)
}

function refuseOpen(open: ReadonlySet<string>): void {
  if (open.size === 0) return
  throw new BadRequest(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. ` +
      `The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
  )
}

function checkResponseFormat(format: unknown): void {
  if (!isObject(format) || format.type !== 'json_schema') return
  const described = fieldsOf(format.json_schema, 'response_format.json_schema')
  const name = textOf(described.name, 'response_format.json_schema.name')
  const schema = fieldsOf(described.schema, 'response_format.json_schema.schema')
  checkSchema(schema, `response_format '${name}'`, '()', described.strict === true)
}

function render(
  question: Question,
  reply: Exclude<Reply, { kind: 'failure' }>,
  usage: Usage,
  nextId: NextId,
): unknown {
  return {
    id: nextId('chatcmpl'),
    object: 'chat.completion',
    created: 1_700_000_000,
    model: question.model,
    choices: [{ index: 0, logprobs: null, ...choiceOf(reply, nextId) }],
    usage: {
      prompt_tokens: usage.input,
      completion_tokens: usage.output,
      total_tokens: usage.input + usage.output,
      prompt_tokens_details: { cached_tokens: usage.cacheRead },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
  }
}

function choiceOf(reply: Exclude<Reply, { kind: 'failure' }>, nextId: NextId): Fields {
  if (reply.kind === 'refusal') {
    return {
      message: { role: 'assistant', content: null, refusal: reply.text },
      finish_reason: 'content_filter',
    }
  }
  if (reply.kind === 'answer') {
    const finish = reply.isCutOff ? 'length' : 'stop'
    return { message: { role: 'assistant', content: reply.text, refusal: null }, finish_reason: finish }
  }
  const calls = reply.calls.map(({ name, parameters }) => ({
    id: nextId('call'),
    type: 'function',
    function: { name, arguments: JSON.stringify(parameters) },
  }))
  const content = reply.text === '' ? null : reply.text
  return { message: { role: 'assistant', content, tool_calls: calls }, finish_reason: 'tool_calls' }
}
