/** What only happens when somebody tries something. */
import { sql } from 'kysely'
import type { AppName } from '../../domain/repository/repository.ts'
import type { SecurityEventKind, SecurityEvents } from '../../ports/store/security-events.ts'
import type { Database } from './database.ts'
import { timeOf } from './times.ts'

export function createSecurityEvents({ tables }: Pick<Database, 'tables'>): SecurityEvents {
  return {
    async record({ kind, app, at, detail }) {
      await tables
        .insertInto('security_events')
        .values({ kind, app, happened_at: timeOf(at), detail: JSON.stringify(detail) })
        .execute()
    },
    async list(since, limit) {
      const rows = await tables
        .selectFrom('security_events')
        .select(['kind', 'app', 'happened_at', 'detail'])
        .where('happened_at', '>=', sql<number>`${timeOf(since)}::timestamptz`)
        .orderBy('happened_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        kind: row.kind as SecurityEventKind,
        app: row.app as AppName | null,
        at: row.happened_at,
        detail: JSON.parse(row.detail) as Record<string, string>,
      }))
    },
  }
}
