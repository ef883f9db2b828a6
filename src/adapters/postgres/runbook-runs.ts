/** Runs of the runbook's steps, as rows. */
import type { Selectable } from 'kysely'
import type { Actor } from '../../domain/actor/actor.ts'
import type {
  RunbookResult,
  RunbookRun,
  RunbookRunId,
  RunbookRuns,
  RunVerdict,
  StepKind,
} from '../../ports/store/runbook-runs.ts'
import type { Database } from './database.ts'
import type { RunbookRunsTable } from './schema.ts'
import { timeOf } from './times.ts'

export function createRunbookRuns({ tables }: Pick<Database, 'tables'>): RunbookRuns {
  return {
    async begin({ actor, beganAt, parameters, ...run }) {
      const row = await tables
        .insertInto('runbook_runs')
        .values({
          page: run.page,
          step: run.step,
          kind: run.kind,
          command: run.command,
          parameters: JSON.stringify(parameters),
          incident: run.incident,
          actor_name: actor.name,
          actor_role: actor.role,
          actor_via: actor.via,
          began_at: timeOf(beganAt),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return Number(row.id) as RunbookRunId
    },
    async finish(id, result) {
      const finished = await tables
        .updateTable('runbook_runs')
        .set({
          duration_ms: result.durationMs,
          exit_code: result.exitCode,
          verdict: result.verdict,
          reason: result.reason,
          output: result.output,
          is_output_cut: result.isOutputCut,
        })
        .where('id', '=', String(id))
        .where('verdict', 'is', null)
        .returning('id')
        .execute()
      return finished.length > 0
    },
    async find(id) {
      const row = await tables
        .selectFrom('runbook_runs')
        .selectAll()
        .where('id', '=', String(id))
        .executeTakeFirst()
      return row === undefined ? null : runFrom(row)
    },
    async ofIncident(incident, limit) {
      const rows = await tables
        .selectFrom('runbook_runs')
        .selectAll()
        .where('incident', '=', String(incident))
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(runFrom)
    },
    async list(page, limit) {
      const all = tables.selectFrom('runbook_runs').selectAll().orderBy('id', 'desc').limit(limit)
      const rows = await (page === null ? all : all.where('page', '=', page)).execute()
      return rows.map(runFrom)
    },
    async forgetBefore(time) {
      const gone = await tables
        .deleteFrom('runbook_runs')
        .where('incident', 'is', null)
        .where('began_at', '<', timeOf(time) as never)
        .returning('id')
        .execute()
      return gone.length
    },
  }
}

function runFrom(row: Selectable<RunbookRunsTable>): RunbookRun {
  return {
    id: Number(row.id) as RunbookRunId,
    page: row.page,
    step: row.step,
    kind: row.kind as StepKind,
    command: row.command,
    parameters: JSON.parse(row.parameters) as Record<string, string>,
    incident: row.incident === null ? null : Number(row.incident),
    actor: { name: row.actor_name, role: row.actor_role, via: row.actor_via } as Actor,
    beganAt: row.began_at,
    result: resultFrom(row),
  }
}

function resultFrom(row: Selectable<RunbookRunsTable>): RunbookResult | null {
  if (row.verdict === null) return null
  return {
    durationMs: row.duration_ms ?? 0,
    exitCode: row.exit_code,
    verdict: row.verdict as RunVerdict,
    reason: row.reason,
    output: row.output,
    isOutputCut: row.is_output_cut,
  }
}
