/** What went wrong lately, in every process. */
import { type LogLine, type LogLines, logLinesKept } from '../../ports/store/log-lines.ts'
import type { Database, Statement } from './database.ts'
import { storable } from './journal.ts'
import { timeOf } from './times.ts'

const addLines: Statement = {
  name: 'add_log_lines',
  text: `insert into log_lines (written_at, process, level, line)
    select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[])`,
}

/** In the order of their numbers, which is nearly that of time; a few too many or too few are no matter. */
const forgetLines: Statement = {
  name: 'forget_log_lines',
  text: 'delete from log_lines where id <= (select max(id) from log_lines) - $1',
}

export function createLogLines({ run, tables }: Pick<Database, 'run' | 'tables'>): LogLines {
  return {
    async add(lines) {
      if (lines.length === 0) return
      await run(addLines, [
        lines.map(({ at }) => timeOf(at)),
        lines.map(({ process }) => process),
        lines.map(({ level }) => level),
        lines.map(({ line }) => storable(line)),
      ])
      await run(forgetLines, [logLinesKept])
    },
    async list(limit) {
      const rows = await tables
        .selectFrom('log_lines')
        .select(['written_at', 'process', 'level', 'line'])
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ written_at, process, level, line }) => ({
        at: written_at,
        process,
        level: level as LogLine['level'],
        line,
      }))
    },
  }
}
