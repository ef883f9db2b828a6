/** What people do with an incident, each with what it has to say. */
import { z } from 'zod'
import { Severity } from './incident.ts'
import { named } from './registry.ts'

const Text = z.string().trim().min(1).max(4_000)
const Line = z.string().trim().min(1).max(200)

export const IncidentCommand = named(
  'IncidentCommand',
  z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['acknowledge', 'investigate', 'monitor']) }),
    z.object({
      kind: z.literal('assess'),
      impact: Text,
      plan: Text,
      isEscalated: z.boolean().default(false),
    }),
    z.object({ kind: z.enum(['hypothesise', 'note', 'announce']), text: Text }),
    z.object({ kind: z.literal('mitigate'), action: Text, undo: Text.nullable().default(null) }),
    z.object({
      kind: z.literal('resolve'),
      despite: Text.nullable()
        .default(null)
        .describe('An admin’s reason to do without verification and stability watch.'),
    }),
    z.object({ kind: z.literal('reopen'), reason: Text }),
    z.object({ kind: z.literal('change-severity'), severity: Severity, reason: Text }),
    z.object({
      kind: z.literal('engage'),
      level: z.int().min(0).max(20).nullable().default(null).describe('Null: the next one.'),
      reason: Text,
    }),
    z.object({ kind: z.literal('assign'), person: Line }),
    z.object({
      kind: z.literal('add-follow-up'),
      text: Text,
      owner: Line.nullable().default(null),
      due: z.iso.date().nullable().default(null),
    }),
    z.object({ kind: z.literal('end-follow-up'), number: z.int().min(1) }),
    z.object({ kind: z.literal('review'), cause: Text }),
  ]),
)
