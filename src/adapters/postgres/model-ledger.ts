/** What models cost: a row a call. The rule that keeps a limit stands in `migrations/0014-agents.sql`. */
import type { QueryResultRow } from 'pg'
import {
  type ModelLedger,
  notMade,
  type PlannedCall,
  type Reservation,
  type SpendLimit,
  type SpendRow,
  unsettledMsMax,
} from '../../ports/store/model-ledger.ts'
import type { Database, Statement } from './database.ts'
import { timeOf } from './times.ts'

/** Of one statement, so that it ends in time. */
const forgottenAtOnce = 10_000
const dayMs = 86_400_000

const reserveCall: Statement = {
  name: 'reserve_model_call',
  text: `select call, refused_by, spent_tokens, spent_micro_dollars, frees_at
    from reserve_model_call($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
      (select array_agg(l.scope order by place)
        from jsonb_to_recordset($13::jsonb) as l (place integer, scope text)),
      (select array_agg(l."tokensMax" order by place)
        from jsonb_to_recordset($13::jsonb) as l (place integer, "tokensMax" bigint)),
      (select array_agg(l."microDollarsMax" order by place)
        from jsonb_to_recordset($13::jsonb) as l (place integer, "microDollarsMax" bigint)))`,
}

const settleCall: Statement = {
  name: 'settle_model_call',
  text: `update model_calls set settled_at = $2, input = $3, cache_read = $4, cache_write = $5, output = $6,
      tokens = $7, micro_dollars = coalesce($8, 0), is_priced = $8 is not null, duration_ms = $9, outcome = $10
    where id = $1 and settled_at is null`,
}

const takeBackCall: Statement = {
  name: 'take_back_model_call',
  text: 'delete from model_calls where id = $1 and settled_at is null',
}

const sumDay: Statement = {
  name: 'sum_model_day',
  text: `select coalesce(sum(tokens), 0) as tokens, coalesce(sum(micro_dollars), 0) as micro_dollars from model_calls
    where reserved_at > $1 and (settled_at is not null or reserved_at > $2)`,
}

const sumSpent: Statement = {
  name: 'sum_model_spending',
  text: `select
      case $3
        when 'day' then to_char(reserved_at at time zone 'UTC', 'YYYY-MM-DD')
        when 'repository' then repository
        when 'installation' then app || '/' || installation
        when 'model' then model
        when 'role' then role
        when 'purpose' then purpose
        else repository || '#' || number
      end as key,
      count(*) as calls, sum(input) as input, sum(cache_read) as cache_read, sum(cache_write) as cache_write,
      sum(output) as output, sum(micro_dollars) as micro_dollars, count(*) filter (where not is_priced) as unpriced
    from model_calls
    where reserved_at >= $1 and reserved_at < $2 and settled_at is not null and ($4::text is null or repository = $4)
    group by 1 order by sum(micro_dollars) desc, sum(tokens) desc, 1 limit $5`,
}

const forgetCalls: Statement = {
  name: 'forget_model_calls',
  text: `delete from model_calls where ctid = any (array(
      select ctid from model_calls where reserved_at < $1 order by reserved_at limit ${forgottenAtOnce}
    )) returning id`,
}

export function createModelLedger({ run }: Pick<Database, 'run'>): ModelLedger {
  return {
    async reserve(call, limits) {
      const [row] = await run<ReservedRow>(reserveCall, valuesOf(call, limits))
      if (row === undefined) throw new Error('a reservation was answered by nothing')
      return reservationFrom(row, limits)
    },
    async settle(id, { usage, microDollars, durationMs, outcome, at }) {
      if (outcome === notMade) {
        await run(takeBackCall, [id])
        return
      }
      const { input, cacheRead, cacheWrite, output } = usage
      await run(settleCall, [
        ...[id, timeOf(at), input, cacheRead, cacheWrite, output, input + output],
        ...[microDollars, Math.round(durationMs), outcome],
      ])
    },
    async usedInDay(at) {
      const [row] = await run<{ tokens: string; micro_dollars: string }>(sumDay, [
        timeOf(at - dayMs),
        timeOf(at - unsettledMsMax),
      ])
      return { tokens: Number(row?.tokens), microDollars: Number(row?.micro_dollars) }
    },
    async spent({ from, to, by, repository, limit }) {
      const rows = await run<SpentRow>(sumSpent, [timeOf(from), timeOf(to), by, repository, limit])
      return rows.map(spendFrom)
    },
    async forgetBefore(time) {
      for (let gone = 0; ; ) {
        const { length } = await run(forgetCalls, [timeOf(time)])
        gone += length
        if (length < forgottenAtOnce) return gone
      }
    },
  }
}

function valuesOf(call: PlannedCall, limits: readonly SpendLimit[]) {
  const { payer, role, purpose, model, tokens, microDollars, at } = call
  const { app, installation, repository, repositoryName, number, work } = payer
  const numbered = limits.map((limit, place) => ({ place, ...limit }))
  return [
    ...[app, installation, repository, repositoryName, number, work],
    ...[role, purpose, model, tokens, microDollars, timeOf(at), JSON.stringify(numbered)],
  ]
}

interface ReservedRow extends QueryResultRow {
  readonly call: string | null
  readonly refused_by: number | null
  readonly spent_tokens: string
  readonly spent_micro_dollars: string
  readonly frees_at: number | null
}

function reservationFrom(row: ReservedRow, limits: readonly SpendLimit[]): Reservation {
  if (row.call !== null) return { kind: 'reserved', id: Number(row.call) }
  const limit = limits[(row.refused_by ?? 0) - 1]
  if (limit === undefined) throw new Error('a limit that was not given has refused')
  return {
    kind: 'refused',
    limit,
    spentTokens: Number(row.spent_tokens),
    spentMicroDollars: Number(row.spent_micro_dollars),
    freesAt: row.frees_at,
  }
}

interface SpentRow extends QueryResultRow {
  readonly key: string
  readonly calls: string
  readonly input: string
  readonly cache_read: string
  readonly cache_write: string
  readonly output: string
  readonly micro_dollars: string
  readonly unpriced: string
}

function spendFrom(row: SpentRow): SpendRow {
  return {
    key: row.key,
    calls: Number(row.calls),
    usage: {
      input: Number(row.input),
      cacheRead: Number(row.cache_read),
      cacheWrite: Number(row.cache_write),
      output: Number(row.output),
    },
    microDollars: Number(row.micro_dollars),
    unpriced: Number(row.unpriced),
  }
}
