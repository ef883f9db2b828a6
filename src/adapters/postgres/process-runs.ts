/** Runs of processes. The sums go on from row to row, so that rows may be forgotten. */
import type { QueryResultRow } from 'pg'
import type { ProcessEnding, ProcessRun, ProcessRunId, ProcessRuns } from '../../ports/store/process-runs.ts'
import type { Database, Statement } from './database.ts'
import { timeOf } from './times.ts'

const columns = `id, role, host, pid, version, config_hash, config_digests, started_at, last_seen_at, memory_share,
  group_oom_kills, ended_at, ending, restarts, oom_kills`

const beginRun: Statement = {
  name: 'begin_process_run',
  text: `insert into process_runs
      (role, host, pid, version, config_hash, config_digests, started_at, last_seen_at, restarts, oom_kills)
    select $1, $2, $3, $4, $5, $6, $7::timestamptz, $7::timestamptz, coalesce(max(restarts), 0), coalesce(max(oom_kills), 0)
    from process_runs where role = $1 and host = $2
    returning ${columns}`,
}

const pulse: Statement = {
  name: 'pulse_process_run',
  text: `update process_runs set last_seen_at = $2, memory_share = $3, group_oom_kills = $4
    where id = $1 and ended_at is null`,
}

const endRun: Statement = {
  name: 'end_process_run',
  text: 'update process_runs set ended_at = $2, ending = $3 where id = $1 and ended_at is null returning id',
}

const addSums: Statement = {
  name: 'add_process_run_sums',
  text: `update process_runs own set restarts = sums.restarts + $2, oom_kills = sums.oom_kills + $3
    from (
      select max(other.restarts) as restarts, max(other.oom_kills) as oom_kills
      from process_runs one join process_runs other on other.role = one.role and other.host = one.host
      where one.id = $1
    ) sums
    where own.id = $1 returning own.restarts, own.oom_kills`,
}

const unendedRuns: Statement = {
  name: 'unended_process_runs',
  text: `select ${columns} from process_runs where ended_at is null order by started_at, id`,
}

const listRuns: Statement = {
  name: 'list_process_runs',
  text: `select ${columns} from process_runs order by started_at desc, id desc limit $1`,
}

const changes: Statement = {
  name: 'changes_of_process_runs',
  text: `select r.started_at as at, r.role, r.host, r.version, r.config_digests as digests,
      before.version as previous_version, before.config_digests as previous_digests
    from process_runs r
    left join lateral (
      select version, config_hash, config_digests from process_runs
      where role = r.role and (started_at, id) < (r.started_at, r.id)
      order by started_at desc, id desc limit 1
    ) before on true
    where r.started_at >= $1
      and (r.version is distinct from before.version or r.config_hash is distinct from before.config_hash)
    order by r.started_at, r.id limit $2`,
}

const forgetRuns: Statement = {
  name: 'forget_process_runs',
  text: `delete from process_runs old
    where ended_at < $1 and exists (
      select from process_runs newer where newer.role = old.role and newer.host = old.host and newer.id > old.id
    )
    returning id`,
}

const changesMax = 200

export function createProcessRuns({ run }: Pick<Database, 'run'>): ProcessRuns {
  return {
    async begin(one) {
      const { role, host, pid, version, configHash, configDigests, startedAt } = one
      const values = [role, host, pid, version, configHash, JSON.stringify(configDigests), timeOf(startedAt)]
      const [row] = await run<RunRow>(beginRun, values)
      if (row === undefined) throw new Error('begin_process_run gave no row')
      return runFrom(row)
    },
    async pulse(id, { at, memoryShare, groupOomKills }) {
      await run(pulse, [id, timeOf(at), memoryShare, groupOomKills])
    },
    async end(id, at, ending) {
      return (await run(endRun, [id, timeOf(at), ending])).length > 0
    },
    async add(id, more) {
      const [row] = await run<{ restarts: string; oom_kills: string }>(addSums, [
        id,
        more.restarts,
        more.oomKills,
      ])
      return { restarts: Number(row?.restarts ?? 0), oomKills: Number(row?.oom_kills ?? 0) }
    },
    async unended() {
      return (await run<RunRow>(unendedRuns, [])).map(runFrom)
    },
    async list(limit) {
      return (await run<RunRow>(listRuns, [limit])).map(runFrom)
    },
    async changesSince(time) {
      const rows = await run<ChangeRow>(changes, [timeOf(time), changesMax])
      return rows.map(({ at, role, host, version, previous_version, digests, previous_digests }) => ({
        at,
        role,
        host,
        version,
        previousVersion: previous_version,
        changedSettings: previous_digests === null ? [] : differing(digests, previous_digests),
      }))
    },
    async forgetBefore(time) {
      return (await run(forgetRuns, [timeOf(time)])).length
    },
  }
}

interface RunRow extends QueryResultRow {
  readonly id: string
  readonly role: string
  readonly host: string
  readonly pid: number
  readonly version: string
  readonly config_hash: string
  readonly config_digests: string
  readonly started_at: number
  readonly last_seen_at: number
  readonly memory_share: number
  readonly group_oom_kills: string
  readonly ended_at: number | null
  readonly ending: string | null
  readonly restarts: string
  readonly oom_kills: string
}

interface ChangeRow extends QueryResultRow {
  readonly at: number
  readonly role: string
  readonly host: string
  readonly version: string
  readonly previous_version: string | null
  readonly digests: string
  readonly previous_digests: string | null
}

function runFrom(row: RunRow): ProcessRun {
  return {
    id: row.id as ProcessRunId,
    role: row.role,
    host: row.host,
    pid: row.pid,
    version: row.version,
    configHash: row.config_hash,
    configDigests: JSON.parse(row.config_digests) as Record<string, string>,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    memoryShare: row.memory_share,
    groupOomKills: Number(row.group_oom_kills),
    endedAt: row.ended_at,
    ending: row.ending as ProcessEnding | null,
    restarts: Number(row.restarts),
    oomKills: Number(row.oom_kills),
  }
}

function differing(now: string, before: string): readonly string[] {
  const [one, other] = [JSON.parse(now), JSON.parse(before)] as [
    Record<string, string>,
    Record<string, string>,
  ]
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].filter((name) => one[name] !== other[name]).sort()
}
