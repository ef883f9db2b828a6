/** Calls that run side by side, and such that are broken off. */
import { describe, expect, test } from 'vitest'
import { until } from '../../../test/world/until.ts'
import { aCall, callsWorld, forever } from './fixtures/calls-world.ts'
import { scriptedClient } from './fixtures/scripted-client.ts'

const four = { value: { sum: 4 } }

describe('at once', () => {
  test('the same request twice is one call, which goes on while one still waits', async () => {
    let answer = () => {}
    let isAsked = () => {}
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve
    })
    const model = scriptedClient('one/large', four)
    const patient: typeof model = {
      ...model,
      complete: async (request, signal) => {
        await new Promise<void>((resolve) => {
          answer = resolve
          isAsked()
          signal.addEventListener('abort', () => resolve())
        })
        return model.complete(request, signal)
      },
    }
    const { calls } = callsWorld([patient])
    const giving = new AbortController()
    const both = [calls.ask(aCall(), giving.signal), calls.ask(aCall(), forever)]
    await asked
    giving.abort()
    expect(await both[0]).toEqual({ ok: false, failure: { kind: 'cancelled' } })
    answer()
    expect(await both[1]).toMatchObject({ ok: true, value: { value: { sum: 4 } } })
    expect(model.asked).toHaveLength(1)
  })

  test('a call that is broken off is settled', async () => {
    const { calls, parts } = callsWorld([scriptedClient('one/large', 'silence')])
    const giving = new AbortController()
    const asked = calls.ask(aCall(), giving.signal)
    await until(async () => (await parts.ledger.usedInDay(parts.now())).tokens > 0)
    giving.abort()
    expect(await asked).toEqual({ ok: false, failure: { kind: 'cancelled' } })
    const { tokens, estimated } = await calls.usage()
    expect(tokens.input).toBeGreaterThan(20)
    expect(tokens.output).toBe(0)
    expect(estimated).toBe(1)
    expect((await parts.ledger.usedInDay(parts.now())).tokens).toBe(tokens.input)
  })
})
