/** The runbook: its pages, and running their steps. */
import { z } from 'zod'
import { accessRoles } from '../../../domain/actor/actor.ts'
import { fail, succeed } from '../../../domain/outcome.ts'
import { runVerdicts, stepKinds } from '../../../ports/store/runbook-runs.ts'
import type { AddRoute } from '../add-route.ts'
import { actorOf } from '../authorise.ts'
import type { Operations } from '../operations.ts'
import { Severity } from '../shapes/incident.ts'
import { Actor } from '../shapes/journal-entry.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/)

const Step = z.object({
  id: z.string(),
  kind: z.enum(stepKinds),
  section: z.string(),
  about: z.string(),
  command: z.string(),
  timeoutMs: z.int(),
  verify: z.string().nullable(),
  undo: z.string().nullable(),
  parameters: z.array(z.object({ name: z.string(), type: z.string() })),
  needs: z.array(z.string()),
  role: z.enum(accessRoles),
  isReversible: z.boolean(),
})

const Summary = z.object({
  name: z.string(),
  title: z.string(),
  subject: z.union([
    z.object({ kind: z.literal('alert'), alert: z.string() }),
    z.object({ kind: z.literal('procedure'), procedure: z.string() }),
  ]),
  owner: z.string(),
  reviewed: z.string(),
  reviewDue: z.string(),
  isOverdue: z.boolean(),
  severity: Severity.nullable(),
})

const Page = named('RunbookPage', Summary.extend({ text: z.string(), steps: z.array(Step) }))

const Result = z.object({
  durationMs: z.number(),
  exitCode: z.int().nullable(),
  verdict: z.enum(runVerdicts),
  reason: z.string().nullable(),
  output: z.string(),
  isOutputCut: z.boolean(),
})

const Run = named(
  'RunbookRun',
  z.object({
    id: z.int(),
    page: z.string(),
    step: z.string(),
    kind: z.enum(stepKinds),
    command: z.string(),
    parameters: z.record(z.string(), z.string()),
    incident: z.int().nullable(),
    actor: Actor,
    beganAt: Time,
    result: Result.nullable().describe('Null while it runs.'),
  }),
)

const Told = z.object({
  page: z.string(),
  step: z.string(),
  run: z.int().nullable(),
  result: Result,
})

const Parameters = z.record(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/), z.string().max(1_000)).default({})
const Place = z.object({ page: Name, step: Name })

const tag = 'runbook'

export function addRunbookRoutes(add: AddRoute, runbook: Operations['runbook']): void {
  add({
    id: 'listRunbook',
    method: 'GET',
    path: '/runbook',
    tag,
    summary: 'List the pages.',
    answer: z.object({ pages: z.array(Summary) }),
    handle: async () => {
      const pages = await runbook.pages()
      return succeed({ pages })
    },
  })

  add({
    id: 'showRunbookPage',
    method: 'GET',
    path: '/runbook/pages/:page',
    tag,
    summary: 'Show a page with its steps.',
    params: z.object({ page: Name }),
    answer: Page,
    handle: async ({ params: { page: name } }) => {
      const page = (await runbook.pages()).find((one) => one.name === name)
      if (page !== undefined) return succeed(page)
      return fail({ kind: 'no-such-page', message: 'There is no such page.', remedy: 'List them.' })
    },
  })

  add({
    id: 'planRunbookStep',
    method: 'POST',
    path: '/runbook/pages/:page/steps/:step/plan',
    tag,
    summary: 'Tell what a step would run, without running it.',
    params: Place,
    body: z.object({ parameters: Parameters }),
    answer: z.object({
      step: Step,
      parameters: z.record(z.string(), z.string()),
      absence: z.string().nullable().describe('Why it cannot be run here; null: it can.'),
    }),
    handle: ({ params, body, caller }) => runbook.plan({ ...params, ...body, actor: actorOf(caller) }),
  })

  add({
    id: 'runRunbookStep',
    method: 'POST',
    path: '/runbook/pages/:page/steps/:step/run',
    runsSteps: true,
    tag,
    summary: 'Run a step.',
    about:
      'Where it runs is this process. One that takes longer than anybody waits goes on, and is listed when it ends.',
    params: Place,
    body: z.object({
      parameters: Parameters,
      incident: z.int().positive().nullable().default(null),
      isConfirmed: z
        .boolean()
        .default(false)
        .describe('Somebody saw the command and its parameters and said yes; changes need it.'),
    }),
    answer: z.object({
      state: z.enum(['done', 'running']),
      report: Told.extend({ verification: Told.nullable() }).nullable(),
    }),
    handle: async ({ params, body, caller }) => {
      const run = await runbook.run({ ...params, ...body, actor: actorOf(caller) })
      if (!run.isDone) return succeed({ state: 'running' as const, report: null })
      if (!run.value.ok) return run.value
      const { verification, ...report } = run.value.value
      const told = { ...report, step: report.step.id }
      const checked = verification === null ? null : { ...verification, step: verification.step.id }
      return succeed({ state: 'done' as const, report: { ...told, verification: checked } })
    },
  })

  add({
    id: 'listRunbookRuns',
    method: 'GET',
    path: '/runbook/runs',
    tag,
    summary: 'List what was run, the newest first.',
    query: z.object({ page: Name.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    answer: z.object({ runs: z.array(Run) }),
    handle: async ({ query: { page, limit } }) => succeed({ runs: await runbook.runs(page ?? null, limit) }),
  })
}
