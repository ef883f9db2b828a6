/** Conversations with models that answer, fail, cost and are remembered. */
import { describe, expect, test } from 'vitest'
import { createClosedCircuits } from '../../adapters/memory/closed-circuits.ts'
import type { CircuitName, Circuits } from '../../ports/circuit/circuit.ts'
import { aPayer } from '../../ports/store/contract/model-ledger-stories.ts'
import type { ToolBox } from '../tools/tool-box.ts'
import { aCall, callsWorld, forever } from './fixtures/calls-world.ts'
import { scriptedClient, usageOfOne } from './fixtures/scripted-client.ts'

const four = { value: { sum: 4 } }

const adding: ToolBox = {
  descriptions: [{ name: 'add', about: 'Adds.', parameters: { type: 'object' } }],
  run: async ({ id, name, parameters }) => ({
    ...{ id, name },
    text: name === 'add' ? `added ${JSON.stringify(parameters)}` : `There is no tool ${name}.`,
  }),
}

function toolCall(id: string, name = 'add') {
  return { id, name, parameters: { n: id } }
}

describe('an answer', () => {
  test('is paid for once, and remembered for whoever asks the same', async () => {
    const model = scriptedClient('one/large', four)
    const { calls, again, parts, meter } = callsWorld([model])
    expect(await calls.ask(aCall(), forever)).toMatchObject({
      ok: true,
      value: { value: { sum: 4 }, model: 'one/large', messages: [{ from: 'us' }, { from: 'model' }] },
    })
    expect(await calls.usage()).toEqual({
      tokens: usageOfOne,
      // 60 fresh ones at 3, 40 from the cache at .3, 20 written at 15.
      costMicroDollars: 492,
      calls: 1,
      estimated: 0,
      remembered: 0,
      modelMs: 5,
    })
    const later = again({ payer: aPayer({ work: 'review/bbbb' }) })
    expect(await later.ask(aCall(), forever)).toMatchObject({ ok: true, value: { value: { sum: 4 } } })
    expect(await later.usage()).toMatchObject({ calls: 0, remembered: 1, costMicroDollars: 0 })
    expect(await again().usage()).toMatchObject({ calls: 1, remembered: 0, costMicroDollars: 492 })
    expect(later.answeredBy()).toEqual(['one/large'])
    expect(model.asked).toHaveLength(1)
    expect(await parts.ledger.usedInDay(parts.now())).toEqual({ tokens: 120, microDollars: 492 })
    const { text: figures } = await meter.render()
    expect(figures).toContain('autogen_model_calls_total{provider="one",outcome="answered"} 1')
    expect(figures).toContain('autogen_model_tokens_total{direction="input"} 100')
    expect(figures).toContain('autogen_model_answers_remembered_total 1')
  })

  test.each([
    ['another question', {}, { messages: [{ from: 'us', text: 'Three.', isStable: true } as const] }],
    ['other instructions', {}, { system: 'Task: propose\nMultiply.' }],
    ['another repository', { scope: 'main/22' }, {}],
    ['another version of the prompts', { promptVersion: '2' }, {}],
    ['another temperature', { temperature: 0.2 }, {}],
  ])('to %s is another answer', async (_, parts, call) => {
    const model = scriptedClient('one/large', four)
    const { calls, parts: first } = callsWorld([model])
    await calls.ask(aCall(), forever)
    await callsWorld([model], { memory: first.memory, ...parts }).calls.ask(aCall(call), forever)
    expect(model.asked).toHaveLength(2)
  })

  test('of a model without a price has no known cost', async () => {
    const { calls } = callsWorld([scriptedClient('free/local', four)])
    await calls.ask(aCall(), forever)
    expect(await calls.usage()).toMatchObject({ costMicroDollars: null, calls: 1 })
  })

  test('that does not fit is shown its problems once', async () => {
    const model = scriptedClient('one/large', { value: { total: 4 } }, four)
    const { calls } = callsWorld([model])
    expect(await calls.ask(aCall(), forever)).toMatchObject({ ok: true, value: { value: { sum: 4 } } })
    expect(model.asked[1]?.messages.slice(1)).toMatchInlineSnapshot(`
      [
        {
          "from": "model",
          "text": "{"total":4}",
          "toolCalls": [],
        },
        {
          "from": "us",
          "isStable": false,
          "text": "This answer cannot be used:
      - sum: has to be a number
      Give the whole answer again as one JSON object of the shape that was asked for, and nothing else.",
        },
      ]
    `)
    const stubborn = scriptedClient('one/large', { fails: 'malformed', text: 'I think it is four.' })
    const world = callsWorld([stubborn])
    expect(await world.calls.ask(aCall(), forever)).toMatchObject({
      ok: false,
      failure: { kind: 'no-answer', last: null },
    })
    expect(stubborn.asked).toHaveLength(2)
    expect(stubborn.asked[1]?.messages[1]).toMatchObject({ from: 'model', text: 'I think it is four.' })
    // What was paid for and could not be used is not paid for again either.
    await world.again().ask(aCall(), forever)
    expect(stubborn.asked).toHaveLength(2)
    expect(await world.calls.usage()).toMatchObject({ calls: 2, costMicroDollars: 984 })
  })
})

describe('tools', () => {
  test('are run until there is an answer, whatever they are called', async () => {
    const model = scriptedClient('one/large', { tools: [toolCall('a'), toolCall('b', 'push')] }, four)
    const { calls } = callsWorld([model])
    const answered = await calls.ask(aCall({ tools: adding }), forever)
    expect(answered).toMatchObject({ ok: true, value: { value: { sum: 4 } } })
    expect(model.asked.map(({ tools }) => tools.length)).toEqual([1, 1])
    expect(model.asked[1]?.messages.slice(1)).toEqual([
      { from: 'model', text: '', toolCalls: [toolCall('a'), toolCall('b', 'push')] },
      {
        from: 'tools',
        results: [
          { id: 'a', name: 'add', text: 'added {"n":"a"}' },
          { id: 'b', name: 'push', text: 'There is no tool push.' },
        ],
      },
    ])
  })

  test('are taken away when there were enough of them', async () => {
    const model = scriptedClient('one/large', { tools: [toolCall('a')] }, { tools: [toolCall('b')] }, four)
    const { calls } = callsWorld([model])
    expect(await calls.ask(aCall({ tools: adding }), forever)).toMatchObject({ ok: true })
    expect(model.asked.map(({ tools }) => tools.length)).toEqual([1, 1, 0])
    const endless = scriptedClient('one/large', { tools: [toolCall('a')] })
    expect(await callsWorld([endless]).calls.ask(aCall({ tools: adding }), forever)).toMatchObject({
      ok: false,
      failure: { kind: 'no-answer' },
    })
    expect(endless.asked).toHaveLength(4)
  })

  test('of one turn are bounded', async () => {
    const many = Array.from({ length: 20 }, (_, n) => toolCall(String(n)))
    const model = scriptedClient('one/large', { tools: many }, four)
    await callsWorld([model]).calls.ask(aCall({ tools: adding }), forever)
    const results = model.asked[1]?.messages.findLast(({ from }) => from === 'tools')
    expect(results?.from === 'tools' && results.results.map(({ text }) => text).slice(15, 17)).toEqual([
      'added {"n":"15"}',
      'Not run: at most 16 calls at once.',
    ])
    const long = scriptedClient('one/large', { tools: [toolCall('x'.repeat(5_000))] }, four)
    await callsWorld([long]).calls.ask(aCall({ tools: adding }), forever)
    expect(long.asked[1]?.messages.slice(-2)).toMatchObject([
      { from: 'model', toolCalls: [{ parameters: {} }] },
      { from: 'tools', results: [{ text: 'Not run: its parameters are too long.' }] },
    ])
  })
})

describe('a model that fails', () => {
  test.each(['refused', 'misconfigured', 'too-long'] as const)('%s: the next one is asked', async (fails) => {
    const [first, second] = [scriptedClient('one/large', { fails }), scriptedClient('two/small', four)]
    const { calls, again, waits } = callsWorld([first, second])
    expect(await calls.ask(aCall(), forever)).toMatchObject({ ok: true, value: { model: 'two/small' } })
    expect(first.asked).toHaveLength(1)
    expect(waits).toEqual([])
    expect(calls.answeredBy()).toEqual(['two/small'])
    await again().ask(aCall(), forever)
    expect(first.asked).toHaveLength(1)
  })

  test.each(['unavailable', 'timed-out'] as const)(
    '%s: again after a while, then the next',
    async (fails) => {
      const [first, second] = [scriptedClient('one/large', { fails }), scriptedClient('two/small', four)]
      const { calls, waits } = callsWorld([first, second])
      expect(await calls.ask(aCall(), forever)).toMatchObject({ ok: true, value: { model: 'two/small' } })
      expect(first.asked).toHaveLength(3)
      expect(waits).toEqual([500, 1_000])
      const recovering = scriptedClient('one/large', { fails }, four)
      expect(await callsWorld([recovering]).calls.ask(aCall(), forever)).toMatchObject({ ok: true })
    },
  )

  test('limited: as long as it says, unless another model can answer sooner', async () => {
    const limited = (seconds: number) => {
      const { clock } = world
      return scriptedClient(
        'one/large',
        { fails: 'rate-limited', retryAt: clock.now + seconds * 1_000 },
        four,
      )
    }
    const world = callsWorld([])
    const asked = async (seconds: number, ...others: ReturnType<typeof scriptedClient>[]) => {
      const { calls, waits } = callsWorld([limited(seconds), ...others])
      const answered = await calls.ask(aCall(), forever)
      return [answered.ok ? answered.value.model : answered.failure.kind, waits]
    }
    expect(await asked(8)).toEqual(['one/large', [8_500]])
    expect(await asked(50)).toEqual(['one/large', [50_500]])
    expect(await asked(50, scriptedClient('two/small', four))).toEqual(['two/small', []])
    expect(await asked(300)).toEqual(['no-answer', []])
  })

  test('when all have failed the last failure is told', async () => {
    const { calls } = callsWorld([
      scriptedClient('one/large', { fails: 'too-long' }),
      scriptedClient('two/small', { fails: 'refused' }),
    ])
    expect(await calls.ask(aCall(), forever)).toEqual({
      ok: false,
      failure: {
        kind: 'no-answer',
        message: 'No model answered. The last one: It was refused.',
        last: expect.objectContaining({ kind: 'refused' }),
      },
    })
    expect(await callsWorld([]).calls.ask(aCall(), forever)).toMatchObject({
      failure: { message: 'No model is configured for the coder.' },
    })
  })

  test('and one whose provider is left alone is not asked, nor paid for', async () => {
    const told: string[] = []
    const open: Circuits = {
      ...createClosedCircuits(),
      admit: async ({ subject }: CircuitName) =>
        subject === 'model/one' ? { kind: 'refused', until: 1_000, reason: 'Down.' } : { kind: 'admitted' },
      succeeded: async ({ subject }: CircuitName) => void told.push(subject),
    }
    const [first, second] = [scriptedClient('one/large', four), scriptedClient('two/small', four)]
    const { calls, parts } = callsWorld([first, second], { circuits: open })
    expect(await calls.ask(aCall(), forever)).toMatchObject({ ok: true, value: { model: 'two/small' } })
    expect(first.asked).toEqual([])
    expect(told).toEqual(['model/two'])
    expect(await parts.ledger.usedInDay(parts.now())).toEqual({ tokens: 120, microDollars: 492 })
  })

  test('that cannot mend its answer makes room for the next one, which begins anew', async () => {
    const [first, second] = [scriptedClient('one/large', { value: {} }), scriptedClient('two/small', four)]
    const { calls, again } = callsWorld([first, second])
    expect(await calls.ask(aCall(), forever)).toMatchObject({ ok: true, value: { model: 'two/small' } })
    expect(second.asked.map(({ messages }) => messages)).toEqual([aCall().messages])
    expect(await again().ask(aCall(), forever)).toMatchObject({ ok: true, value: { model: 'two/small' } })
    expect([first.asked.length, second.asked.length]).toEqual([2, 1])
    expect(await callsWorld([first]).calls.ask(aCall(), forever)).toMatchObject({
      failure: {
        message: 'one/large gave no answer of the shape that was asked for, and could not mend it.',
      },
    })
  })

  test('a conversation stays with the model that it began with', async () => {
    const first = scriptedClient('one/large', { fails: 'too-long' }, four)
    const second = scriptedClient('two/small', { tools: [toolCall('a')] }, four, four)
    const { calls } = callsWorld([first, second])
    const answered = await calls.ask(aCall({ tools: adding }), forever)
    if (!answered.ok) throw new Error(answered.failure.kind)
    const more = { from: 'us', text: 'And five?', isStable: false } as const
    await calls.ask(aCall({ messages: [...answered.value.messages, more] }), forever)
    expect([first.asked.length, second.asked.length]).toEqual([1, 3])
  })
})

describe('a budget', () => {
  test('that is used up stops, and says which', async () => {
    const limit = { scope: 'repository', tokensMax: 2_600, microDollarsMax: null } as const
    const model = scriptedClient('one/large', { value: {} })
    const { calls } = callsWorld([model], {
      limits: [limit],
      bounds: { outputTokensMax: 2_400, turnTimeMs: 1, attemptsMax: 1, toolTurnsMax: 1 },
    })
    const stopped = await calls.ask(aCall(), forever)
    expect(stopped).toMatchObject({ ok: false, failure: { kind: 'budget', limit } })
    expect(stopped.ok || stopped.failure.kind !== 'budget' || stopped.failure.message).toMatch(
      /^The budget of the agents for this repository in 24 hours is used up: 120 of 2,600 tokens are spent, and the next call may take 2,\d{3}\. Enough of it is free from 2026-11-24 12:00 UTC\.$/,
    )
    expect(model.asked).toHaveLength(1)
  })

  test('a switch that is thrown meanwhile stops before the next turn', async () => {
    const model = scriptedClient('one/large', { tools: [toolCall('a')] }, four)
    const { calls } = callsWorld([model], {
      stopped: () => (model.asked.length > 0 ? 'Only analysers run.' : null),
    })
    expect(await calls.ask(aCall({ tools: adding }), forever)).toEqual({
      ok: false,
      failure: { kind: 'no-answer', message: 'Only analysers run.', last: null },
    })
  })
})
