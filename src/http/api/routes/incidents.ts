/** Incidents: look at them, and everything that people do with them. */
import { z } from 'zod'
import { fail, succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import { actorOf } from '../authorise.ts'
import type { Operations } from '../operations.ts'
import type { ApiFailure } from '../problem.ts'
import { EvidenceBundle, Incident, IncidentState, Severity } from '../shapes/incident.ts'
import { IncidentCommand } from '../shapes/incident-command.ts'
import { JournalEntry } from '../shapes/journal-entry.ts'

const Id = z.object({ id: z.coerce.number().int().positive() })
const Spread = z.object({ count: z.int(), mean: z.number().nullable(), p90: z.number().nullable() })

const View = z.object({
  incident: Incident,
  timeline: z.array(JournalEntry).describe('Oldest first.'),
  evidence: z.array(EvidenceBundle).describe('Newest first.'),
  next: z.array(z.string()).describe('What is to be done next, as commands.'),
})

const tag = 'incidents'

export function addIncidentRoutes(add: AddRoute, incidents: Operations['incidents']): void {
  add({
    id: 'listIncidents',
    method: 'GET',
    path: '/incidents',
    tag,
    summary: 'List incidents, the newest first.',
    query: z.object({
      state: z
        .string()
        .transform((text) => text.split(','))
        .pipe(z.array(IncidentState).min(1))
        .optional()
        .describe('Only these, with commas between.'),
      before: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({ incidents: z.array(Incident) }),
    handle: async ({ query: { state, before, limit } }) =>
      succeed({
        incidents: await incidents.list({ states: state ?? null, before: before ?? null, limit }),
      }),
  })

  add({
    id: 'showIncident',
    method: 'GET',
    path: '/incidents/:id',
    tag,
    summary: 'Show an incident with its timeline and evidence.',
    params: Id,
    answer: View,
    handle: async ({ params: { id } }) => {
      const view = await incidents.show(id)
      return view === null ? fail(unknown(id)) : succeed(view)
    },
  })

  add({
    id: 'declareIncident',
    method: 'POST',
    path: '/incidents',
    tag,
    summary: 'Say that something is wrong, without an alert.',
    body: z.object({ severity: Severity, title: z.string().trim().min(3).max(200) }),
    status: 201,
    answer: Incident,
    handle: ({ body, caller }) => incidents.declare(body, actorOf(caller)),
  })

  add({
    id: 'commandIncident',
    method: 'POST',
    path: '/incidents/:id/commands',
    runsSteps: true,
    tag,
    summary: 'Acknowledge, assess, investigate, mitigate, resolve, and everything else.',
    params: Id,
    body: IncidentCommand,
    answer: Incident,
    handle: ({ params: { id }, body, caller }) => incidents.command(id, body, actorOf(caller)),
  })

  add({
    id: 'readIncidentReport',
    method: 'GET',
    path: '/incidents/:id/report',
    tag,
    summary: 'Write the post-incident report.',
    params: Id,
    answer: z.object({ markdown: z.string() }),
    handle: async ({ params: { id } }) => {
      const markdown = await incidents.report(id)
      return markdown === null ? fail(unknown(id)) : succeed({ markdown })
    },
  })

  add({
    id: 'readRecoveryTimes',
    method: 'GET',
    path: '/incidents/recovery-times',
    tag,
    summary: 'Tell how long incidents took, and how far apart they are.',
    answer: z.object({
      windows: z.array(
        z.object({
          days: z.union([z.literal(30), z.literal(90)]),
          incidents: z.int(),
          onsetToAck: Spread,
          onsetToMitigated: Spread,
          onsetToResolved: Spread,
          betweenFailures: z.object({ P1: z.number().nullable(), P2: z.number().nullable() }),
        }),
      ),
    }),
    handle: async () => succeed(await incidents.recoveryTimes()),
  })
}

function unknown(id: number): ApiFailure {
  return { kind: 'unknown', message: `There is no incident ${id}.`, remedy: 'List them.' }
}
