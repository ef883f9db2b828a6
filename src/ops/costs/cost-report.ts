/** What language models cost, by what people ask for: for the command and the API. */
import { addTokens, noTokens, type TokenUsage } from '../../domain/agents/model-usage.ts'
import type { SpendGrouping } from '../../domain/agents/spend-grouping.ts'
import type { ModelLedger, SpendRow } from '../../ports/store/model-ledger.ts'

export interface CostQuery {
  readonly by: SpendGrouping
  readonly sinceMs: number
  /** `owner/name`; null: all. */
  readonly repository: string | null
}

export interface CostReport {
  readonly by: SpendGrouping
  readonly from: number
  readonly to: number
  readonly repository: string | null
  /** The dearest first, days in their order; at most 100. */
  readonly rows: readonly CostRow[]
  /** Rows that are not shown. */
  readonly isCut: boolean
  /** Of all rows, the ones that are not shown included. */
  readonly total: Omit<CostRow, 'key'>
  /** Calls that nobody has settled yet, with the most that they may take: in no row, but in `day`. */
  readonly underWay: { readonly calls: number; readonly tokens: number; readonly dollars: number }
  readonly day: DayBudget
}

export interface CostRow {
  readonly key: string
  readonly calls: number
  readonly tokens: TokenUsage
  readonly dollars: number
  /** Calls of models without a known price: their dollars are missing. */
  readonly unpriced: number
  /** Calls whose tokens nobody told: they are our own count. */
  readonly estimated: number
  /** Of those, calls whose process died: their prompt is counted, an answer is not known. */
  readonly lost: number
}

/** Everything here in the last 24 hours, calls under way with the most that they may take. */
export interface DayBudget {
  readonly tokens: number
  readonly dollars: number
  readonly tokensMax: number | null
  readonly dollarsMax: number | null
  /** Of tokens or money, whichever is more; null: there is no limit. */
  readonly share: number | null
}

export interface DayLimit {
  readonly tokensMax: number | null
  readonly microDollarsMax: number | null
}

const rowsMax = 100
/** Of which there is one a day: more than the ledger keeps. */
const daysMax = 1_000
const dollar = 1_000_000

export async function reportCost(
  ledger: Pick<ModelLedger, 'spent' | 'underWay' | 'usedInDay'>,
  limit: DayLimit,
  { by, sinceMs, repository }: CostQuery,
  now: number,
): Promise<CostReport> {
  const span = { from: now - sinceMs, to: now + 1, repository }
  const [rows, days, underWay, day] = await Promise.all([
    ledger.spent({ ...span, by, limit: rowsMax + 1 }),
    ledger.spent({ ...span, by: 'day', limit: daysMax }),
    ledger.underWay(span),
    dayBudget(ledger, limit, now),
  ])
  const shown = rows.slice(0, rowsMax).map(costRow)
  return {
    ...{ by, from: span.from, to: now, repository, isCut: rows.length > rowsMax, day },
    rows: by === 'day' ? shown.toSorted((one, other) => (one.key < other.key ? -1 : 1)) : shown,
    total: totalOf(days),
    underWay: {
      calls: underWay.calls,
      tokens: underWay.tokens,
      dollars: underWay.microDollars / dollar,
    },
  }
}

export async function dayBudget(
  ledger: Pick<ModelLedger, 'usedInDay'>,
  { tokensMax, microDollarsMax }: DayLimit,
  now: number,
): Promise<DayBudget> {
  const { tokens, microDollars } = await ledger.usedInDay(now)
  const shares = [shareOf(tokens, tokensMax), shareOf(microDollars, microDollarsMax)]
  const known = shares.filter((share) => share !== null)
  return {
    tokens,
    dollars: microDollars / dollar,
    tokensMax,
    dollarsMax: microDollarsMax === null ? null : microDollarsMax / dollar,
    share: known.length === 0 ? null : Math.max(...known),
  }
}

/** Of a budget of nothing all is used. */
function shareOf(used: number, max: number | null): number | null {
  if (max === null) return null
  return max === 0 ? 1 : used / max
}

function costRow({ usage, microDollars, ...row }: SpendRow): CostRow {
  return { ...row, tokens: usage, dollars: microDollars / dollar }
}

function totalOf(rows: readonly SpendRow[]): CostReport['total'] {
  const sum = (of: (row: SpendRow) => number) => rows.reduce((all, row) => all + of(row), 0)
  return {
    calls: sum(({ calls }) => calls),
    tokens: rows.reduce((all, { usage }) => addTokens(all, usage), noTokens),
    dollars: sum(({ microDollars }) => microDollars) / dollar,
    unpriced: sum(({ unpriced }) => unpriced),
    estimated: sum(({ estimated }) => estimated),
    lost: sum(({ lost }) => lost),
  }
}
