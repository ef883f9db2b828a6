/** Google's generateContent. */
import { checkTool, isObject } from './check-schema.ts'
import {
  BadRequest,
  type NextId,
  type Question,
  type Reply,
  type Turn,
  type Usage,
  type WireAnswer,
  type WireFailure,
  type WireFailureKind,
  type WireFormat,
} from './question.ts'
import { contentText, countOf, type Fields, fieldsOf, listOf, parsed, textOf } from './read-fields.ts'

const address = /^\/google\/v1beta\/models\/([^/:]+):generateContent$/
/** The clients' name for a tool that carries the answer: `json`, `json_1`... */
const answerToolName = /^json(?:_\d+)?$/

export const google: WireFormat = {
  name: 'google',
  needsKey: true,
  cache: 'automatic',
  modelInPath: (path) => address.exec(path)?.[1] ?? null,
  keyOf: (headers) => headers['x-goog-api-key'] ?? null,
  read: ({ body }, model) => readQuestion(fieldsOf(body, 'body'), model),
  render,
  fail,
}

function readQuestion(body: Fields, model: string): Question {
  const contents = listOf(body.contents, 'contents')
  if (contents.length === 0)
    throw new BadRequest('* GenerateContentRequest.contents: contents is not specified')
  checkContents(contents)
  const tools = listOf(body.tools, 'tools')
    .flatMap((tool) => listOf(tool.functionDeclarations, 'functionDeclarations'))
    .map((tool) => checkTool(tool.name, tool.parameters ?? tool.parametersJsonSchema))
  const config =
    body.generationConfig === undefined ? {} : fieldsOf(body.generationConfig, 'generationConfig')
  const system = body.systemInstruction
  const systemText =
    system === undefined ? '' : contentText(fieldsOf(system, 'systemInstruction').parts, 'parts')
  return {
    wire: 'google',
    model: decodeURIComponent(model),
    system: systemText,
    turns: contents.flatMap(turnsOf),
    tools: tools.filter(({ name }) => !answerToolName.test(name)),
    answerTool: tools.find(({ name }) => answerToolName.test(name))?.name ?? null,
    outputTokensMax: countOf(config.maxOutputTokens, 'maxOutputTokens'),
    segments: [
      ...(body.tools === undefined ? [] : [JSON.stringify(body.tools)]),
      systemText,
      ...contents.map((content) =>
        listOf(content.parts, 'parts')
          .map((part) => (typeof part.text === 'string' ? part.text : JSON.stringify(part)))
          .join('\n'),
      ),
    ].map((text) => ({ text, isCacheMark: false })),
  }
}

function checkContents(contents: readonly Fields[]): void {
  if (contents[0]?.role === 'model') {
    throw new BadRequest('Please ensure that the first turn is a user turn.')
  }
  for (const [index, content] of contents.entries()) {
    const parts = listOf(content.parts, `contents[${index}].parts`)
    if (parts.length === 0) {
      throw new BadRequest(
        `* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.`,
      )
    }
    const calls = parts.filter((part) => part.functionCall !== undefined).length
    const next = contents[index + 1]
    const answers = next === undefined ? 0 : listOf(next.parts, 'parts').filter(isResponse).length
    if (calls !== answers) {
      throw new BadRequest(
        'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
      )
    }
    if (index === 0 && parts.some(isResponse)) {
      throw new BadRequest(
        'Please ensure that function response turn comes immediately after a function call turn.',
      )
    }
  }
}

function isResponse(part: Fields): boolean {
  return part.functionResponse !== undefined
}

function turnsOf(content: Fields): readonly Turn[] {
  const parts = listOf(content.parts, 'parts')
  const text = parts
    .filter((part) => typeof part.text === 'string')
    .map((part) => String(part.text))
    .join('\n')
  if (content.role === 'model') {
    const calls = parts
      .filter((part) => isObject(part.functionCall))
      .map((part, index) => callOf(fieldsOf(part.functionCall, 'functionCall'), index))
    return [{ from: 'model', text, calls }]
  }
  const results = parts.filter(isResponse).map((part, index) => {
    const response = fieldsOf(part.functionResponse, 'functionResponse')
    return { id: callOf(response, index).id, text: responseText(response.response) }
  })
  const turns: Turn[] = results.length === 0 ? [] : [{ from: 'tools', results }]
  if (text !== '' || turns.length === 0) turns.push({ from: 'user', text })
  return turns
}

function callOf(call: Fields, index: number): { readonly id: string; readonly name: string } {
  return {
    id: typeof call.id === 'string' ? call.id : `call-${index}`,
    name: textOf(call.name, 'functionCall.name'),
  }
}

/** Clients wrap a result's text: `{ name, content }`, `{ output }` or `{ result }`. */
function responseText(response: unknown): string {
  if (!isObject(response)) return JSON.stringify(response)
  const text = response.content ?? response.output ?? response.result
  return typeof text === 'string' ? text : JSON.stringify(response)
}

function render(
  question: Question,
  reply: Exclude<Reply, { kind: 'failure' }>,
  usage: Usage,
  nextId: NextId,
): unknown {
  return {
    candidates: [{ index: 0, ...candidateOf(question, reply) }],
    usageMetadata: {
      promptTokenCount: usage.input,
      candidatesTokenCount: usage.output,
      totalTokenCount: usage.input + usage.output,
      ...(usage.cacheRead === 0 ? {} : { cachedContentTokenCount: usage.cacheRead }),
    },
    modelVersion: question.model,
    responseId: nextId('resp'),
  }
}

function candidateOf({ answerTool }: Question, reply: Exclude<Reply, { kind: 'failure' }>): Fields {
  if (reply.kind === 'refusal') return { content: { role: 'model', parts: [] }, finishReason: 'SAFETY' }
  const said = reply.text === '' ? [] : [{ text: reply.text }]
  if (reply.kind === 'calls') {
    const calls = reply.calls.map(({ name, parameters }) => ({ functionCall: { name, args: parameters } }))
    return { content: { role: 'model', parts: [...said, ...calls] }, finishReason: 'STOP' }
  }
  const value = answerTool === null ? null : parsed(reply.text)
  const parts = value === null ? said : [{ functionCall: { name: answerTool, args: value } }]
  return { content: { role: 'model', parts }, finishReason: reply.isCutOff ? 'MAX_TOKENS' : 'STOP' }
}

const shapes: Readonly<Record<WireFailureKind, { readonly code: number; readonly status: string }>> = {
  'bad-request': { code: 400, status: 'INVALID_ARGUMENT' },
  'bad-key': { code: 401, status: 'UNAUTHENTICATED' },
  'no-such-model': { code: 404, status: 'NOT_FOUND' },
  'too-long': { code: 400, status: 'INVALID_ARGUMENT' },
  'rate-limited': { code: 429, status: 'RESOURCE_EXHAUSTED' },
  overloaded: { code: 503, status: 'UNAVAILABLE' },
  unavailable: { code: 500, status: 'INTERNAL' },
}

function fail({ kind, message, retryAfterS, status: own }: WireFailure): WireAnswer {
  const { code, status } = shapes[kind]
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfterS}s` }
  return {
    status: own ?? code,
    headers: retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) },
    body: {
      error: { code: own ?? code, message, status, ...(retryAfterS === null ? {} : { details: [retry] }) },
    },
  }
}
