import { expect, test } from 'vitest'
import { noModels } from '../../config/service/models-config.ts'
import { budgetText } from './budget-words.ts'
import { limitsOf } from './limits-of.ts'

const nothing = { tokensPerReviewMax: null, dollarsPerReviewMax: null }

test('a repository may ask for less than the operator allows, not for more', () => {
  const { budget } = noModels
  expect(limitsOf(budget, nothing)).toEqual([
    { scope: 'work', tokensMax: 1_000_000, microDollarsMax: 5_000_000 },
    { scope: 'repository', tokensMax: 10_000_000, microDollarsMax: 20_000_000 },
    { scope: 'installation', tokensMax: 25_000_000, microDollarsMax: 50_000_000 },
    { scope: 'day', tokensMax: 50_000_000, microDollarsMax: 100_000_000 },
  ])
  const [work] = limitsOf(budget, { tokensPerReviewMax: 2_000_000, dollarsPerReviewMax: 0.25 })
  expect(work).toEqual({ scope: 'work', tokensMax: 1_000_000, microDollarsMax: 250_000 })
  const unlimited = { tokensMax: null, microDollarsMax: null }
  const free = { review: unlimited, repository: unlimited, installation: unlimited, day: unlimited }
  expect(limitsOf(free, nothing)).toEqual([])
  expect(limitsOf({ ...free, repository: { tokensMax: 0, microDollarsMax: null } }, nothing)).toHaveLength(1)
})

test('a refusal says which limit, how much is spent, and when it frees', () => {
  const refused = { kind: 'refused', spentTokens: 49_990_000, spentMicroDollars: 1_204_000 } as const
  const limit = { scope: 'day', tokensMax: 50_000_000, microDollarsMax: 100_000_000 } as const
  const planned = { tokens: 24_000, microDollars: 120_000 }
  const freesAt = Date.UTC(2026, 10, 24, 7, 30)
  const sentences = [
    budgetText({ ...refused, limit, freesAt }, planned),
    budgetText(
      { ...refused, limit: { ...limit, scope: 'work', microDollarsMax: 1_250_000 }, freesAt: null },
      planned,
    ),
  ]
  expect(sentences).toMatchInlineSnapshot(`
    [
      "The budget of the agents for everything here in 24 hours is used up: 49,990,000 of 50,000,000 tokens are spent, and the next call may take 24,000. Enough of it is free from 2026-11-24 07:30 UTC.",
      "The budget of the agents for one review or answer is used up: $1.20 of $1.25 are spent, and the next call may cost $0.12.",
    ]
  `)
})
