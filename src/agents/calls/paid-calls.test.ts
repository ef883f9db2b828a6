/** Calls of which nobody tells what they took, and calls that took nothing. */
import { describe, expect, test } from 'vitest'
import { noTokens } from '../../domain/agents/model-usage.ts'
import { aCall, callsWorld, forever } from './fixtures/calls-world.ts'
import { type Line, scriptedClient } from './fixtures/scripted-client.ts'

const four = { value: { sum: 4 } }

describe('what a provider may ask money for', () => {
  const fails = async (line: Line) => {
    const { calls, parts } = callsWorld([scriptedClient('one/large', line)], {
      bounds: { outputTokensMax: 1_000, turnTimeMs: 60_000, attemptsMax: 1, toolTurnsMax: 0 },
    })
    await calls.ask(aCall(), forever)
    const used = await calls.usage()
    expect((await parts.ledger.usedInDay(parts.now())).tokens).toBe(used.tokens.input + used.tokens.output)
    return used
  }

  test('is counted by its prompt where nobody tells, and marked', async () => {
    const { tokens, calls, estimated, costMicroDollars } = await fails({ fails: 'timed-out' })
    expect(tokens).toEqual({ ...noTokens, input: expect.any(Number) })
    expect(tokens.input).toBeGreaterThan(20)
    expect({ calls, estimated, costMicroDollars }).toEqual({
      ...{ calls: 1, estimated: 1, costMicroDollars: 3 * tokens.input },
    })
  })

  test('is what it tells, of an answer that is of no use', async () => {
    // Twice, because it is asked to mend it.
    const garbage = await fails({ fails: 'malformed', text: 'Four.' })
    expect(garbage).toMatchObject({ calls: 2, estimated: 0, tokens: { input: 200, output: 40 } })
    const refusal = await fails({ fails: 'refused' })
    expect(refusal).toMatchObject({ calls: 1, estimated: 0, tokens: { input: 100, output: 20 } })
  })

  test.each(['rate-limited', 'unavailable', 'too-long', 'misconfigured'] as const)(
    'is nothing of a request that it turned away: %s',
    async (kind) => {
      const used = await fails({ fails: kind })
      expect(used).toMatchObject({ calls: 0, estimated: 0, tokens: noTokens, costMicroDollars: 0 })
    },
  )

  test('ends at a budget, however often nobody answers in time', async () => {
    const silent = scriptedClient('one/large', { fails: 'timed-out' })
    const { calls, parts } = callsWorld([silent], {
      limits: [{ scope: 'work', tokensMax: 1_500, microDollarsMax: null }],
    })
    for (let at = 0; at < 40; at += 1) await calls.ask(aCall({ system: `Task: propose ${at}` }), forever)
    expect(silent.asked.length).toBeLessThan(20)
    expect((await parts.ledger.usedInDay(parts.now())).tokens).toBeLessThanOrEqual(1_500)
  })

  test('a request that stands in line takes nothing of a budget', async () => {
    const [places, waiting] = [scriptedClient('one/large', four), new AbortController()]
    const crowded: typeof places = {
      ...places,
      enter: (signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true })),
    }
    const { calls, parts } = callsWorld([crowded])
    const asked = calls.ask(aCall(), waiting.signal)
    await new Promise((resolve) => setImmediate(resolve))
    expect(await parts.ledger.usedInDay(parts.now())).toEqual({ tokens: 0, microDollars: 0 })
    waiting.abort()
    expect(await asked).toEqual({ ok: false, failure: { kind: 'cancelled' } })
    expect(await calls.usage()).toMatchObject({ calls: 0, costMicroDollars: 0 })
  })
})
