import { expect, test } from 'vitest'
import { type ProviderKind, providerKinds } from '../../config/service/models-config.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import { costOf } from '../../ports/model/prices.ts'
import { priceLists } from './price-list.ts'
import { createPrices } from './prices.ts'

const providers = providerKinds.map((kind) => ({
  name: `my-${kind}`,
  kind,
  url: null,
  key: null,
  region: null,
  atOnceMax: 1,
}))
const day = (text: string) => () => Date.parse(`${text}T12:00:00Z`)

function priceOf(kind: ProviderKind, model: string, at = '2026-11-23') {
  return createPrices({ providers, prices: [] }, day(at)).of(`my-${kind}/${model}` as ModelName)
}

test('a model costs what its kind of provider asks, dated names and Bedrock’s too', () => {
  const sonnet = {
    ...{ input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    ...{ long: null, asOf: priceLists.anthropic.asOf },
  }
  expect(priceOf('anthropic', 'claude-sonnet-4-5')).toEqual(sonnet)
  expect(priceOf('anthropic', 'claude-sonnet-4-5-20250929')).toEqual(sonnet)
  expect(priceOf('bedrock', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0')).toEqual(sonnet)
  expect(priceOf('bedrock', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0')?.input).toBeCloseTo(3.3)
  expect(priceOf('openai', 'gpt-5.4-2026-03-05')).toMatchObject({ input: 2.5, output: 15, cacheWrite: 2.5 })
})

test('a price that changes on a day that is known does', () => {
  expect(priceOf('google', 'gemini-4-argon', '2026-11-30')).toMatchObject({ input: 2, output: 10 })
  expect(priceOf('google', 'gemini-4-argon', '2026-12-01')).toMatchObject({ input: 4, output: 20 })
})

test('what is not known has no price; a server of one’s own is not priced by a name', () => {
  expect(priceOf('openai', 'gpt-99')).toBeNull()
  expect(priceOf('openai', 'constructor')).toBeNull()
  expect(priceOf('bedrock', 'meta.llama4')).toBeNull()
  expect(priceOf('openai-compatible', 'gpt-5')).toBeNull()
  expect(createPrices({ providers, prices: [] }, day('2026-11-23')).of('other/gpt-5' as ModelName)).toBeNull()
})

test('one’s own price goes before', () => {
  const model = 'my-openai/gpt-5' as ModelName
  const prices = createPrices(
    {
      providers,
      prices: [
        {
          ...{ model, input: 0.5, output: 1, cacheRead: null, cacheWrite: 0.7 },
          long: { aboveTokens: 1_000, input: 2, output: 3, cacheRead: 0.1, cacheWrite: null },
        },
      ],
    },
    day('2026-11-23'),
  )
  expect(prices.of(model)).toEqual({
    input: 0.5,
    output: 1,
    cacheRead: 0.5,
    cacheWrite: 0.7,
    long: { aboveTokens: 1_000, input: 2, output: 3, cacheRead: 0.1, cacheWrite: 2 },
    asOf: '2026-11-23',
  })
})

test('a prompt that is longer than the price’s length costs the higher one as a whole', () => {
  const price = priceOf('google', 'gemini-2.5-pro')
  if (price === null) throw new Error('it has a price')
  const usage = { input: 200_000, cacheRead: 100_000, cacheWrite: 0, output: 1_000 }
  expect(costOf(price, usage)).toBe(100_000 * 1.25 + 100_000 * 0.125 + 1_000 * 10)
  expect(costOf(price, { ...usage, input: 200_001 })).toBe(
    Math.round(100_001 * 2.5 + 100_000 * 0.25 + 1_000 * 15),
  )
})

test('every listed price is sane: output costs more than input, the cache less', () => {
  for (const { models, asOf } of Object.values(priceLists)) {
    expect(asOf).toMatch(/^202\d-\d\d-\d\d$/)
    for (const [name, listed] of Object.entries(models))
      for (const { long, ...rate } of listed) {
        for (const { input, output, cacheRead, cacheWrite } of [rate, ...(long === undefined ? [] : [long])])
          expect(input < output && cacheRead < input && cacheWrite >= input && cacheRead > 0, name).toBe(true)
        expect((long?.input ?? Number.POSITIVE_INFINITY) > rate.input, name).toBe(true)
      }
  }
})
