/** OpenAI's responses API. */
import { checkSchema, checkTool, isObject } from './check-schema.ts'
import { bearerKey } from './openai-chat.ts'
import { openaiFailure } from './openai-failure.ts'
import {
  BadRequest,
  type NextId,
  type Question,
  type Reply,
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

export const openaiResponses: WireFormat = {
  name: 'openai-responses',
  needsKey: true,
  cache: 'automatic',
  modelInPath: (path) => (path === '/openai/v1/responses' ? '' : null),
  keyOf: bearerKey,
  read: ({ body }) => readQuestion(fieldsOf(body, 'body')),
  render,
  fail: openaiFailure,
}

function readQuestion(body: Fields): Question {
  refuseStreaming(body)
  const given = body.input
  const input = typeof given === 'string' ? [{ role: 'user', content: given }] : listOf(given, 'input')
  if (input.length === 0) throw new BadRequest("Missing required parameter: 'input'.")
  checkOutputs(input)
  const tools = listOf(body.tools, 'tools')
    .filter((tool) => tool.type === 'function')
    .map((tool) => checkTool(tool.name, tool.parameters))
  checkTextFormat(body.text)
  const instructions = body.instructions == null ? [] : [textOf(body.instructions, 'instructions')]
  const systems = input.filter(isSystem).map((item) => contentText(item.content, 'content'))
  return {
    wire: 'openai-responses',
    model: textOf(body.model, 'model'),
    system: [...instructions, ...systems].join('\n'),
    turns: turnsOf(input.filter((item) => !isSystem(item))),
    tools,
    answerTool: null,
    outputTokensMax: countOf(body.max_output_tokens, 'max_output_tokens'),
    segments: [
      ...(body.tools === undefined ? [] : [JSON.stringify(body.tools)]),
      ...instructions,
      ...input.map(segmentText),
    ].map((text) => ({ text, isCacheMark: false })),
  }
}

function isSystem(item: Fields): boolean {
  return item.role === 'system' || item.role === 'developer'
}

function segmentText(item: Fields): string {
  if (item.content !== undefined) return contentText(item.content, 'content')
  if (item.type === 'function_call') return `${String(item.name)} ${String(item.arguments)}`
  return item.type === 'function_call_output' ? outputText(item) : ''
}

function outputText(item: Fields): string {
  return contentText(item.output, 'output')
}

function turnsOf(input: readonly Fields[]): readonly Turn[] {
  const turns: Turn[] = []
  for (const item of input) {
    const last = turns.at(-1)
    if (item.type === 'function_call') {
      const call = { id: textOf(item.call_id, 'call_id'), name: textOf(item.name, 'name') }
      if (last?.from === 'model') turns[turns.length - 1] = { ...last, calls: [...last.calls, call] }
      else turns.push({ from: 'model', text: '', calls: [call] })
    } else if (item.type === 'function_call_output') {
      const result = { id: textOf(item.call_id, 'call_id'), text: outputText(item) }
      if (last?.from === 'tools') turns[turns.length - 1] = { ...last, results: [...last.results, result] }
      else turns.push({ from: 'tools', results: [result] })
    } else if (item.role === 'user') {
      turns.push({ from: 'user', text: contentText(item.content, 'content') })
    } else if (item.role === 'assistant') {
      turns.push({ from: 'model', text: contentText(item.content, 'content'), calls: [] })
    } else if (!['reasoning', 'item_reference'].includes(String(item.type))) {
      throw new BadRequest(`Invalid value: 'input' has an item of type '${String(item.type)}'.`)
    }
  }
  return turns
}

function checkOutputs(input: readonly Fields[]): void {
  const idsOf = (type: string) =>
    input.filter((item) => item.type === type).map((item) => String(item.call_id))
  const calls = new Set(idsOf('function_call'))
  const outputs = new Set(idsOf('function_call_output'))
  for (const id of outputs) {
    if (!calls.has(id))
      throw new BadRequest(`No tool call found for function call output with call_id ${id}.`)
  }
  for (const id of calls) {
    if (!outputs.has(id)) throw new BadRequest(`No tool output found for function call ${id}.`)
  }
}

function checkTextFormat(text: unknown): void {
  const format = isObject(text) ? text.format : undefined
  if (!isObject(format) || format.type !== 'json_schema') return
  const name = textOf(format.name, 'text.format.name')
  const schema = fieldsOf(format.schema, 'text.format.schema')
  checkSchema(schema, `response_format '${name}'`, '()', format.strict === true)
}

function render(
  question: Question,
  reply: Exclude<Reply, { kind: 'failure' }>,
  usage: Usage,
  nextId: NextId,
): unknown {
  const isCutOff = reply.kind === 'answer' && reply.isCutOff
  return {
    id: nextId('resp'),
    object: 'response',
    created_at: 1_700_000_000,
    status: isCutOff ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: isCutOff ? { reason: 'max_output_tokens' } : null,
    model: question.model,
    output: outputOf(reply, isCutOff, nextId),
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cacheRead },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.input + usage.output,
    },
  }
}

function outputOf(
  reply: Exclude<Reply, { kind: 'failure' }>,
  isCutOff: boolean,
  nextId: NextId,
): readonly unknown[] {
  const message = (part: Fields) => ({
    type: 'message',
    id: nextId('msg'),
    status: isCutOff ? 'incomplete' : 'completed',
    role: 'assistant',
    content: [part],
  })
  const textPart = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] })
  if (reply.kind === 'refusal') return [message({ type: 'refusal', refusal: reply.text })]
  if (reply.kind === 'answer') return [message(textPart(reply.text))]
  const calls = reply.calls.map(({ name, parameters }) => ({
    type: 'function_call',
    id: nextId('fc'),
    call_id: nextId('call'),
    status: 'completed',
    name,
    arguments: JSON.stringify(parameters),
  }))
  return reply.text === '' ? calls : [message(textPart(reply.text)), ...calls]
}
