/** What models cost, as long as this process lives: for a single review that ends with it. */
import { addTokens, noTokens } from '../../domain/agents/model-usage.ts'
import type { SpendGrouping } from '../../domain/agents/spend-grouping.ts'
import {
  type ModelLedger,
  notMade,
  type Payer,
  type PlannedCall,
  type SettledCall,
  type SpendLimit,
  type SpendRow,
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
      if (call === undefined || call.settled !== null) return
      if (settled.outcome === notMade) calls.delete(id)
      else call.settled = settled
    },
    usedInDay: async (at) => sumOf(counted('day', null, at)),
    async spent({ from, to, by, repository, limit }) {
      const settled = [...calls.values()].filter(
        (call): call is Settled =>
          call.settled !== null &&
          call.planned.at >= from &&
          call.planned.at < to &&
          (repository === null || call.planned.payer.repositoryName === repository),
      )
      return [...Map.groupBy(settled, (call) => keyOf(by, call.planned))]
        .map(([key, same]) => spendOf(key, same))
        .sort(byPrice)
        .slice(0, limit)
    },
    async forgetBefore(time) {
      const old = [...calls].filter(([, { planned }]) => planned.at < time)
      for (const [id] of old) calls.delete(id)
      return old.length
    },
  }
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

function spendOf(key: string, calls: readonly Settled[]): SpendRow {
  return {
    key,
    calls: calls.length,
    usage: calls.reduce((sum, { settled }) => addTokens(sum, settled.usage), noTokens),
    microDollars: sumOf(calls).microDollars,
    unpriced: calls.filter(({ settled }) => settled.microDollars === null).length,
  }
}

function byPrice(one: SpendRow, other: SpendRow): number {
  const tokens = ({ usage }: SpendRow) => usage.input + usage.output
  return (
    other.microDollars - one.microDollars || tokens(other) - tokens(one) || (one.key < other.key ? -1 : 1)
  )
}
