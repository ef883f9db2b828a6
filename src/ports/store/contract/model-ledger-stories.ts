/** What every ledger of model calls has to tell in the same way. */
import { expect, test } from 'vitest'
import type { ModelName, TokenUsage } from '../../../domain/agents/model-usage.ts'
import type { AppName, InstallationId, RepositoryId } from '../../../domain/repository/repository.ts'
import type { ModelLedger, Payer, PlannedCall, SettledCall, SpendLimit } from '../model-ledger.ts'

export const noon = Date.UTC(2026, 10, 23, 12)
const minute = 60_000
const hour = 60 * minute

export function aPayer(but: Partial<Payer> = {}): Payer {
  return {
    app: 'main' as AppName,
    installation: 11 as InstallationId,
    repository: 21 as RepositoryId,
    repositoryName: 'octo/hello',
    number: 7,
    work: 'review/aaaa',
    ...but,
  }
}

export function aPlan(but: Partial<PlannedCall> = {}): PlannedCall {
  return {
    payer: aPayer(),
    role: 'coder',
    purpose: 'propose',
    model: 'one/large' as ModelName,
    tokens: 100,
    microDollars: 1_000,
    prompt: { tokens: 70, microDollars: 700 },
    at: noon,
    ...but,
  }
}

function aUsage(input: number, output: number): TokenUsage {
  return { input, output, cacheRead: 0, cacheWrite: 0 }
}

function anEnd(but: Partial<SettledCall> = {}): SettledCall {
  return {
    usage: aUsage(50, 10),
    microDollars: 600,
    isEstimated: false,
    durationMs: 12.5,
    outcome: 'answered',
    at: noon + 1,
    ...but,
  }
}

function limitOf(
  scope: SpendLimit['scope'],
  tokensMax: number | null,
  microDollarsMax: number | null = null,
) {
  return { scope, tokensMax, microDollarsMax }
}

/** @param another the same data, as another process sees it */
export function modelLedgerStories(ledger: () => ModelLedger, another: () => Promise<ModelLedger>): void {
  async function reserved(plan: PlannedCall, limits: readonly SpendLimit[] = []): Promise<number> {
    const reservation = await ledger().reserve(plan, limits)
    if (reservation.kind !== 'reserved') throw new Error('refused')
    return reservation.id
  }

  test('twenty that reserve at once, in two processes, never pass the limit together', async () => {
    const ledgers = [ledger(), await another()]
    const limits = [limitOf('work', 1_000), limitOf('installation', null, 7_500), limitOf('day', 10_000)]
    const reservations = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => ledgers[n % 2]?.reserve(aPlan(), limits)),
    )
    expect(reservations.filter((one) => one?.kind === 'reserved')).toHaveLength(7)
    expect(reservations.find((one) => one?.kind === 'refused')).toEqual({
      kind: 'refused',
      limit: limits[1],
      spentTokens: 700,
      spentMicroDollars: 7_000,
      freesAt: noon + 24 * hour,
    })
    expect(await ledger().usedInDay(noon)).toEqual({ tokens: 700, microDollars: 7_000 })
  })

  test('each limit counts what it is for', async () => {
    await reserved(aPlan())
    const elsewhere = {
      work: { work: 'review/bbbb' },
      repository: { repository: 22 as RepositoryId },
      installation: { installation: 12 as InstallationId, repository: 23 as RepositoryId },
    }
    for (const [scope, spentTokens] of [
      ['work', 100],
      ['repository', 250],
      ['installation', 400],
    ] as const) {
      const limits = [limitOf(scope, 150)]
      expect(await ledger().reserve(aPlan(), limits)).toMatchObject({ kind: 'refused', spentTokens })
      await reserved(aPlan({ payer: aPayer(elsewhere[scope]), tokens: 150 }), limits)
    }
    expect(await ledger().reserve(aPlan(), [limitOf('day', 500)])).toMatchObject({ spentTokens: 550 })
    await reserved(aPlan({ at: noon + 24 * hour }), [limitOf('day', 100)])
  })

  test('what was settled counts as what it took; what never was counts for a quarter of an hour', async () => {
    const limits = [limitOf('work', 160, 5_000)]
    const first = await reserved(aPlan(), limits)
    expect(await ledger().reserve(aPlan(), limits)).toMatchObject({ kind: 'refused' })
    await ledger().settle(first, anEnd())
    await ledger().settle(first, anEnd({ usage: aUsage(900, 900) }))
    const second = await reserved(aPlan(), limits)
    expect(await ledger().reserve(aPlan(), limits)).toMatchObject({ spentTokens: 160 })
    expect(await ledger().reserve(aPlan({ at: noon + 15 * minute - 1 }), limits)).toMatchObject({
      spentTokens: 160,
    })
    await reserved(aPlan({ at: noon + 15 * minute }), limits)
    // It came back after all.
    await ledger().settle(second, anEnd({ usage: aUsage(1_000, 1) }))
    expect(await ledger().reserve(aPlan({ at: noon + 30 * minute }), limits)).toMatchObject({
      spentTokens: 1_061,
    })
  })

  test('a call that is given up counts with its prompt, until it is settled after all', async () => {
    const [mine, others] = [aPayer(), aPayer({ number: 8 })]
    const first = await reserved(aPlan())
    const second = await reserved(aPlan({ at: noon + minute }))
    await reserved(aPlan({ payer: others, prompt: { tokens: 70, microDollars: null } }))
    await ledger().settle(await reserved(aPlan({ at: noon + 2 })), anEnd())
    const span = { from: noon, to: noon + hour, repository: null }
    expect(await ledger().underWay(span)).toEqual({ calls: 3, tokens: 300, microDollars: 3_000 })
    expect(await ledger().underWay({ ...span, repository: 'octo/other' })).toMatchObject({ calls: 0 })
    expect(await ledger().giveUp({ reservedBefore: noon + minute }, noon + hour)).toBe(2)
    expect(await ledger().giveUp({ work: mine }, noon + hour)).toBe(1)
    expect(await ledger().giveUp({ work: mine }, noon + hour)).toBe(0)
    expect(await ledger().underWay(span)).toEqual({ calls: 0, tokens: 0, microDollars: 0 })
    expect(await ledger().spentOn(mine)).toEqual({
      calls: 3,
      usage: aUsage(190, 10),
      microDollars: 2_000,
      unpriced: 0,
      estimated: 2,
      lost: 2,
      answeredBy: ['one/large'],
    })
    expect(await ledger().spentOn(others)).toMatchObject({
      ...{ calls: 1, microDollars: 0, unpriced: 1, lost: 1, answeredBy: [] },
    })
    expect(await ledger().usedInDay(noon + hour)).toEqual({ tokens: 270, microDollars: 2_000 })
    await ledger().settle(second, anEnd({ isEstimated: true }))
    await ledger().settle(second, anEnd({ usage: aUsage(900, 900) }))
    await ledger().settle(first, anEnd())
    expect(await ledger().spentOn(mine)).toMatchObject({
      ...{ calls: 3, usage: aUsage(150, 30), microDollars: 1_800, estimated: 1, lost: 0 },
    })
    expect(await ledger().spentOn(aPayer({ work: 'answer/1' }))).toMatchObject({ calls: 0, microDollars: 0 })
  })

  test('a call that was not made leaves nothing', async () => {
    const limits = [limitOf('work', 100)]
    await ledger().settle(await reserved(aPlan(), limits), anEnd({ outcome: 'not-made' }))
    await reserved(aPlan(), limits)
    expect(await ledger().usedInDay(noon)).toEqual({ tokens: 100, microDollars: 1_000 })
  })

  test('a limit says when it frees', async () => {
    for (const at of [noon - 20 * hour, noon - 10 * hour, noon - hour]) {
      await ledger().settle(await reserved(aPlan({ at })), anEnd({ usage: aUsage(100, 0) }))
    }
    const limit = limitOf('repository', 300)
    const ask = (tokens: number, but: Partial<SpendLimit> = {}) =>
      ledger().reserve(aPlan({ tokens }), [{ ...limit, ...but }])
    expect(await ask(50)).toMatchObject({ spentTokens: 300, freesAt: noon + 4 * hour })
    expect(await ask(150)).toMatchObject({ freesAt: noon + 14 * hour })
    expect(await ask(301)).toMatchObject({ freesAt: null })
    expect(await ask(150, { scope: 'work' })).toMatchObject({ freesAt: null })
  })

  test('what was spent, by anything', async () => {
    const plans = [
      aPlan({ at: noon - 24 * hour }),
      aPlan({ purpose: 'challenge', role: 'reviewer', model: 'two/small' as ModelName }),
      aPlan({ payer: aPayer({ repository: 22 as RepositoryId, repositoryName: 'octo/other' }) }),
    ]
    for (const plan of plans) {
      const microDollars = plan.role === 'reviewer' ? null : 600
      const usage = { input: 50, output: 10, cacheRead: 20, cacheWrite: 5 }
      await ledger().settle(await reserved(plan), anEnd({ microDollars, usage }))
    }
    await reserved(aPlan({ payer: aPayer({ number: 8 }) }))
    const refused = anEnd({ usage: aUsage(0, 0), microDollars: 0, outcome: 'rate-limited' })
    await ledger().settle(await reserved(aPlan()), refused)
    const query = { from: noon - 48 * hour, to: noon + 1, repository: null, limit: 10 }
    const keys = async (by: Parameters<ModelLedger['spent']>[0]['by']) =>
      (await ledger().spent({ ...query, by })).map(({ key }) => key)
    expect(await ledger().spent({ ...query, by: 'day' })).toEqual([
      {
        key: '2026-11-23',
        calls: 2,
        usage: { input: 100, output: 20, cacheRead: 40, cacheWrite: 10 },
        microDollars: 600,
        unpriced: 1,
        estimated: 0,
        lost: 0,
      },
      {
        key: '2026-11-22',
        calls: 1,
        usage: { input: 50, output: 10, cacheRead: 20, cacheWrite: 5 },
        microDollars: 600,
        unpriced: 0,
        estimated: 0,
        lost: 0,
      },
    ])
    expect(await keys('repository')).toEqual(['octo/hello', 'octo/other'])
    expect(await keys('installation')).toEqual(['main/11'])
    expect(await keys('model')).toEqual(['one/large', 'two/small'])
    expect(await keys('role')).toEqual(['coder', 'reviewer'])
    expect(await keys('purpose')).toEqual(['propose', 'challenge'])
    expect(await keys('pull-request')).toEqual(['octo/hello#7', 'octo/other#7'])
    expect(await ledger().spent({ ...query, by: 'model', repository: 'octo/other' })).toHaveLength(1)
    expect(await ledger().spent({ ...query, by: 'day', to: noon })).toHaveLength(1)
    expect(await ledger().spent({ ...query, by: 'model', limit: 1 })).toHaveLength(1)
    expect(await ledger().forgetBefore(noon)).toBe(1)
    expect(await keys('day')).toEqual(['2026-11-23'])
  })
}
