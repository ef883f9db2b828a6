/** What is sent, what is sent again without, and what it took. */
import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/world/eventually.ts'
import type { ModelRequest } from '../../ports/model/model.ts'
import { clientOf, request, signal } from './fixtures/wire-client.ts'
import { chat, json, type Respond, startWireServer, type WireServer } from './fixtures/wire-server.ts'

const open: WireServer[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function serve(respond: Respond): Promise<WireServer> {
  const server = await startWireServer(respond)
  open.push(server)
  return server
}

describe('what a model does not take', () => {
  test('is left out from then on; nothing else is', async () => {
    const server = await serve((asked, response) => {
      const refused =
        'temperature' in asked.body
          ? 'temperature'
          : 'response_format' in asked.body
            ? 'response_format'
            : null
      const answer =
        refused === null
          ? json(200, chat('{"a":1}'))
          : json(400, {
              error: { message: `Unsupported parameter: '${refused}' is not supported with this model.` },
            })
      answer(asked, response)
    })
    const client = clientOf(server.url)
    expect(await client.complete(request, signal)).toMatchObject({ ok: true, value: { value: { a: 1 } } })
    expect(server.requests.map(({ body }) => ['temperature' in body, 'response_format' in body])).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ])
    expect(JSON.stringify(server.requests[0]?.body)).not.toContain('JSON Schema')
    expect(JSON.stringify(server.requests[2]?.body)).toContain('JSON Schema')
    expect(await client.complete(request, signal)).toMatchObject({ ok: true })
    expect(server.requests).toHaveLength(4)
  })

  test('a refusal that stays is a failure', async () => {
    const server = await serve(json(400, { error: { message: 'temperature, schema: all of it is wrong' } }))
    expect(await clientOf(server.url).complete(request, signal)).toMatchObject({
      failure: { kind: 'misconfigured' },
    })
    expect(server.requests).toHaveLength(2)
  })

  test('no temperature is sent when none is asked for, nor to models that think', async () => {
    const server = await serve(json(500, {}))
    await clientOf(server.url).complete({ ...request, temperature: null }, signal)
    await clientOf(server.url, { kind: 'openai' }, 'gpt-6.1-sol').complete(request, signal)
    await clientOf(server.url, { kind: 'anthropic' }, 'claude-opus-5-5').complete(request, signal)
    expect(server.requests.map(({ body }) => body.temperature)).toEqual([undefined, undefined, undefined])
  })
})

describe('what is sent', () => {
  const conversation: ModelRequest = {
    ...request,
    messages: [
      { from: 'us', text: 'The change.', isStable: true },
      { from: 'us', text: 'The unit.', isStable: true },
      { from: 'model', text: '', toolCalls: [{ id: 't1', name: 'read_lines', parameters: { path: 'a' } }] },
      { from: 'tools', results: [{ id: 't1', name: 'read_lines', text: 'const a = 1' }] },
    ],
    tools: [{ name: 'read_lines', about: 'Reads.', parameters: { type: 'object', properties: {} } }],
  }

  test('Anthropic is told what it may keep: the instructions, what is stable, and where a conversation goes on', async () => {
    const server = await serve(json(500, {}))
    await clientOf(server.url, { kind: 'anthropic' }, 'claude-sonnet-4-5').complete(conversation, signal)
    const { system, messages, tools } = server.requests[0]?.body ?? {}
    const marked = JSON.stringify([system, messages, tools]).match(/"cache_control":\{"type":"ephemeral"\}/g)
    expect(marked).toHaveLength(4)
    expect(system).toMatchObject([
      { text: expect.stringMatching(/^Task: ask\n/), cache_control: { type: 'ephemeral' } },
    ])
    expect(messages).toMatchObject([
      { role: 'user' },
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 't1', name: 'read_lines', input: { path: 'a' } }],
      },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 't1', cache_control: { type: 'ephemeral' } }],
      },
    ])
  })

  test('when no tools are offered any more, calls of them become text where a provider wants that', async () => {
    const server = await serve(json(500, {}))
    await clientOf(server.url, { kind: 'anthropic' }, 'claude-sonnet-4-5').complete(
      { ...conversation, tools: [] },
      signal,
    )
    const sent = JSON.stringify(server.requests[0]?.body)
    expect(sent).toContain('Call of read_lines: {\\"path\\":\\"a\\"}')
    expect(sent).toContain('Result of read_lines:\\nconst a = 1')
    expect(sent).not.toMatch(/tool_use|tool_result/)
  })

  test('OpenAI is asked to keep nothing, and the shape is enforced beside tools', async () => {
    const server = await serve(json(500, {}))
    await clientOf(server.url, { kind: 'openai' }, 'gpt-6.1-sol').complete(conversation, signal)
    expect(server.requests[0]?.body).toMatchObject({
      store: false,
      max_output_tokens: 500,
      text: { format: { type: 'json_schema', name: 'answer', strict: true } },
      tools: [{ type: 'function', name: 'read_lines' }],
    })
  })

  test('the same request is the same bytes', async () => {
    const server = await serve(json(500, {}))
    for (const kind of ['openai', 'anthropic', 'google', 'openai-compatible'] as const) {
      await clientOf(server.url, { kind }).complete(conversation, signal)
      await clientOf(server.url, { kind }).complete(conversation, signal)
      const [one, other] = server.requests.slice(-2)
      expect(JSON.stringify(one?.body)).toBe(JSON.stringify(other?.body))
    }
  })
})

describe('what it took', () => {
  test('is counted alike for all providers: input holds what the cache gave and took', async () => {
    const answers = {
      anthropic: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [{ type: 'text', text: '{"a":1}' }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: {
          input_tokens: 10,
          cache_creation_input_tokens: 20,
          cache_read_input_tokens: 70,
          output_tokens: 7,
        },
      },
      'openai-chat': {
        ...(chat('{"a":1}') as object),
        usage: {
          prompt_tokens: 100,
          completion_tokens: 7,
          total_tokens: 107,
          prompt_tokens_details: { cached_tokens: 70 },
        },
      },
      google: {
        candidates: [
          { content: { role: 'model', parts: [{ text: '{"a":1}' }] }, finishReason: 'STOP', index: 0 },
        ],
        usageMetadata: {
          promptTokenCount: 100,
          cachedContentTokenCount: 70,
          candidatesTokenCount: 4,
          thoughtsTokenCount: 3,
          totalTokenCount: 107,
        },
      },
    } as const
    for (const [kind, body] of Object.entries(answers)) {
      const server = await serve(json(200, body))
      const client = clientOf(server.url, { kind: kind as keyof typeof answers })
      expect(await client.complete(request, signal)).toMatchObject({
        ok: true,
        value: {
          usage: { input: 100, cacheRead: 70, cacheWrite: kind === 'anthropic' ? 20 : 0, output: 7 },
        },
      })
    }
  })
})

test('a provider gets no more requests at once than it may, and a cancelled one leaves the line', async () => {
  const held: ServerResponse[] = []
  const server = await serve((_, response) => void held.push(response))
  const client = clientOf(server.url, { atOnceMax: 2 })
  const inTurn = async () => {
    const leave = await client.enter(signal)
    return client.complete(request, signal).finally(() => leave?.())
  }
  const outcomes = Array.from({ length: 3 }, inTurn)
  const cancel = new AbortController()
  const cancelled = client.enter(cancel.signal)
  await eventually('two requests', () => held.length === 2)
  cancel.abort()
  expect(await cancelled).toBeNull()
  expect(server.requests).toHaveLength(2)
  for (const response of held.splice(0)) response.end(JSON.stringify(chat('{"a":1}')))
  await eventually('the third request', () => held.length === 1)
  held[0]?.end(JSON.stringify(chat('{"a":1}')))
  for (const outcome of await Promise.all(outcomes)) expect(outcome.ok).toBe(true)
  expect(server.requests).toHaveLength(3)
})
