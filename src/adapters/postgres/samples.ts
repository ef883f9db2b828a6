/** Samples in two tables, fine and coarse. */
import { sql } from 'kysely'
import {
  bucketMs,
  type FineRow,
  type SampleQuery,
  type SampleRow,
  type Samples,
} from '../../ports/store/samples.ts'
import type { Database, Statement } from './database.ts'
import { packValues, unpackValues } from './pack-values.ts'
import { createSampleLayouts } from './sample-layouts.ts'
import { timeOf } from './times.ts'

interface StoredRow {
  readonly at: number
  readonly instance: string
  readonly serves: boolean
  readonly layout: string
  readonly values_zstd: Buffer
}

const news: Statement = {
  name: 'new_samples',
  text: `select at, instance, serves, layout, values_zstd from samples
    left join unnest($1::text[], $2::timestamptz[]) seen(instance, seen_at) using (instance)
    where at >= $3 and (seen_at is null or at > seen_at)
    order by at, instance limit $4`,
}

const fillFine: Statement = {
  name: 'fill_samples',
  text: `insert into samples (at, instance, pid, serves, layout, values_zstd)
    select at, $1, $2, $3, $4, $5
    from generate_series($6::timestamptz, $7::timestamptz - interval '1 ms', $8 * interval '1 ms') at
    on conflict do nothing`,
}

const fillCoarse: Statement = {
  name: 'fill_sample_rollups',
  text: `insert into sample_rollups (at, instance, serves, sources, layout, values_zstd)
    select at, $1, $2, 0, $3, $4
    from generate_series($5::timestamptz, $6::timestamptz - interval '1 ms', $7 * interval '1 ms') at
    on conflict do nothing`,
}

/** Times of buckets are counted from the epoch, as the callers count them. */
const unrolled: Statement = {
  name: 'unrolled_samples',
  text: `select instance, begin from (
      select instance, date_bin($3 * interval '1 ms', at, 'epoch') as begin, count(*) as rows
      from samples where at >= $1 and at < $2 group by 1, 2
    ) buckets
    left join (
      select instance, at - $3 * interval '1 ms' as begin, sources
      from sample_rollups where at > $1 and at <= $2::timestamptz + $3 * interval '1 ms'
    ) rolled using (instance, begin)
    where sources is null or sources < rows
    order by begin, instance limit $4`,
}

const roll: Statement = {
  name: 'roll_samples',
  text: `insert into sample_rollups (at, instance, serves, sources, layout, values_zstd)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (at, instance) do update set serves = $3, sources = $4, layout = $5, values_zstd = $6`,
}

const forgetLayouts: Statement = {
  name: 'forget_sample_layouts',
  text: `delete from sample_layouts unused
    where not exists (select from samples where layout = unused.id)
      and not exists (select from sample_rollups where layout = unused.id)
      and id < (select max(id) - 1000 from sample_layouts)`,
}

export function createSamples(database: Pick<Database, 'run' | 'tables'>): Samples {
  const { run, tables } = database
  const layouts = createSampleLayouts(database)

  async function toRows(stored: readonly StoredRow[]): Promise<readonly SampleRow[]> {
    const known = await layouts.read(stored.map(({ layout }) => layout))
    return stored.flatMap(({ at, instance, serves, layout: id, values_zstd }) => {
      const layout = known.get(id)
      return layout === undefined ? [] : [{ at, instance, serves, layout, values: unpackValues(values_zstd) }]
    })
  }

  async function select(table: 'samples' | 'sample_rollups', query: SampleQuery) {
    const { from, to, instance, after, limit } = query
    let asked = tables
      .selectFrom(table)
      .select(['at', 'instance', 'serves', 'layout', 'values_zstd'])
      .where('at', '>=', sql<number>`${timeOf(from)}::timestamptz`)
      .where('at', '<=', sql<number>`${timeOf(to)}::timestamptz`)
      .orderBy('at')
      .orderBy('instance')
      .limit(limit)
    if (instance !== null) asked = asked.where('instance', '=', instance)
    if (after !== null) {
      asked = asked.where(
        sql<boolean>`(at, instance) > (${timeOf(after.at)}::timestamptz, ${after.instance})`,
      )
    }
    return toRows((await asked.execute()) as readonly StoredRow[])
  }

  return {
    async write(rows) {
      if (rows.length === 0) return
      const values = await Promise.all(rows.map(async (row) => toStored(row, await layouts.idOf(row.layout))))
      await tables
        .insertInto('samples')
        .values(values)
        .onConflict((there) => there.columns(['at', 'instance']).doNothing())
        .execute()
    },
    fine: (query) => select('samples', query),
    coarse: (query) => select('sample_rollups', query),
    async news(seen, from, limit) {
      const stored = await run<StoredRow>(news, [
        [...seen.keys()],
        [...seen.values()].map(timeOf),
        timeOf(from),
        limit,
      ])
      return toRows(stored)
    },
    async newest(instance) {
      const row = await tables
        .selectFrom('samples')
        .select(['at', 'pid'])
        .where('instance', '=', instance)
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ?? null
    },
    lastServed: () => edge(database, 'desc', true),
    oldest: () => edge(database, 'asc', false),
    async fillFine({ row, from, to }, everyMs) {
      const { instance, pid, serves, layout, values } = row
      const id = await layouts.idOf(layout)
      const range = [timeOf(from), timeOf(to), everyMs]
      await run(fillFine, [instance, pid, serves, id, packValues(values), ...range])
    },
    async fillCoarse({ row, from, to }) {
      const { instance, serves, layout, values } = row
      const id = await layouts.idOf(layout)
      const range = [timeOf(Math.ceil(from / bucketMs) * bucketMs), timeOf(to), bucketMs]
      await run(fillCoarse, [instance, serves, id, packValues(values), ...range])
    },
    async unrolled(from, to, limit) {
      const rows = await run<{ instance: string; begin: number }>(unrolled, [
        timeOf(from),
        timeOf(to),
        bucketMs,
        limit,
      ])
      return rows.map(({ instance, begin }) => ({ instance, begin }))
    },
    async roll({ at, instance, serves, sources, layout, values }) {
      const id = await layouts.idOf(layout)
      await run(roll, [timeOf(at), instance, serves, sources, id, packValues(values)])
    },
    async forget(before) {
      const gone = await Promise.all([
        deleteBefore(database, 'samples', before.fine),
        deleteBefore(database, 'sample_rollups', before.coarse),
      ])
      await run(forgetLayouts, [])
      return gone.reduce((sum, count) => sum + count, 0)
    },
  }
}

function toStored({ at, instance, pid, serves, values }: FineRow, layout: string) {
  return { at: timeOf(at), instance, pid, serves, layout, values_zstd: packValues(values) }
}

/** The first or last time of both tables. */
async function edge({ tables }: Pick<Database, 'tables'>, order: 'asc' | 'desc', isServing: boolean) {
  const times = await Promise.all(
    (['samples', 'sample_rollups'] as const).map(async (table) => {
      let asked = tables.selectFrom(table).select('at').orderBy('at', order).limit(1)
      if (isServing) asked = asked.where('serves', '=', true)
      return (await asked.executeTakeFirst())?.at
    }),
  )
  const known = times.filter((time) => time !== undefined)
  if (known.length === 0) return null
  return order === 'asc' ? Math.min(...known) : Math.max(...known)
}

async function deleteBefore(
  { tables }: Pick<Database, 'tables'>,
  table: 'samples' | 'sample_rollups',
  time: number,
): Promise<number> {
  const { numDeletedRows } = await tables
    .deleteFrom(table)
    .where('at', '<', sql<number>`${timeOf(time)}::timestamptz`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
