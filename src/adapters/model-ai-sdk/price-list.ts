/**
 * What providers ask for their models, in US dollars for a million tokens. Data with a day: they change, so compare them
 * with the provider's page before you rely on a sum, and write your own under `models.prices` where they differ.
 *
 * Higher prices of very long prompts are in here for the models that show `above`. For the others they are not, nor are
 * those of faster or regional processing, and discounts. Our requests stay below the lengths from which prices rise
 * (100,000 tokens at the earliest) unless the budget of the context is raised.
 */
import type { ModelPrice, Rate } from '../../ports/model/prices.ts'

export interface ListedPrice extends Rate {
  /** First day on which it holds; before the first one of a model the same price is taken. */
  readonly from?: string
  readonly long?: NonNullable<ModelPrice['long']>
}

export interface PriceList {
  /** Day on which the prices were looked up. */
  readonly asOf: string
  /** Where to check them. */
  readonly page: string
  /** By model, the oldest price first. */
  readonly models: Readonly<Record<string, readonly ListedPrice[]>>
}

export const priceLists: Readonly<Record<'openai' | 'anthropic' | 'google', PriceList>> = {
  openai: {
    asOf: '2026-11-05',
    page: 'https://developers.openai.com/api/docs/pricing',
    models: {
      'gpt-6.1-sol': [price(2, 10, 0.1, 2.5)],
      'gpt-6.1-terra': [price(1, 5, 0.05, 1.25)],
      'gpt-6-astra': [price(10, 50, 1, 12.5)],
      'gpt-6-sol': [price(2, 10, 0.2, 2.5)],
      'gpt-6-luna': [price(0.1, 0.5, 0.01, 0.125)],
      'gpt-5.6-sol': [{ ...price(5, 30, 0.5, 6.25), ...above(272_000, price(10, 45, 1, 12.5)) }],
      'gpt-5.6-terra': [price(2, 12, 0.2, 2.5)],
      'gpt-5.6-luna': [price(0.2, 1.2, 0.02, 0.25)],
      'gpt-5.5': [{ ...price(5, 30, 0.5), ...above(272_000, price(10, 45, 1)) }],
      'gpt-5.4': [{ ...price(2.5, 15, 0.25), ...above(272_000, price(5, 22.5, 0.5)) }],
      'gpt-5.4-mini': [price(0.75, 4.5, 0.075)],
      'gpt-5.4-nano': [price(0.2, 1.25, 0.02)],
      'gpt-5.3-codex': [price(1.75, 14, 0.175)],
      'gpt-5.2-codex': [price(1.75, 14, 0.175)],
      'gpt-5.2': [price(1.75, 14, 0.175)],
      'gpt-5.1': [price(1.25, 10, 0.125)],
      'gpt-5.1-codex': [price(1.25, 10, 0.125)],
      'gpt-5': [price(1.25, 10, 0.125)],
      'gpt-5-codex': [price(1.25, 10, 0.125)],
      'gpt-5-mini': [price(0.25, 2, 0.025)],
      'gpt-5-nano': [price(0.05, 0.4, 0.005)],
      'gpt-4.1': [price(2, 8, 0.5)],
      'gpt-4.1-mini': [price(0.4, 1.6, 0.1)],
      'gpt-4.1-nano': [price(0.1, 0.4, 0.025)],
      'gpt-4o': [price(2.5, 10, 1.25)],
      'gpt-4o-mini': [price(0.15, 0.6, 0.075)],
      o3: [price(2, 8, 0.5)],
      'o4-mini': [price(1.1, 4.4, 0.275)],
    },
  },
  anthropic: {
    asOf: '2026-10-16',
    page: 'https://platform.claude.com/docs/en/about-claude/pricing',
    models: {
      'claude-fable-5-1': [price(10, 50, 0.25, 12.5)],
      'claude-fable-5': [price(10, 50, 1, 12.5)],
      'claude-opus-5-5': [price(4, 20, 0.2, 5)],
      'claude-opus-5': [price(5, 25, 0.5, 6.25)],
      'claude-opus-4-8': [price(5, 25, 0.5, 6.25)],
      'claude-opus-4-7': [price(5, 25, 0.5, 6.25)],
      'claude-opus-4-6': [price(5, 25, 0.5, 6.25)],
      'claude-opus-4-5': [price(5, 25, 0.5, 6.25)],
      'claude-opus-4-1': [price(15, 75, 1.5, 18.75)],
      'claude-sonnet-5-5': [price(2, 10, 0.1, 2.5)],
      'claude-sonnet-5': [price(2, 10, 0.2, 2.5)],
      'claude-sonnet-4-6': [price(3, 15, 0.3, 3.75)],
      'claude-sonnet-4-5': [price(3, 15, 0.3, 3.75)],
      'claude-sonnet-4-0': [price(3, 15, 0.3, 3.75)],
      'claude-haiku-5-5': [price(0.1, 0.5, 0.01, 0.125)],
      'claude-haiku-4-5': [price(1, 5, 0.1, 1.25)],
    },
  },
  google: {
    asOf: '2026-11-11',
    page: 'https://ai.google.dev/gemini-api/docs/pricing',
    models: {
      'gemini-4-argon': [price(2, 10, 0.1), { from: '2026-12-01', ...price(4, 20, 0.2) }],
      'gemini-4-carbon': [price(2, 10, 0.1), { from: '2026-12-01', ...price(4, 20, 0.2) }],
      'gemini-3.8-flash': [price(0.75, 3.75, 0.075), { from: '2027-01-01', ...price(1.5, 7.5, 0.15) }],
      'gemini-3.1-pro-preview': [{ ...price(2, 12, 0.2), ...above(200_000, price(4, 18, 0.4)) }],
      'gemini-3-flash-preview': [price(0.5, 3, 0.05)],
      'gemini-2.5-pro': [{ ...price(1.25, 10, 0.125), ...above(200_000, price(2.5, 15, 0.25)) }],
      'gemini-2.5-flash': [price(0.3, 2.5, 0.03)],
      'gemini-2.5-flash-lite': [price(0.1, 0.4, 0.01)],
    },
  },
}

/** What is not asked for apart of the cache costs as much as input. */
function price(input: number, output: number, cacheRead: number, cacheWrite = input): Rate {
  return { input, output, cacheRead, cacheWrite }
}

function above(aboveTokens: number, rate: Rate): Pick<ListedPrice, 'long'> {
  return { long: { aboveTokens, ...rate } }
}
