/** The memory of processes: a row each, which both sides write to. */
import type { QueryResultRow } from 'pg'
import type { ProcessMemory, ProcessMemoryRow, SnapshotResult } from '../../ports/store/process-memory.ts'
import type { Database, Statement } from './database.ts'
import { timeOf } from './times.ts'

const writeReport: Statement = {
  name: 'write_memory_report',
  text: `insert into process_memory (instance, role, reported_at, report) values ($1, $2, $3, $4)
    on conflict (instance) do update set role = excluded.role, reported_at = excluded.reported_at,
      report = excluded.report,
      report_wanted_at = nullif(process_memory.report_wanted_at,
        least(process_memory.report_wanted_at, excluded.reported_at))`,
}

const wantReports: Statement = {
  name: 'want_memory_reports',
  text: 'update process_memory set report_wanted_at = $1',
}

const wantSnapshot: Statement = {
  name: 'want_heap_snapshot',
  text: `update process_memory set snapshot_wanted_at = $2, snapshot_wanted_by = $3,
      snapshot_begun_at = null, snapshot_ended_at = null, snapshot_result = null
    where instance = $1 and reported_at >= $4 returning instance`,
}

const readWishes: Statement = {
  name: 'read_memory_wishes',
  text: `select report_wanted_at is not null as report,
      snapshot_wanted_at is not null and snapshot_begun_at is null as snapshot
    from process_memory where instance = $1`,
}

const beginSnapshot: Statement = {
  name: 'begin_heap_snapshot',
  text: 'update process_memory set snapshot_begun_at = $2 where instance = $1',
}

const endSnapshot: Statement = {
  name: 'end_heap_snapshot',
  text: 'update process_memory set snapshot_ended_at = $2, snapshot_result = $3 where instance = $1',
}

const listRows: Statement = {
  name: 'list_process_memory',
  text: `select instance, role, reported_at, report, snapshot_wanted_at, snapshot_wanted_by, snapshot_begun_at,
      snapshot_ended_at, snapshot_result
    from process_memory where reported_at >= $1 order by reported_at desc, instance limit 500`,
}

const forgetRows: Statement = {
  name: 'forget_process_memory',
  text: 'delete from process_memory where reported_at < $1 returning instance',
}

export function createProcessMemory({ run }: Pick<Database, 'run'>): ProcessMemory {
  return {
    async report({ instance, role, at, report }) {
      await run(writeReport, [instance, role, timeOf(at), JSON.stringify(report ?? null)])
    },
    async wantReports(at) {
      await run(wantReports, [timeOf(at)])
    },
    async wantSnapshot({ instance, at, by, aliveSince }) {
      return (await run(wantSnapshot, [instance, timeOf(at), by, timeOf(aliveSince)])).length > 0
    },
    async wishes(instance) {
      const [row] = await run<{ report: boolean; snapshot: boolean }>(readWishes, [instance])
      return { report: row?.report ?? false, snapshot: row?.snapshot ?? false }
    },
    async beginSnapshot(instance, at) {
      await run(beginSnapshot, [instance, timeOf(at)])
    },
    async endSnapshot(instance, at, result) {
      await run(endSnapshot, [instance, timeOf(at), JSON.stringify(result)])
    },
    async list(reportedSince) {
      return (await run<MemoryRow>(listRows, [timeOf(reportedSince)])).map(rowFrom)
    },
    async forgetBefore(time) {
      return (await run(forgetRows, [timeOf(time)])).length
    },
  }
}

interface MemoryRow extends QueryResultRow {
  readonly instance: string
  readonly role: string
  readonly reported_at: number
  readonly report: string
  readonly snapshot_wanted_at: number | null
  readonly snapshot_wanted_by: string | null
  readonly snapshot_begun_at: number | null
  readonly snapshot_ended_at: number | null
  readonly snapshot_result: string | null
}

function rowFrom(row: MemoryRow): ProcessMemoryRow {
  const wantedAt = row.snapshot_wanted_at
  return {
    instance: row.instance,
    role: row.role,
    reportedAt: row.reported_at,
    report: JSON.parse(row.report) as unknown,
    snapshot:
      wantedAt === null
        ? null
        : {
            wantedAt,
            wantedBy: row.snapshot_wanted_by ?? '',
            begunAt: row.snapshot_begun_at,
            endedAt: row.snapshot_ended_at,
            result: row.snapshot_result === null ? null : (JSON.parse(row.snapshot_result) as SnapshotResult),
          },
  }
}
