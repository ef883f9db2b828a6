/** What all workers together know of the host's limits. */
import type { RateWindow } from '../../ports/code-host/code-host.ts'
import type { KnownLimits, RateAccount, RateLedger } from '../../ports/store/rate-ledger.ts'
import type { Database, Statement } from './database.ts'
import { timeOf } from './times.ts'

/** Writes nothing when nothing is new: this is called after many requests. */
const noteWindows: Statement = {
  name: 'note_rate_windows',
  text: `insert into rate_windows (app, installation, resource, quota, remaining, reset_at)
    select $1, $2, resource, quota, remaining, reset_at
    from unnest($3::text[], $4::integer[], $5::integer[], $6::timestamptz[]) as w (resource, quota, remaining, reset_at)
    order by resource
    on conflict (app, installation, resource) do update set
      quota = excluded.quota, remaining = excluded.remaining, reset_at = excluded.reset_at
    where excluded.reset_at > rate_windows.reset_at
      or (excluded.reset_at = rate_windows.reset_at and excluded.remaining < rate_windows.remaining)`,
}

const readLimits: Statement = {
  name: 'read_rate_limits',
  text: `select resource, quota, remaining, reset_at as time from rate_windows where app = $1 and installation = $2
    union all
    select null, null, null, until_time from rate_pauses where app = $1 and installation = $2`,
}

const listLimits: Statement = {
  name: 'list_rate_limits',
  text: `select app, installation, resource, quota, remaining, reset_at as time from rate_windows
    union all
    select app, installation, null, null, null, until_time from rate_pauses
    order by app, installation, resource`,
}

interface LimitRow {
  readonly resource: string | null
  readonly quota: number
  readonly remaining: number
  readonly time: number
}

type AccountRow = LimitRow & { readonly app: string; readonly installation: string }

export function createRateLedger({ run, tables }: Database): RateLedger {
  return {
    async read({ app, installation }) {
      return limitsFrom(await run<LimitRow>(readLimits, [app, installation]))
    },
    async note({ app, installation }, windows) {
      const latest = latestOf(windows)
      if (latest.length === 0) return
      await run(noteWindows, [
        app,
        installation,
        latest.map(({ resource }) => resource),
        latest.map(({ limit }) => limit),
        latest.map(({ remaining }) => remaining),
        latest.map(({ resetAt }) => timeOf(resetAt)),
      ])
    },
    async pause({ app, installation }, until) {
      await tables
        .insertInto('rate_pauses')
        .values({ app, installation, until_time: timeOf(until) })
        .onConflict((there) =>
          there
            .columns(['app', 'installation'])
            .doUpdateSet({ until_time: timeOf(until) })
            .whereRef('rate_pauses.until_time', '<', 'excluded.until_time'),
        )
        .execute()
    },
    async list() {
      const rows = await run<AccountRow>(listLimits, [])
      const accounts = Map.groupBy(rows, ({ app, installation }) => `${app}/${installation}`)
      return [...accounts.values()].map((limits) => ({ ...accountOf(limits), ...limitsFrom(limits) }))
    },
  }
}

function accountOf(rows: readonly AccountRow[]): RateAccount {
  const [row] = rows
  return {
    app: row?.app as RateAccount['app'],
    installation: Number(row?.installation) as RateAccount['installation'],
  }
}

function limitsFrom(rows: readonly LimitRow[]): KnownLimits {
  const windows: RateWindow[] = []
  let pausedUntil: number | null = null
  for (const { resource, quota, remaining, time } of rows) {
    if (resource === null) pausedUntil = time
    else windows.push({ resource, limit: quota, remaining, resetAt: time })
  }
  return { windows, pausedUntil }
}

/** One statement may write a row only once. */
function latestOf(windows: readonly RateWindow[]): readonly RateWindow[] {
  return [...Map.groupBy(windows, ({ resource }) => resource).values()].map((same) =>
    same.reduce((best, window) => {
      const isNewer = window.resetAt > best.resetAt
      const isLower = window.resetAt === best.resetAt && window.remaining < best.remaining
      return isNewer || isLower ? window : best
    }),
  )
}
