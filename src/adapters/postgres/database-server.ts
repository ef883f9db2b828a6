/** The server's own view of its archive. */
import type { DatabaseServer } from '../../ports/store/database-server.ts'
import type { Database, Statement } from './database.ts'

const readArchiver: Statement = {
  name: 'read_archiver',
  text: `select
      extract(epoch from clock_timestamp() - coalesce(last_archived_time, pg_postmaster_start_time()))::float8 as age,
      coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as failing
    from pg_stat_archiver
    where current_setting('archive_mode') <> 'off'`,
}

export function createDatabaseServer({ run }: Pick<Database, 'run'>): DatabaseServer {
  return {
    async archiver() {
      const [row] = await run<{ age: number; failing: boolean }>(readArchiver, [])
      return row === undefined ? null : { ageSeconds: Math.max(0, row.age), isFailing: row.failing }
    },
  }
}
