/** Hostile and broken servers, and keys that nobody is to see. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ProviderConfig } from '../../config/service/models-config.ts'
import type { ModelFailure } from '../../ports/model/model.ts'
import { clientOf, key, now, request, signal } from './fixtures/wire-client.ts'
import { chat, json, type Respond, startWireServer, type WireServer } from './fixtures/wire-server.ts'

const open: WireServer[] = []

afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function serve(respond: Respond): Promise<WireServer> {
  const server = await startWireServer(respond)
  open.push(server)
  return server
}

async function failureOf(respond: Respond, given: Partial<ProviderConfig> = {}): Promise<ModelFailure> {
  const server = await serve(respond)
  const outcome = await clientOf(server.url, given).complete(request, signal)
  if (outcome.ok) throw new Error('it answered')
  expect(JSON.stringify(outcome.failure)).not.toContain(key)
  return outcome.failure
}

describe('a server that is not to be trusted', () => {
  test('an answer without end is left at eight megabytes', async () => {
    const megabyte = Buffer.alloc(1_048_576, 'x')
    let sent = 0
    const failure = await failureOf((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => {
        while (!response.destroyed && response.write(megabyte)) sent += 1
      }
      response.on('drain', more)
      more()
    })
    expect(failure).toMatchObject({
      kind: 'unavailable',
      message: 'local answered with more than 8388608 bytes.',
      mayBePaid: true,
    })
    expect(sent).toBeLessThan(64)
  })

  test('a redirect takes neither key nor code along', async () => {
    const elsewhere = await serve(json(200, chat('{"a":1}')))
    const failure = await failureOf((_, response) => {
      response.writeHead(307, { location: `${elsewhere.url}/v1/chat/completions` })
      response.end()
    })
    expect(failure.kind).toBe('misconfigured')
    expect(failure.message).toContain(
      `wants to redirect to ${new URL(elsewhere.url).host}, which is not followed`,
    )
    expect(elsewhere.requests).toEqual([])
  })

  test('a page instead of an answer, and nobody at all', async () => {
    expect(await failureOf((_, response) => response.end('<html>hello</html>'))).toMatchObject({
      kind: 'unavailable',
      message: 'local answered something else than its interface says.',
      mayBePaid: true,
    })
    const gone = await startWireServer(json(200, {}))
    await gone.close()
    const outcome = await clientOf(gone.url).complete(request, signal)
    expect(outcome).toMatchObject({
      failure: { kind: 'unavailable', message: 'local cannot be reached (ECONNREFUSED).', mayBePaid: false },
    })
  })

  test('what it says of an error is shown without keys, without controls and not for long', async () => {
    const message = `no such setting \u202e for Bearer ${key} or sk-other-1234567890: ${'x'.repeat(5_000)}`
    const failure = await failureOf(json(400, { error: { message } }))
    expect(failure.kind).toBe('misconfigured')
    expect(failure.message).toContain(
      'does not accept the request (400): no such setting \\u{202e} for [key] or [key]',
    )
    expect(failure.message.length).toBeLessThan(320)
  })

  test('figures that are none count as nothing', async () => {
    const usage = { prompt_tokens: -5, completion_tokens: 1e300, total_tokens: 0 }
    const server = await serve(json(200, { ...(chat('{"a":1}') as object), usage }))
    const outcome = await clientOf(server.url).complete(request, signal)
    expect(outcome).toMatchObject({ ok: true, value: { usage: { input: 0, output: 1e9 } } })
  })
})

describe('failures by what providers say', () => {
  test.each([
    [
      429,
      { error: { code: 'insufficient_quota', message: 'You exceeded your current quota.' } },
      'rate-limited',
      900_000,
    ],
    [402, { error: { message: 'Insufficient Balance' } }, 'rate-limited', 900_000],
    [
      400,
      { type: 'error', error: { type: 'invalid_request_error', message: 'Your credit balance is too low.' } },
      'rate-limited',
      900_000,
    ],
    [429, { error: { message: 'Please try again in 1.5s.' } }, 'rate-limited', 1_500],
    [429, {}, 'rate-limited', 10_000],
    [413, {}, 'too-long', null],
    [400, { error: { message: "This model's maximum context length is 8192 tokens." } }, 'too-long', null],
    [400, { error: { code: 'content_filter', message: 'filtered' } }, 'refused', null],
    [422, { error: { message: 'unknown field' } }, 'misconfigured', null],
    [403, { error: { message: 'no' } }, 'misconfigured', null],
    [529, { error: { message: 'overloaded' } }, 'unavailable', null],
    [408, {}, 'unavailable', null],
    [
      400,
      { error: { type: 'invalid_request_error', message: 'ThrottlingException' } },
      'rate-limited',
      10_000,
    ],
  ] as const)('%i with %j', async (status, body, kind, wait) => {
    const failure = await failureOf(json(status, body))
    expect(failure).toMatchObject({ kind, retryAt: wait === null ? null : now + wait })
  })
})

test('an answer that breaks off may be paid for, and so may one that a gateway did not wait for', async () => {
  const broken = await failureOf((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"id":', () => response.destroy())
  })
  expect(broken).toMatchObject({ kind: 'unavailable', mayBePaid: true })
  expect(await failureOf(json(504, {}))).toMatchObject({ kind: 'unavailable', mayBePaid: true })
  expect(await failureOf(json(503, {}))).toMatchObject({ kind: 'unavailable', mayBePaid: false })
})

test('an error whose code is no text and no number is an error all the same', async () => {
  const odd = json(200, { error: { code: { toString: 0 }, message: 'odd' } })
  expect(await failureOf(odd)).toMatchObject({ kind: 'misconfigured' })
})

test('an error that comes with 200 is told by itself, not by the prompt that is repeated beside it', async () => {
  const failed = (code: string) =>
    json(200, {
      id: 'resp_1',
      created_at: 1,
      model: 'gpt-6.1-sol',
      status: 'failed',
      instructions: 'insufficient_quota, context_length_exceeded, content_filter',
      error: { code, message: 'It failed.' },
      output: [],
      usage: null,
    })
  const routed = { error: { code: 429, message: 'Provider returned error' } }
  expect(await failureOf(json(200, routed))).toMatchObject({ kind: 'rate-limited' })
  expect(await failureOf(failed('server_error'), { kind: 'openai' })).toMatchObject({ kind: 'unavailable' })
  expect(await failureOf(failed('rate_limit_exceeded'), { kind: 'openai' })).toMatchObject({
    kind: 'rate-limited',
  })
  expect(await failureOf(failed('invalid_prompt'), { kind: 'openai' })).toMatchObject({ kind: 'refused' })
})

describe('keys', () => {
  test('without one in the configuration none is sent, whatever the environment holds', async () => {
    for (const name of [
      'OPENAI_API_KEY',
      'ANTHROPIC_API_KEY',
      'GOOGLE_GENERATIVE_AI_API_KEY',
      'OPENAI_BASE_URL',
    ])
      vi.stubEnv(name, 'http://127.0.0.1:1/of-another-program')
    const server = await serve(json(500, {}))
    for (const kind of ['openai', 'openai-chat', 'anthropic', 'google', 'openai-compatible'] as const) {
      await clientOf(server.url, { kind, key: null }).complete(request, signal)
    }
    expect(server.requests).toHaveLength(5)
    for (const { headers, path } of server.requests) {
      expect(`${path} ${JSON.stringify(headers)}`).not.toMatch(/another-program|authorization|api-key|none/)
    }
  })

  test('credentials of AWS sign the request, and are not said when they are refused', async () => {
    vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', undefined)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', key)
    const server = await serve(json(403, { message: `The security token ${key} is invalid` }))
    const bedrock = clientOf(
      server.url,
      { kind: 'bedrock', key: null, region: 'eu-central-1' },
      'amazon.nova-pro-v1:0',
    )
    const outcome = await bedrock.complete(request, signal)
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'misconfigured' } })
    expect(JSON.stringify(outcome)).not.toContain(key)
    expect(server.requests[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7\/\d{8}\/eu-central-1\/bedrock\//,
    )
  })

  test('no credentials at all are a matter of configuration', async () => {
    for (const name of ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
      vi.stubEnv(name, undefined)
    const failure = await failureOf(json(200, {}), { kind: 'bedrock', key: null, region: 'eu-central-1' })
    expect(failure).toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining('AWS_ACCESS_KEY_ID'),
    })
  })
})
