import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noTokens } from '../../domain/agents/model-usage.ts'
import { costOf } from '../../ports/model/prices.ts'
import { chargedUsage } from './charged-usage.ts'
import { aCall, callsWorld, forever } from './fixtures/calls-world.ts'
import { scriptedClient } from './fixtures/scripted-client.ts'

const price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, long: null, asOf: '2026-11-23' }
const ours = { input: 1_000, output: 200 }

test('what a provider says is charged, where it can be', () => {
  const said = { input: 800, cacheRead: 500, cacheWrite: 100, output: 150 }
  expect(chargedUsage(said, ours)).toEqual({ usage: said, isEstimated: false })
  expect(chargedUsage({ ...said, input: 5_000, output: 9_000 }, ours)).toMatchObject({
    usage: { input: 5_000, output: 9_000 },
    isEstimated: false,
  })
})

test('a server that says nothing is charged all the same', () => {
  expect(chargedUsage(noTokens, ours)).toEqual({ usage: { ...noTokens, ...ours }, isEstimated: true })
  expect(chargedUsage({ ...noTokens, input: 900 }, ours)).toEqual({
    usage: { ...noTokens, input: 900, output: 200 },
    isEstimated: true,
  })
})

test('whatever a server says, no call is free and none is paid back', () => {
  const tokens = fc.oneof(fc.nat(3_000), fc.constantFrom(0, 1e9))
  const said = fc.record({ input: tokens, cacheRead: tokens, cacheWrite: tokens, output: tokens })
  fc.assert(
    fc.property(said, (usage) => {
      const { usage: charged } = chargedUsage(usage, ours)
      expect(charged.input).toBeGreaterThanOrEqual(400)
      expect(charged.output).toBeGreaterThanOrEqual(80)
      expect(charged.cacheRead + charged.cacheWrite).toBeLessThanOrEqual(charged.input)
      expect(costOf(price, charged)).toBeGreaterThanOrEqual(400 * price.cacheRead + 80 * price.output)
      expect(costOf(price, usage)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('a budget ends a review of a model that claims to take no tokens', async () => {
  const free = scriptedClient('big/thinker', { value: { sum: 4 } })
  const client: typeof free = {
    ...free,
    complete: async (request, signal) => {
      const outcome = await free.complete(request, signal)
      return outcome.ok ? { ...outcome, value: { ...outcome.value, usage: noTokens } } : outcome
    },
  }
  const { calls } = callsWorld([client], {
    limits: [{ scope: 'work', tokensMax: 2_000, microDollarsMax: null }],
  })
  const outcomes = []
  for (let at = 0; at < 60; at += 1)
    outcomes.push(await calls.ask(aCall({ system: `Task: propose ${at}` }), forever))
  const last = outcomes.at(-1)
  expect(last?.ok === false && last.failure.kind).toBe('budget')
  expect(free.asked.length).toBeLessThan(40)
  const { tokens, estimated } = await calls.usage()
  expect(tokens.input).toBeGreaterThan(500)
  expect(estimated).toBe(free.asked.length)
})
