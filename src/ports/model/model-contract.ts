/** The promise of `ModelClient`, as stories that every adapter has to live up to, with a server that behaves as asked. */
import { afterEach, describe, expect, test } from 'vitest'
import { noTokens } from '../../domain/agents/model-usage.ts'
import type { ModelClient, ModelFailure, ModelMessage, ModelRequest } from './model.ts'

/** What the server does with the first request; every later one is answered with `contractAnswer`. */
export const contractBehaviours = [
  'answers',
  'fences',
  'calls-tools',
  'rate-limits',
  'is-overloaded',
  'is-down',
  'hangs-up',
  'stalls',
  'drips',
  'refuses',
  'is-cut-off',
  'writes-no-json',
  'says-nothing',
  'is-too-long',
  'refuses-the-key',
  'has-no-such-model',
] as const
export type ContractBehaviour = (typeof contractBehaviours)[number]

export interface OpenedModel {
  readonly client: ModelClient
  /** The key that the client was given. */
  readonly key: string
  /** Requests that the server was sent so far. */
  requests(): number
  /** Settles when a request has come. */
  asked(): Promise<void>
  close(): Promise<void>
}

export const contractAnswer = { verdict: 'fine', lines: [1, 2] }
/** The one tool that `calls-tools` calls, with these parameters. */
export const contractCall = { name: 'read_lines', parameters: { path: 'src/a.ts', from: 1 } }

const now = Date.UTC(2026, 10, 23)

export const contractNow = () => now

const request: ModelRequest = {
  system: 'Task: ask\nYou read code.',
  messages: [{ from: 'us', text: 'Is this fine?', isStable: true }],
  tools: [],
  answer: {
    name: 'verdict',
    schema: {
      type: 'object',
      properties: {
        verdict: { type: 'string', maxLength: 40 },
        lines: { type: 'array', items: { type: 'integer', minimum: 1 } },
      },
      required: ['verdict', 'lines'],
      additionalProperties: false,
    },
  },
  temperature: 0.2,
  outputTokensMax: 1_000,
  timeMs: 20_000,
}

const tools = [
  {
    name: contractCall.name,
    about: 'Reads lines of a file.',
    parameters: {
      type: 'object',
      properties: { path: { type: 'string' }, from: { type: 'integer' } },
      required: ['path', 'from'],
      additionalProperties: false,
    },
  },
]

export function describeModelContract(
  name: string,
  open: (behaviour: ContractBehaviour) => Promise<OpenedModel>,
): void {
  describe(`a model of ${name}`, () => {
    const opened: OpenedModel[] = []
    const start = async (behaviour: ContractBehaviour) => {
      const one = await open(behaviour)
      opened.push(one)
      return one
    }
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()))
    })

    async function fails(
      behaviour: ContractBehaviour,
      given: Partial<ModelRequest> = {},
    ): Promise<ModelFailure> {
      const { client, key, requests } = await start(behaviour)
      const outcome = await client.complete({ ...request, ...given }, new AbortController().signal)
      if (outcome.ok) throw new Error(`it answered: ${outcome.value.text}`)
      expect(requests()).toBeLessThanOrEqual(1)
      expect(JSON.stringify(outcome.failure)).not.toContain(key)
      expect(outcome.failure.message).toMatch(/\S.*\.$/)
      expect(outcome.failure.remedy).toMatch(/\S.*\.$/)
      return outcome.failure
    }

    test('it answers with JSON, and says what that took', async () => {
      const { client, key, requests } = await start('answers')
      const outcome = await client.complete(request, new AbortController().signal)
      expect(outcome).toMatchObject({
        ok: true,
        value: { model: client.model, toolCalls: [], value: contractAnswer },
      })
      if (!outcome.ok) return
      const { usage } = outcome.value
      expect(usage.input).toBeGreaterThan(5)
      expect(usage.output).toBeGreaterThan(3)
      expect(usage.cacheRead + usage.cacheWrite).toBeLessThanOrEqual(usage.input)
      expect(requests()).toBe(1)
      expect(JSON.stringify(outcome)).not.toContain(key)
    })

    test('a fence and words around the JSON do no harm', async () => {
      const { client } = await start('fences')
      const outcome = await client.complete(request, new AbortController().signal)
      expect(outcome).toMatchObject({ ok: true, value: { value: contractAnswer } })
    })

    test('it calls a tool, is told the result, and answers; also when no tools are offered any more', async () => {
      const { client } = await start('calls-tools')
      const first = await client.complete({ ...request, tools }, new AbortController().signal)
      expect(first).toMatchObject({ ok: true, value: { value: null, toolCalls: [contractCall] } })
      if (!first.ok) return
      const messages: readonly ModelMessage[] = [
        ...request.messages,
        { from: 'model', text: first.value.text, toolCalls: first.value.toolCalls },
        {
          from: 'tools',
          results: first.value.toolCalls.map(({ id, name }) => ({ id, name, text: 'const a = 1' })),
        },
      ]
      const second = await client.complete({ ...request, messages, tools }, new AbortController().signal)
      expect(second).toMatchObject({ ok: true, value: { toolCalls: [], value: contractAnswer } })
      const last = await client.complete({ ...request, messages }, new AbortController().signal)
      expect(last).toMatchObject({ ok: true, value: { toolCalls: [], value: contractAnswer } })
    })

    test('an answer of nothing can be asked to be mended', async () => {
      const { client } = await start('says-nothing')
      const first = await client.complete(request, new AbortController().signal)
      expect(first).toMatchObject({ ok: false, failure: { kind: 'malformed', text: '' } })
      const messages: readonly ModelMessage[] = [
        ...request.messages,
        { from: 'model', text: '', toolCalls: [] },
        { from: 'us', text: 'Answer with JSON.', isStable: false },
      ]
      const second = await client.complete({ ...request, messages }, new AbortController().signal)
      expect(second).toMatchObject({ ok: true, value: { value: contractAnswer } })
    })

    test('a limit says when it ends', async () => {
      const failure = await fails('rate-limits')
      expect(failure).toMatchObject({
        kind: 'rate-limited',
        retryAt: now + 7_000,
        usage: noTokens,
        mayBePaid: false,
      })
    })

    test.each([
      ['is-overloaded', false],
      ['is-down', false],
      ['hangs-up', true],
    ] as const)('a server that %s is unavailable; it may be paid: %s', async (one, mayBePaid) => {
      expect(await fails(one)).toMatchObject({
        ...{ kind: 'unavailable', usage: noTokens, mayBePaid, text: null },
      })
    })

    test('a server that stalls, or drips for ever, is left when the time is over', async () => {
      const failures = await Promise.all([fails('stalls', { timeMs: 400 }), fails('drips', { timeMs: 400 })])
      for (const failure of failures)
        expect(failure).toMatchObject({ kind: 'timed-out', text: null, mayBePaid: true })
    })

    test('a refusal is no answer', async () => {
      expect(await fails('refuses')).toMatchObject({ kind: 'refused' })
    })

    test('an answer that was cut off comes with its text and its usage', async () => {
      const failure = await fails('is-cut-off')
      expect(failure).toMatchObject({ kind: 'malformed', text: expect.stringContaining('{') })
      expect(failure.usage.output).toBeGreaterThan(0)
    })

    test('an answer that is no JSON comes with its text', async () => {
      const failure = await fails('writes-no-json')
      expect(failure).toMatchObject({
        ...{ kind: 'malformed', text: expect.stringContaining('It looks'), mayBePaid: true },
      })
      expect(failure.usage.output).toBeGreaterThan(0)
    })

    test('too long, a wrong key and a wrong name are told apart', async () => {
      expect(await fails('is-too-long')).toMatchObject({ kind: 'too-long', mayBePaid: false })
      expect(await fails('refuses-the-key')).toMatchObject({ kind: 'misconfigured', mayBePaid: false })
      expect(await fails('has-no-such-model')).toMatchObject({ kind: 'misconfigured', mayBePaid: false })
    })

    test('it can be cancelled, before and while it is asked', async () => {
      const { client, asked, requests } = await start('stalls')
      const before = await client.complete(request, AbortSignal.abort())
      expect(before).toMatchObject({ ok: false, failure: { kind: 'cancelled', mayBePaid: false } })
      expect(requests()).toBe(0)
      const cancel = new AbortController()
      const outcome = client.complete(request, cancel.signal)
      await asked()
      cancel.abort()
      expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'cancelled', mayBePaid: true } })
    })
  })
}
