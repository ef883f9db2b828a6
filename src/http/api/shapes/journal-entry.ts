/** An entry of the journal: who did what when, and how it hangs together with the one before. */
import { z } from 'zod'
import { accessRoles } from '../../../domain/actor/actor.ts'
import { named } from './registry.ts'
import { Time } from './time.ts'

export const Actor = named(
  'Actor',
  z.object({
    name: z.string(),
    role: z.enum(accessRoles),
    via: z.enum(['cli', 'api', 'link', 'chat', 'alertmanager', 'itself']),
  }),
)

export const JournalEntry = named(
  'JournalEntry',
  z.object({
    sequence: z.int(),
    at: Time,
    actor: Actor,
    action: z.string(),
    subject: z.string(),
    incident: z.int().nullable(),
    detail: z.record(z.string(), z.unknown()),
    previousHash: z.string(),
    hash: z.string(),
  }),
)
