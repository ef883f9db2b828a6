import { expect, test } from 'vitest'
import { createModelLedger } from '../../adapters/memory/model-ledger.ts'
import { reportCost } from '../../ops/costs/cost-report.ts'
import { aPayer, aPlan, noon } from '../../ports/store/contract/model-ledger-stories.ts'
import { renderCost, renderCostMarkdown } from './render-cost.ts'

const dayMs = 86_400_000
const limit = { tokensMax: 200_000, microDollarsMax: 10_000_000 }

async function someCosts() {
  const ledger = createModelLedger()
  const calls = [
    { at: noon - dayMs, microDollars: 1_234_567, repositoryName: 'octo/hello' },
    { at: noon, microDollars: 4_000, repositoryName: 'octo/hello' },
    { at: noon, microDollars: null, repositoryName: 'octo/\u001b[31m|evil' },
  ]
  for (const { at, microDollars, repositoryName } of calls) {
    const reserved = await ledger.reserve(aPlan({ at, payer: aPayer({ repositoryName }) }), [])
    if (reserved.kind === 'refused') throw new Error('there is no limit')
    const usage = { input: 52_000, cacheRead: 40_000, cacheWrite: 0, output: 1_800 }
    const isEstimated = microDollars === 4_000
    await ledger.settle(reserved.id, {
      ...{ usage, microDollars, isEstimated, durationMs: 1, outcome: 'answered', at },
    })
  }
  return ledger
}

test('what it cost, by repository, with names that cannot do harm', async () => {
  const query = { by: 'repository', sinceMs: 7 * dayMs, repository: null } as const
  const report = await reportCost(await someCosts(), limit, query, noon)
  expect(renderCost(report, '7d')).toMatchInlineSnapshot(`
    "Language models, 7d until 2026-11-23 12:00 UTC

    repository            calls    input   cached  output     dollars
    octo/hello                2  104,000   80,000   3,600      ~$1.24
    octo/\\u{1b}[31m|evil      1   52,000   40,000   1,800   $0.00 + ?
    all                       3  156,000  120,000   5,400  ~$1.24 + ?

    Calls of models without a known price: 1. Give it in models.prices.
    Calls whose tokens nobody told, so that they are our own count: 1, marked ~.
    In the last 24 hours 53.8 % of the budget of a day was used: 107,600 of 200,000 tokens, $0.004 of $10.00.
    "
  `)
  expect(renderCostMarkdown(report, '7d')).toMatchInlineSnapshot(`
    "## Language models, 7d until 2026-11-23 12:00 UTC

    | repository | calls | input | cached | output | dollars |
    |---|---:|---:|---:|---:|---:|
    | octo/hello | 2 | 104,000 | 80,000 | 3,600 | \\~&#36;1.24 |
    | octo/\\\\u{1b}\\[31m&#124;evil | 1 | 52,000 | 40,000 | 1,800 | &#36;0.00 + ? |
    | all | 3 | 156,000 | 120,000 | 5,400 | \\~&#36;1.24 + ? |

    Calls of models without a known price: 1. Give it in models.prices.
    Calls whose tokens nobody told, so that they are our own count: 1, marked ~.
    In the last 24 hours 53.8 % of the budget of a day was used: 107,600 of 200,000 tokens, $0.004 of $10.00.
    "
  `)
})

test('what died with its process, and what may have', async () => {
  const ledger = createModelLedger()
  await ledger.reserve(aPlan({ at: noon - 20 * 60_000 }), [])
  await ledger.giveUp({ reservedBefore: noon - 15 * 60_000 }, noon)
  await ledger.reserve(aPlan(), [])
  const report = await reportCost(ledger, limit, { by: 'role', sinceMs: dayMs, repository: null }, noon)
  expect(renderCost(report, '1d')).toMatchInlineSnapshot(`
    "Language models, 1d until 2026-11-23 12:00 UTC

    role   calls  input  cached  output   dollars
    coder      1     70       0       0  ~$0.0007
    all        1     70       0       0  ~$0.0007

    Calls whose tokens nobody told, so that they are our own count: 1, marked ~. 1 of them died with their process: what they asked is counted, what was answered is not known.
    Calls that are under way, or that a process had under way when it died: 1. They are not in the table; budgets count the most that they may take, 100 tokens and $0.001.
    In the last 24 hours 0.1 % of the budget of a day was used: 170 of 200,000 tokens, $0.0017 of $10.00.
    "
  `)
})

test('days stand in their order; nothing is said to be nothing', async () => {
  const query = { by: 'day', sinceMs: 7 * dayMs, repository: 'octo/hello' } as const
  const report = await reportCost(await someCosts(), limit, query, noon)
  expect(report.rows.map(({ key, dollars }) => [key, dollars])).toEqual([
    ['2026-11-22', 1.234567],
    ['2026-11-23', 0.004],
  ])
  expect(report.total).toMatchObject({ calls: 2, dollars: 1.238567, unpriced: 0 })
  const noLimit = { tokensMax: null, microDollarsMax: null }
  expect(
    renderCost(await reportCost(createModelLedger(), noLimit, query, noon), '7d'),
  ).toMatchInlineSnapshot(`
    "Language models for octo/hello, 7d until 2026-11-23 12:00 UTC

    day  calls  input  cached  output  dollars
    all      0      0       0       0    $0.00

    No language model was asked in this time.
    The budget of a day has no limit.
    "
  `)
})

test('a hundred rows are shown, all are counted', async () => {
  const ledger = createModelLedger()
  for (let number = 0; number < 130; number += 1) {
    const reserved = await ledger.reserve(aPlan({ payer: aPayer({ number }) }), [])
    if (reserved.kind === 'refused') throw new Error('there is no limit')
    const usage = { input: 1, cacheRead: 0, cacheWrite: 0, output: 1 }
    await ledger.settle(reserved.id, {
      usage,
      microDollars: number,
      isEstimated: false,
      durationMs: 1,
      outcome: 'answered',
      at: noon,
    })
  }
  const report = await reportCost(
    ledger,
    limit,
    { by: 'pull-request', sinceMs: dayMs, repository: null },
    noon,
  )
  expect([report.rows.length, report.isCut, report.total.calls]).toEqual([100, true, 130])
  expect(report.rows[0]?.key).toBe('octo/hello#129')
})
