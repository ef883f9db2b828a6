/** Upkeep by the calendar: what is due, a run now, reports. */
import { z } from 'zod'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import { actorOf } from '../authorise.ts'
import type { Operations } from '../operations.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const Task = z.string().regex(/^[a-z][a-z-]{0,40}$/)

const Report = named(
  'MaintenanceReport',
  z.object({
    id: z.int(),
    task: z.string(),
    startedAt: Time,
    endedAt: Time,
    dueAt: Time.nullable(),
    askedBy: z.string(),
    result: z.enum(['done', 'failed']),
    verdict: z.enum(['good', 'attention', 'unknown']),
    markdown: z.string(),
    report: z.unknown(),
  }),
)

const Status = z.object({
  task: z.string(),
  when: z.string(),
  dueAt: Time,
  lastSuccessAt: Time.nullable(),
  lastFailureAt: Time.nullable(),
  runsNow: z.boolean(),
  isLate: z.boolean(),
})

const tag = 'maintenance'

export function addMaintenanceRoutes(add: AddRoute, maintenance: Operations['maintenance']): void {
  add({
    id: 'listMaintenance',
    method: 'GET',
    path: '/maintenance',
    tag,
    summary: 'List the tasks, when each is due and how it went.',
    answer: z.object({ tasks: z.array(Status) }),
    handle: async () => succeed({ tasks: await maintenance.status() }),
  })

  add({
    id: 'runMaintenance',
    method: 'POST',
    path: '/maintenance/:task/run',
    runsSteps: true,
    tag,
    summary: 'Run a task now.',
    about: 'A run that takes longer than anybody waits goes on; its report is listed when it ends.',
    params: z.object({ task: Task }),
    answer: z.object({ state: z.enum(['done', 'running']), report: Report.nullable() }),
    handle: async ({ params: { task }, caller }) => {
      const run = await maintenance.run(task, actorOf(caller))
      if (!run.isDone) return succeed({ state: 'running' as const, report: null })
      return run.value.ok ? succeed({ state: 'done' as const, report: run.value.value }) : run.value
    },
  })

  add({
    id: 'listMaintenanceReports',
    method: 'GET',
    path: '/maintenance/reports',
    tag,
    summary: 'List reports, the newest first.',
    query: z.object({ task: Task.optional(), limit: z.coerce.number().int().min(1).max(50).default(10) }),
    answer: z.object({ reports: z.array(Report) }),
    handle: async ({ query: { task, limit } }) =>
      succeed({ reports: await maintenance.reports(task ?? null, limit) }),
  })
}
