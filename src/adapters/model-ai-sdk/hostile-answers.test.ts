/** Answers that are made to hurt whoever reads, keeps or repeats them. */
import { afterEach, describe, expect, test } from 'vitest'
import type { ModelFailure, ModelTurn } from '../../ports/model/model.ts'
import { clientOf, request, signal } from './fixtures/wire-client.ts'
import { chat, json, type Respond, startWireServer, type WireServer } from './fixtures/wire-server.ts'

const open: WireServer[] = []
const tools = [{ name: 'read_lines', about: 'Reads.', parameters: { type: 'object', properties: {} } }]
const brackets = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function answerOf(respond: Respond, isOffered = false): Promise<ModelTurn | ModelFailure> {
  const server = await startWireServer(respond)
  open.push(server)
  const asked = { ...request, tools: isOffered ? tools : [] }
  const outcome = await clientOf(server.url).complete(asked, signal)
  // Whatever it is: it is written down.
  expect(JSON.stringify(outcome).length).toBeLessThan(400_000)
  return outcome.ok ? outcome.value : outcome.failure
}

function body(text: string): Respond {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(text)
  }
}

function raw(text: string): Respond {
  return (_, response) => {
    response.socket?.end(text)
  }
}

/** Calls as a server makes them, of any size and name. */
function calling(
  count: number,
  call: (at: number) => { id?: string; name?: string; arguments?: string },
): Respond {
  const message = {
    role: 'assistant',
    content: null,
    tool_calls: Array.from({ length: count }, (_, at) => {
      const { id = `c${at}`, ...given } = call(at)
      return { id, type: 'function', function: { name: 'read_lines', arguments: '{}', ...given } }
    }),
  }
  return json(200, {
    ...(chat('') as Record<string, unknown>),
    choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
  })
}

function claiming(usage: string): Respond {
  const { usage: _, ...rest } = chat('{"a":1}') as Record<string, unknown>
  return body(JSON.stringify({ ...rest, usage: 0 }).replace('"usage":0', `"usage":${usage}`))
}

describe('what cannot be read', () => {
  test.each([
    ['a body nested a hundred thousand deep', body(`{"x":${brackets(100_000)}}`), 'nested more than'],
    ['more calls of tools than anybody looks through', calling(50_000, () => ({})), 'more than 25000 parts'],
    ['a status that is none', raw('HTTP/1.1 999 No\r\ncontent-length: 2\r\n\r\n{}'), 'status is 999'],
    [
      'a chunk of more bytes than there are numbers',
      raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\nabc'),
      'breaks off',
    ],
    ['a page', body('<html><title>Welcome</title></html>'), 'something else'],
    [
      'another encoding',
      (_: unknown, response: Parameters<Respond>[1]) => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-16le' })
        response.end(Buffer.from(JSON.stringify(chat('{"a":1}')), 'utf16le'))
      },
      'something else',
    ],
    [
      'a list of answers that is empty',
      json(200, { ...(chat('') as object), choices: [] }),
      'something else',
    ],
    [
      'headers without end',
      raw(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n\r\n{}`),
      'cannot be reached',
    ],
  ] satisfies readonly (readonly [string, Respond, string])[])('%s', async (_, respond, words) => {
    const failure = await answerOf(respond)
    expect(failure).toMatchObject({ kind: 'unavailable', message: expect.stringContaining(words) })
  })

  test('an answer whose JSON nests without end is asked for again, not walked through', async () => {
    expect(await answerOf(json(200, chat(`{"a":${brackets(90_000)}}`)))).toMatchObject({ kind: 'malformed' })
    expect(await answerOf(json(200, chat(`{"a":${brackets(70)}}`)))).toMatchObject({ kind: 'malformed' })
    expect(await answerOf(json(200, chat(`{"a":${brackets(20)}}`)))).toMatchObject({ model: 'local/m' })
  })

  test('words beside the status are not read, whatever they are', async () => {
    const text = JSON.stringify(chat('{"a":1}'))
    const head = 'HTTP/1.1 200 \x01Très bien\r\ncontent-type: application/json\r\n'
    expect(await answerOf(raw(`${head}content-length: ${text.length}\r\n\r\n${text}`))).toMatchObject({
      value: { a: 1 },
    })
  })

  test('the result of a call that nobody made is no wrong setting', async () => {
    const result = { type: 'web_search_tool_result', tool_use_id: 'none', content: [] }
    const usage = { input_tokens: 1, output_tokens: 1 }
    const message = { id: 'm', type: 'message', role: 'assistant', model: 'm', stop_reason: 'end_turn' }
    const server = await startWireServer(json(200, { ...message, content: [result], usage }))
    open.push(server)
    const outcome = await clientOf(server.url, { kind: 'anthropic' }).complete(request, signal)
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unavailable', mayBePaid: true } })
  })

  test('names of JavaScript are names of JSON like any other', async () => {
    const turn = await answerOf(
      json(200, chat('{"__proto__":{"bad":1},"constructor":{"prototype":{"bad":1}}}')),
    )
    expect(Object.keys('value' in turn ? (turn.value as object) : {})).toEqual(['__proto__', 'constructor'])
    expect(({} as { readonly bad?: unknown }).bad).toBeUndefined()
  })
})

describe('calls of tools', () => {
  async function callsOf(respond: Respond) {
    const turn = await answerOf(respond, true)
    return 'toolCalls' in turn ? turn.toolCalls : turn
  }

  test('of ten thousand a few are looked at', async () => {
    expect(await callsOf(calling(10_000, () => ({})))).toHaveLength(32)
  })

  test('parameters of megabytes and without end are left out', async () => {
    const large = { arguments: JSON.stringify({ path: 'x'.repeat(5_000_000) }) }
    const deep = { arguments: `{"a":${brackets(100)}}` }
    expect(await callsOf(calling(2, (at) => (at === 0 ? large : deep)))).toEqual([
      { id: 'c0', name: 'read_lines', parameters: 'Too large, and left out.' },
      { id: 'c1', name: 'read_lines', parameters: 'Too large, and left out.' },
    ])
    expect(await callsOf(calling(1, () => ({ arguments: `{"a":${brackets(50_000)}}` })))).toMatchObject({
      kind: 'unavailable',
    })
  })

  test('names and ids are such as can be sent, kept and told apart', async () => {
    const names = ['read\0\x1b[31m_lines\ud800', 'n'.repeat(1_000_000), '']
    const ids = ['one', 'with\nlines', 'i'.repeat(1_000_000)]
    const calls = await callsOf(calling(3, (at) => ({ name: names[at] as string, id: ids[at] as string })))
    expect(calls).toEqual([
      { id: 'one', name: 'read___31m_lines_', parameters: {} },
      { id: 'call-2', name: 'n'.repeat(64), parameters: {} },
      { id: 'call-3', name: '_', parameters: {} },
    ])
  })
})

describe('what a server says that it took', () => {
  test.each([
    ['less than nothing', '{"prompt_tokens":-5,"completion_tokens":-7}', { input: 0, output: 0 }],
    ['more than there is', '{"prompt_tokens":1e308,"completion_tokens":1e308}', { input: 1e9, output: 1e9 }],
    ['nothing at all', 'null', { input: 0, output: 0 }],
    [
      'more of its cache than of anything',
      '{"prompt_tokens":100,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":1e9}}',
      { input: 100, cacheRead: 100, cacheWrite: 0 },
    ],
  ])('%s', async (_, usage, expected) => {
    expect(await answerOf(claiming(usage))).toMatchObject({ usage: expected })
  })

  test.each(['{"prompt_tokens":"12","completion_tokens":"x"}', '{"prompt_tokens":1e999}'])(
    'no number: %s',
    async (usage) => {
      expect(await answerOf(claiming(usage))).toMatchObject({ kind: 'unavailable' })
    },
  )
})
