/** What language models cost. */
import { z } from 'zod'
import { spendGroupings } from '../../../domain/agents/spend-grouping.ts'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import type { Operations } from '../operations.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const dayMs = 86_400_000

const CostSum = z.object({
  calls: z.int(),
  tokens: z.object({
    input: z.int().describe('All of it, from the cache or not.'),
    cacheRead: z.int(),
    cacheWrite: z.int(),
    output: z.int(),
  }),
  dollars: z.number(),
  unpriced: z.int().describe('Calls of models without a known price: their dollars are missing.'),
  estimated: z.int().describe('Calls whose tokens nobody told: they are our own count.'),
  lost: z.int().describe('Of those, calls whose process died: an answer is not known.'),
})

const Cost = named(
  'Cost',
  z.object({
    by: z.enum(spendGroupings),
    from: Time,
    to: Time,
    repository: z.string().nullable(),
    rows: z.array(CostSum.extend({ key: z.string() })).describe('The dearest first, days in their order.'),
    isCut: z.boolean().describe('There are more rows than are shown.'),
    total: CostSum,
    underWay: z
      .object({ calls: z.int(), tokens: z.int(), dollars: z.number() })
      .describe(
        'Calls that nobody has settled yet, with the most that they may take. In no row, but in `day`.',
      ),
    day: z
      .object({
        tokens: z.int(),
        dollars: z.number(),
        tokensMax: z.int().nullable(),
        dollarsMax: z.number().nullable(),
        share: z.number().nullable().describe('Of the limit that is nearer; null: there is none.'),
      })
      .describe('The last 24 hours against the budget of a day.'),
  }),
)

export function addCostRoutes(add: AddRoute, { cost }: Pick<Operations, 'cost'>): void {
  add({
    id: 'readCost',
    method: 'GET',
    path: '/cost',
    tag: 'status',
    summary: 'Tell what language models cost.',
    query: z.object({
      by: z.enum(spendGroupings).default('day'),
      days: z.coerce.number().int().min(1).max(400).default(7),
      repository: z.string().min(1).max(200).optional().describe('`owner/name`'),
    }),
    answer: Cost,
    handle: async ({ query: { by, days, repository } }) =>
      succeed(await cost({ by, sinceMs: days * dayMs, repository: repository ?? null })),
  })
}
