/** What makes things better at once, and its undo. */
import { z } from 'zod'
import { lanes } from '../../../domain/job/lane.ts'
import { switchableLogLevels } from '../../../domain/operations/switches.ts'
import { succeed } from '../../../domain/outcome.ts'
import { MitigationWords, mitigationFrom } from '../../../ops/mitigations/mitigation-schema.ts'
import { type Mitigations, reasonCharactersMax } from '../../../ops/mitigations/mitigations.ts'
import type { AddRoute } from '../add-route.ts'
import { actorOf } from '../authorise.ts'
import { JournalEntry } from '../shapes/journal-entry.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const Mitigation = named('Mitigation', MitigationWords)

const Reason = z.object({
  reason: z.string().trim().min(1).max(reasonCharactersMax),
  incident: z.int().positive().nullable().default(null).describe('The incident that it is done for.'),
})

const Switches = named(
  'Switches',
  z.object({
    isIntakePaused: z.boolean(),
    shedLanes: z.array(z.enum(lanes)),
    isAnalysersOnly: z.boolean(),
    pausedInstallations: z.array(z.object({ app: z.string(), installation: z.int() })),
    pausedRepositories: z.array(z.object({ app: z.string(), repository: z.int() })),
    concurrency: z.int().nullable(),
    logLevel: z.object({ level: z.enum(switchableLogLevels), until: Time }).nullable(),
  }),
)

const SwitchCause = z.object({
  by: z.string(),
  at: Time,
  reason: z.string(),
  incident: z.int().nullable(),
  entry: z.int().describe('What `undo` takes.'),
})

const Listed = z.object({
  switches: Switches,
  causes: z
    .record(z.string(), SwitchCause)
    .describe('By name of the switch, e.g. `intake`, `lane/sweep`, `repository/main/21`.'),
  entries: z.array(JournalEntry).describe('What was done lately, the newest first.'),
})

const Done = z.object({
  entry: z.int().nullable().describe('Of the journal; null: it was so already.'),
  undo: Mitigation.nullable(),
  note: z.string(),
})

const tag = 'mitigations'

export function addMitigationRoutes(add: AddRoute, mitigations: Mitigations): void {
  add({
    id: 'listMitigations',
    method: 'GET',
    path: '/mitigations',
    tag,
    summary: 'Tell what is switched, by whom and why.',
    answer: Listed,
    handle: async () => succeed(await mitigations.list()),
  })

  add({
    id: 'carryOutMitigation',
    method: 'POST',
    path: '/mitigations',
    tag,
    summary: 'Switch something, or do something once.',
    about:
      'Every process obeys within a few seconds. `rollback` and `scale` answer 501 where nothing is configured that does it.',
    body: Reason.extend({ mitigation: Mitigation }),
    answer: Done,
    handle: async ({ body: { mitigation, reason, incident }, caller }) =>
      mitigations.carryOut({
        actor: actorOf(caller),
        mitigation: mitigationFrom(mitigation),
        reason,
        incident,
      }),
  })

  add({
    id: 'undoMitigation',
    method: 'POST',
    path: '/mitigations/:entry/undo',
    tag,
    summary: 'Take back what an entry of the journal tells.',
    params: z.object({ entry: z.coerce.number().int().positive() }),
    body: Reason,
    answer: Done,
    handle: async ({ params: { entry }, body: { reason, incident }, caller }) =>
      mitigations.undo({ actor: actorOf(caller), entry, reason, incident }),
  })
}
