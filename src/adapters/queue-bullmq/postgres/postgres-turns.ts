/** The turns in PostgreSQL. */
import type { JobId } from '../../../domain/job/job-id.ts'
import { urgencyOf } from '../../../domain/job/lane.ts'
import type { QueueCounts } from '../../../ports/queue/queue.ts'
import { entryIdOf, jobOfEntryId } from '../entry-id.ts'
import { byLane, lanesCount, type Turns } from '../turns.ts'
import type { SteadyPool } from './steady-pool.ts'
import { countsSql, knownSql, planSql, wakeSql } from './turns-sql.ts'

export function createPostgresTurns(pool: SteadyPool, queue: string): Turns {
  return {
    plan: async (requests, now) => {
      const { rows } = await pool.query<{ priorities: number[] }>(planSql, [
        queue,
        requests.map(({ job }) => entryIdOf(job)),
        requests.map(({ lane }) => urgencyOf(lane)),
        requests.map(({ installation }) => installation),
        requests.map(({ due }) => due),
        now,
      ])
      return rows[0]?.priorities ?? []
    },
    wake: async (now, max) => {
      const { rows } = await pool.query<{ woken: number; next_due: string | null }>(wakeSql, [
        queue,
        now,
        max,
      ])
      const [row] = rows
      return {
        count: row?.woken ?? 0,
        nextDue: row === undefined || row.next_due === null ? null : Number(row.next_due),
      }
    },
    known: async (jobs) => {
      const { rows } = await pool.query<{ id: string }>(knownSql, [queue, jobs.map(entryIdOf)])
      return new Set(rows.map(({ id }) => jobOfEntryId(id)).filter((job): job is JobId => job !== null))
    },
    counts: async (now) => {
      const { rows } = await pool.query<CountsRow>(countsSql, [queue])
      return countsOf(rows, now)
    },
  }
}

interface CountsRow {
  /** Null in the row that sums up all lanes. */
  readonly lane: number | null
  readonly waiting: number
  readonly parked: number
  readonly active: number
  readonly oldest: string | null
  readonly is_paused: boolean
}

function countsOf(rows: readonly CountsRow[], now: number): QueueCounts {
  const all = rows.find(({ lane }) => lane === null)
  const oldest = all?.oldest ?? null
  return {
    waiting: all?.waiting ?? 0,
    waitingByLane: byLane(
      Array.from({ length: lanesCount }, (_, at) => rows.find(({ lane }) => lane === at)?.waiting ?? 0),
    ),
    parked: all?.parked ?? 0,
    active: all?.active ?? 0,
    isPaused: all?.is_paused ?? false,
    oldestWaitingMs: oldest === null ? null : Math.max(0, now - Number(oldest)),
  }
}
