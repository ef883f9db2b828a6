/** Upkeep: tasks under leases, and their reports. */
import type { QueryResultRow } from 'pg'
import type { Maintenance, MaintenanceReport, ReportVerdict } from '../../ports/store/maintenance.ts'
import type { Database, Statement } from './database.ts'
import { timeOf, timeOrNull } from './times.ts'

const introduceTasks: Statement = {
  name: 'introduce_maintenance_tasks',
  text: `insert into maintenance_tasks (task, counts_from, known_since)
    select task, $2::timestamptz, $2::timestamptz from unnest($1::text[]) task on conflict do nothing`,
}

const listTasks: Statement = {
  name: 'list_maintenance_tasks',
  text: `select task, counts_from, known_since, last_success_at, last_failure_at, retry_at, holder, lease_until
    from maintenance_tasks order by task`,
}

const beginRun: Statement = {
  name: 'begin_maintenance_run',
  text: `update maintenance_tasks
    set run_number = run_number + 1, holder = $2, lease_until = $4
    where task = $1 and (lease_until is null or lease_until <= $3)
      and ($5::timestamptz is null or counts_from = $5)
    returning run_number`,
}

const endRun: Statement = {
  name: 'end_maintenance_run',
  text: `with ended as (
      update maintenance_tasks set
        holder = null, lease_until = null, retry_at = $11,
        counts_from = case when $7 = 'done' then greatest(counts_from, $5::timestamptz) else counts_from end,
        last_success_at = case when $7 = 'done' then $6::timestamptz else last_success_at end,
        last_failure_at = case when $7 = 'done' then last_failure_at else $6::timestamptz end
      where task = $1 and run_number = $2 and holder is not null
      returning task
    )
    insert into maintenance_reports (task, asked_by, due_at, started_at, ended_at, result, verdict, markdown, report)
    select task, $3, $4, $5, $6, $7, $8, $9, $10 from ended
    returning id`,
}

const listReports: Statement = {
  name: 'list_maintenance_reports',
  text: `select id, task, asked_by, due_at, started_at, ended_at, result, verdict, markdown, report
    from maintenance_reports where $1::text is null or task = $1
    order by started_at desc, id desc limit $2`,
}

const forgetReports: Statement = {
  name: 'forget_maintenance_reports',
  text: 'delete from maintenance_reports where started_at < $1 returning id',
}

export function createMaintenance({ run }: Pick<Database, 'run'>): Maintenance {
  return {
    async introduce(tasks, at) {
      await run(introduceTasks, [tasks, timeOf(at)])
    },
    async tasks() {
      return (await run<TaskRow>(listTasks, [])).map((row) => ({
        task: row.task,
        countsFrom: row.counts_from,
        knownSince: row.known_since,
        lastSuccessAt: row.last_success_at,
        lastFailureAt: row.last_failure_at,
        retryAt: row.retry_at,
        holder: row.holder,
        leaseUntil: row.lease_until,
      }))
    },
    async begin({ task, countsFrom, holder, at, leaseMs }) {
      const values = [task, holder, timeOf(at), timeOf(at + leaseMs), timeOrNull(countsFrom)]
      const [row] = await run<{ run_number: string }>(beginRun, values)
      return row === undefined ? null : { task, number: Number(row.run_number), startedAt: at }
    },
    async end({ task, number, startedAt }, report) {
      const [row] = await run<{ id: string }>(endRun, [
        task,
        number,
        report.askedBy,
        timeOrNull(report.dueAt),
        timeOf(startedAt),
        timeOf(report.endedAt),
        report.result,
        report.verdict,
        report.markdown,
        JSON.stringify(report.report ?? null),
        timeOrNull(report.retryAt),
      ])
      return row === undefined ? null : Number(row.id)
    },
    async reports(task, limit) {
      return (await run<ReportRow>(listReports, [task, limit])).map(reportFrom)
    },
    async forgetBefore(time) {
      return (await run(forgetReports, [timeOf(time)])).length
    },
  }
}

interface TaskRow extends QueryResultRow {
  readonly task: string
  readonly counts_from: number
  readonly known_since: number
  readonly last_success_at: number | null
  readonly last_failure_at: number | null
  readonly retry_at: number | null
  readonly holder: string | null
  readonly lease_until: number | null
}

interface ReportRow extends QueryResultRow {
  readonly id: string
  readonly task: string
  readonly asked_by: string
  readonly due_at: number | null
  readonly started_at: number
  readonly ended_at: number
  readonly result: string
  readonly verdict: string
  readonly markdown: string
  readonly report: string
}

function reportFrom(row: ReportRow): MaintenanceReport {
  return {
    id: Number(row.id),
    task: row.task,
    askedBy: row.asked_by,
    dueAt: row.due_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    result: row.result as MaintenanceReport['result'],
    verdict: row.verdict as ReportVerdict,
    markdown: row.markdown,
    report: JSON.parse(row.report) as unknown,
  }
}
