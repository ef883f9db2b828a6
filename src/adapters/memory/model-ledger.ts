/** What models cost, as long as this process lives: for a single review that ends with it. */
import { addTokens, noTokens, tokensOf } from '../../domain/agents/model-usage.ts'
import type { SpendGrouping } from '../../domain/agents/spend-grouping.ts'
import {
  lost,
  type ModelLedger,
  notMade,
  type Payer,
  type PlannedCall,
  type SettledCall,
  type Spend,
  type SpendLimit,
  type SpendRow,
  type SpendSpan,
  unsettledMsMax,
} from '../../ports/store/model-ledger.ts'

interface Entered {
  readonly planned: PlannedCall
  settled: SettledCall | null
}

type Settled = Entered & { readonly settled: SettledCall }

const dayMs = 86_400_000

export function createModelLedger(): ModelLedger {
  const calls = new Map<number, Entered>()
  let lastId = 0

  function counted(scope: SpendLimit['scope'], payer: Payer | null, at: number): readonly Entered[] {
    return [...calls.values()].filter(
      ({ planned, settled }) =>
        (scope === 'work' || planned.at > at - dayMs) &&
        (settled !== null || planned.at > at - unsettledMsMax) &&
        (payer === null || isIn(scope, planned.payer, payer)),
    )
  }

  const entered = (isOne: (call: Entered) => boolean) => [...calls.values()].filter(isOne)

  return {
    async reserve(planned, limits) {
      for (const limit of limits) {
        const before = counted(limit.scope, planned.payer, planned.at)
        const spent = sumOf(before)
        if (fits(spent, planned, limit)) continue
        const { tokens: spentTokens, microDollars: spentMicroDollars } = spent
        const freesAt = limit.scope === 'work' ? null : whenItFits(before, planned, limit)
        return { kind: 'refused', limit, spentTokens, spentMicroDollars, freesAt }
      }
      lastId += 1
      calls.set(lastId, { planned, settled: null })
      return { kind: 'reserved', id: lastId }
    },
    async settle(id, settled) {
      const call = calls.get(id)
      if (call === undefined || (call.settled !== null && call.settled.outcome !== lost)) return
      if (settled.outcome === notMade) calls.delete(id)
      else call.settled = settled
    },
    usedInDay: async (at) => sumOf(counted('day', null, at)),
    async giveUp(unsettled, at) {
      const isGivenUp = ({ planned }: Entered) =>
        'work' in unsettled
          ? isIn('work', planned.payer, unsettled.work)
          : planned.at < unsettled.reservedBefore
      const given = entered((call) => call.settled === null && isGivenUp(call))
      for (const call of given) call.settled = lostCall(call.planned, at)
      return given.length
    },
    async spentOn(work) {
      const paid = entered(({ planned }) => isIn('work', planned.payer, work)).filter(isPaid)
      const answers = paid.filter(({ settled }) => settled.outcome === 'answered')
      return { ...spendOf(paid), answeredBy: [...new Set(answers.map(({ planned }) => planned.model))] }
    },
    async spent({ by, limit, ...span }) {
      const paid = entered((call) => isWithin(call, span)).filter(isPaid)
      return [...Map.groupBy(paid, (call) => keyOf(by, call.planned))]
        .map(([key, same]) => ({ key, ...spendOf(same) }))
        .sort(byPrice)
        .slice(0, limit)
    },
    async underWay(span) {
      const open = entered((call) => call.settled === null && isWithin(call, span))
      return { calls: open.length, ...sumOf(open) }
    },
    async forgetBefore(time) {
      const old = [...calls].filter(([, { planned }]) => planned.at < time)
      for (const [id] of old) calls.delete(id)
      return old.length
    },
  }
}

function isWithin({ planned }: Entered, { from, to, repository }: SpendSpan): boolean {
  return (
    planned.at >= from &&
    planned.at < to &&
    (repository === null || planned.payer.repositoryName === repository)
  )
}

function isPaid(call: Entered): call is Settled {
  return call.settled !== null && tokensOf(call.settled.usage) > 0
}

function lostCall({ prompt }: PlannedCall, at: number): SettledCall {
  const usage = { ...noTokens, input: prompt.tokens }
  return { usage, microDollars: prompt.microDollars, isEstimated: true, durationMs: 0, outcome: lost, at }
}

function isIn(scope: SpendLimit['scope'], one: Payer, other: Payer): boolean {
  if (scope === 'day') return true
  if (one.app !== other.app) return false
  if (scope === 'installation') return one.installation === other.installation
  if (one.repository !== other.repository) return false
  return scope === 'repository' || (one.number === other.number && one.work === other.work)
}

interface Sum {
  readonly tokens: number
  readonly microDollars: number
}

function amountOf({ planned, settled }: Entered): Sum {
  if (settled === null) return planned
  const { usage, microDollars } = settled
  return { tokens: usage.input + usage.output, microDollars: microDollars ?? 0 }
}

function sumOf(calls: readonly Entered[]): Sum {
  const amounts = calls.map(amountOf)
  return {
    tokens: amounts.reduce((sum, { tokens }) => sum + tokens, 0),
    microDollars: amounts.reduce((sum, { microDollars }) => sum + microDollars, 0),
  }
}

function fits(spent: Sum, planned: Sum, { tokensMax, microDollarsMax }: SpendLimit): boolean {
  return (
    (tokensMax === null || spent.tokens + planned.tokens <= tokensMax) &&
    (microDollarsMax === null || spent.microDollars + planned.microDollars <= microDollarsMax)
  )
}

function whenItFits(before: readonly Entered[], planned: PlannedCall, limit: SpendLimit): number | null {
  const oldestFirst = [...before].sort((one, other) => one.planned.at - other.planned.at)
  const last = oldestFirst.findIndex((_, at) => fits(sumOf(oldestFirst.slice(at + 1)), planned, limit))
  const freed = oldestFirst[last]
  return freed === undefined ? null : freed.planned.at + dayMs
}

function keyOf(by: SpendGrouping, { payer, role, purpose, model, at }: PlannedCall): string {
  switch (by) {
    case 'day':
      return new Date(at).toISOString().slice(0, 10)
    case 'repository':
      return payer.repositoryName
    case 'installation':
      return `${payer.app}/${payer.installation}`
    case 'model':
      return model
    case 'role':
      return role
    case 'purpose':
      return purpose
    case 'pull-request':
      return `${payer.repositoryName}#${payer.number}`
  }
}

function spendOf(calls: readonly Settled[]): Spend {
  return {
    calls: calls.length,
    usage: calls.reduce((sum, { settled }) => addTokens(sum, settled.usage), noTokens),
    microDollars: sumOf(calls).microDollars,
    unpriced: calls.filter(({ settled }) => settled.microDollars === null).length,
    estimated: calls.filter(({ settled }) => settled.isEstimated).length,
    lost: calls.filter(({ settled }) => settled.outcome === lost).length,
  }
}

function byPrice(one: SpendRow, other: SpendRow): number {
  const tokens = ({ usage }: SpendRow) => usage.input + usage.output
  return (
    other.microDollars - one.microDollars || tokens(other) - tokens(one) || (one.key < other.key ? -1 : 1)
  )
}
