import { expect, test } from 'vitest'
import { type ProviderKind, providerKinds } from '../../config/service/models-config.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
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
  const sonnet = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, asOf: priceLists.anthropic.asOf }
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
    { providers, prices: [{ model, input: 0.5, output: 1, cacheRead: null, cacheWrite: 0.7 }] },
    day('2026-11-23'),
  )
  expect(prices.of(model)).toEqual({
    input: 0.5,
    output: 1,
    cacheRead: 0.5,
    cacheWrite: 0.7,
    asOf: '2026-11-23',
  })
})

test('every listed price is sane: output costs more than input, the cache less', () => {
  for (const { models, asOf } of Object.values(priceLists)) {
    expect(asOf).toMatch(/^202\d-\d\d-\d\d$/)
    for (const [name, listed] of Object.entries(models))
      for (const { input, output, cacheRead, cacheWrite } of listed) {
        expect(input < output && cacheRead < input && cacheWrite >= input && cacheRead > 0, name).toBe(true)
      }
  }
})
