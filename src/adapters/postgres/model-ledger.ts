/**
 * What models cost: a row a call. The rule that keeps a limit stands in `migrations/0014-agents.sql`, what becomes of calls
 * that nobody settled in `0015-lost-calls.sql`.
 */
import type { QueryResultRow } from 'pg'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import {
  lost,
  type ModelLedger,
  notMade,
  type Payer,
  type PlannedCall,
  type Reservation,
  type Spend,
  type SpendLimit,
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
        from jsonb_to_recordset($13::jsonb) as l (place integer, "microDollarsMax" bigint)),
      $14, $15)`,
}

const settleCall: Statement = {
  name: 'settle_model_call',
  text: `update model_calls set settled_at = $2, input = $3, cache_read = $4, cache_write = $5, output = $6,
      tokens = $7, micro_dollars = coalesce($8, 0), is_priced = $8 is not null, duration_ms = $9, outcome = $10,
      is_estimated = $11
    where id = $1 and (settled_at is null or outcome = '${lost}')`,
}

const giveUpSet = `set settled_at = $1, input = prompt_tokens, tokens = prompt_tokens,
    micro_dollars = coalesce(prompt_micro_dollars, 0), is_priced = prompt_micro_dollars is not null,
    is_estimated = true, outcome = '${lost}'`

const giveUpWork: Statement = {
  name: 'give_up_calls_of_work',
  text: `update model_calls ${giveUpSet}
    where app = $2 and repository_id = $3 and number = $4 and work = $5 and settled_at is null returning id`,
}

const giveUpBefore: Statement = {
  name: 'give_up_calls_before',
  text: `update model_calls ${giveUpSet} where reserved_at < $2 and settled_at is null returning id`,
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

const sums = `count(*) as calls, coalesce(sum(input), 0) as input, coalesce(sum(cache_read), 0) as cache_read,
  coalesce(sum(cache_write), 0) as cache_write, coalesce(sum(output), 0) as output,
  coalesce(sum(micro_dollars), 0) as micro_dollars, count(*) filter (where not is_priced) as unpriced,
  count(*) filter (where is_estimated) as estimated, count(*) filter (where outcome = '${lost}') as lost`

const sumWork: Statement = {
  name: 'sum_model_work',
  text: `select ${sums}, (
      select array_agg(a.model order by a.first) from (
        select model, min(id) as first from model_calls
        where app = $1 and repository_id = $2 and number = $3 and work = $4 and outcome = 'answered'
        group by model
      ) a
    ) as answered_by
    from model_calls
    where app = $1 and repository_id = $2 and number = $3 and work = $4 and settled_at is not null and tokens > 0`,
}

const sumUnderWay: Statement = {
  name: 'sum_model_calls_under_way',
  text: `select count(*) as calls, coalesce(sum(tokens), 0) as tokens, coalesce(sum(micro_dollars), 0) as micro_dollars
    from model_calls
    where reserved_at >= $1 and reserved_at < $2 and settled_at is null and ($3::text is null or repository = $3)`,
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
      end as key, ${sums}
    from model_calls
    where reserved_at >= $1 and reserved_at < $2 and settled_at is not null and tokens > 0 and ($4::text is null or repository = $4)
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
    async settle(id, { usage, microDollars, durationMs, outcome, isEstimated, at }) {
      if (outcome === notMade) {
        await run(takeBackCall, [id])
        return
      }
      const { input, cacheRead, cacheWrite, output } = usage
      await run(settleCall, [
        ...[id, timeOf(at), input, cacheRead, cacheWrite, output, input + output],
        ...[microDollars, Math.round(durationMs), outcome, isEstimated],
      ])
    },
    async giveUp(unsettled, at) {
      const given =
        'work' in unsettled
          ? await run(giveUpWork, [timeOf(at), ...keyOf(unsettled.work)])
          : await run(giveUpBefore, [timeOf(at), timeOf(unsettled.reservedBefore)])
      return given.length
    },
    async spentOn(work) {
      const [row] = await run<WorkRow>(sumWork, keyOf(work))
      if (row === undefined) throw new Error('a sum was answered by nothing')
      return { ...spendFrom(row), answeredBy: row.answered_by ?? [] }
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
      return rows.map((row) => ({ key: row.key, ...spendFrom(row) }))
    },
    async underWay({ from, to, repository }) {
      const [row] = await run<UnderWayRow>(sumUnderWay, [timeOf(from), timeOf(to), repository])
      return {
        calls: Number(row?.calls),
        tokens: Number(row?.tokens),
        microDollars: Number(row?.micro_dollars),
      }
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
  const { payer, role, purpose, model, tokens, microDollars, prompt, at } = call
  const { app, installation, repository, repositoryName, number, work } = payer
  const numbered = limits.map((limit, place) => ({ place, ...limit }))
  return [
    ...[app, installation, repository, repositoryName, number, work],
    ...[role, purpose, model, tokens, microDollars, timeOf(at), JSON.stringify(numbered)],
    ...[prompt.tokens, prompt.microDollars],
  ]
}

function keyOf({ app, repository, number, work }: Payer) {
  return [app, repository, number, work]
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

interface UnderWayRow extends QueryResultRow {
  readonly calls: string
  readonly tokens: string
  readonly micro_dollars: string
}

interface WorkRow extends SumRow {
  readonly answered_by: readonly ModelName[] | null
}

interface SpentRow extends SumRow {
  readonly key: string
}

interface SumRow extends QueryResultRow {
  readonly calls: string
  readonly input: string
  readonly cache_read: string
  readonly cache_write: string
  readonly output: string
  readonly micro_dollars: string
  readonly unpriced: string
  readonly estimated: string
  readonly lost: string
}

function spendFrom(row: SumRow): Spend {
  return {
    calls: Number(row.calls),
    usage: {
      input: Number(row.input),
      cacheRead: Number(row.cache_read),
      cacheWrite: Number(row.cache_write),
      output: Number(row.output),
    },
    microDollars: Number(row.micro_dollars),
    unpriced: Number(row.unpriced),
    estimated: Number(row.estimated),
    lost: Number(row.lost),
  }
}
