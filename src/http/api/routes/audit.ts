/** The journal: everything that was done, and whether its chain is whole. */
import { z } from 'zod'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import type { Operations } from '../operations.ts'
import { JournalEntry } from '../shapes/journal-entry.ts'

const tag = 'audit'

export function addAuditRoutes(add: AddRoute, audit: Operations['audit']): void {
  add({
    id: 'listAudit',
    method: 'GET',
    path: '/audit',
    tag,
    summary: 'List the journal, the newest first.',
    query: z.object({
      before: z.coerce.number().int().positive().optional().describe('Only entries before this one.'),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answer: z.object({
      entries: z.array(JournalEntry),
      next: z.int().nullable().describe('For `before`; null: there is no more.'),
    }),
    handle: async ({ query: { before, limit } }) => {
      const entries = await audit.list(before ?? null, limit)
      const last = entries.at(-1)
      const next = entries.length < limit || last === undefined || last.sequence === 1 ? null : last.sequence
      return succeed({ entries, next })
    },
  })

  add({
    id: 'verifyAudit',
    method: 'GET',
    path: '/audit/verification',
    tag,
    summary: 'Walk the chain of the journal and tell whether it holds.',
    answer: z.object({
      checked: z.int().describe('Entries that were looked at.'),
      place: z.object({ sequence: z.int(), hash: z.string() }).describe('Up to where it holds.'),
      broken: z.object({ sequence: z.int(), reason: z.string() }).nullable(),
    }),
    handle: async () => succeed(await audit.verify()),
  })
}
