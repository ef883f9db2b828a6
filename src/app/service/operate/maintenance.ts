/** What people do with the upkeep: look what is due, run a task now, read reports. */
import type { Actor } from '../../../domain/actor/actor.ts'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { TaskStatus } from '../../../ops/maintenance/scheduler.ts'
import { maintenanceTasks } from '../../../ops/maintenance/tasks.ts'
import type { MaintenanceReport } from '../../../ports/store/maintenance.ts'
import type { Backbone } from '../backbone.ts'
import { openScheduler } from '../watch/maintenance.ts'
import { watchClock } from '../watch/watch-clock.ts'

type Parts = Pick<Backbone, 'config' | 'store' | 'log' | 'meter'>

export interface MaintenanceFailure {
  readonly kind: 'no-such-task' | 'runs-already' | 'no-report'
  readonly message: string
  readonly remedy: string
}

export function maintenanceStatus(parts: Parts): Promise<readonly TaskStatus[]> {
  return openScheduler(parts, watchClock(), null).status()
}

export async function runMaintenance(
  parts: Parts,
  {
    task: name,
    actor,
    signal,
  }: { readonly task: string; readonly actor: Actor; readonly signal: AbortSignal },
): Promise<Outcome<MaintenanceReport, MaintenanceFailure>> {
  const task = maintenanceTasks.find((one) => one.name === name)
  if (task === undefined) return fail(noSuchTask)
  const clock = watchClock()
  await parts.store.journal.append({
    at: clock.now(),
    actor,
    action: 'maintenance.asked',
    subject: `maintenance ${task.name}`,
    incident: null,
    detail: {},
  })
  const run = await openScheduler(parts, clock, null).runNow(task, actor.name, signal)
  if (run.kind === 'runs-already')
    return fail({
      kind: 'runs-already',
      message: `${run.holder} runs it now.`,
      remedy: `Look at "autogen-bot maintenance report ${task.name}" in a while.`,
    })
  const newest = await parts.store.maintenance.reports(task.name, 5)
  const written = newest.find(({ id }) => id === run.number)
  if (written === undefined) throw new Error('a report that was just written is not there')
  return succeed(written)
}

/** Newest first; at least one. @param task null: of every task */
export async function maintenanceReports(
  { store }: Pick<Parts, 'store'>,
  { task, limit }: { readonly task: string | null; readonly limit: number },
): Promise<Outcome<readonly MaintenanceReport[], MaintenanceFailure>> {
  if (task !== null && !maintenanceTasks.some(({ name }) => name === task)) return fail(noSuchTask)
  const reports = await store.maintenance.reports(task, limit)
  if (reports.length > 0) return succeed(reports)
  const remedy = `Run "autogen-bot maintenance run ${task ?? 'daily'}", or wait until it is due: "autogen-bot maintenance list".`
  return fail({ kind: 'no-report', message: 'There is no report yet.', remedy })
}

const noSuchTask: MaintenanceFailure = {
  kind: 'no-such-task',
  message: 'There is no such task.',
  remedy: `Use ${maintenanceTasks.map(({ name }) => name).join(', ')}.`,
}
