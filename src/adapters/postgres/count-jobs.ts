/** Counts that are asked for every few seconds: from an index alone, and never over all that ever was. */
import type { JobState } from '../../domain/job/job.ts'
import type { Lane } from '../../domain/job/lane.ts'
import type { JobCounts } from '../../ports/store/jobs.ts'
import type { Database, Statement } from './database.ts'

const countJobsNow: Statement = {
  name: 'count_jobs',
  text: `select state, lane, count(*) as count,
      min(case state when 'waiting' then waiting_since when 'parked' then case when not_before <= now() then not_before end end)
        as since
    from jobs where state in ('waiting', 'parked', 'active', 'dead')
    group by state, lane
    union all
    select state, null, count(*), null
    from jobs where finished_at > now() - interval '1 hour' and state in ('done', 'cancelled')
    group by state`,
}

interface CountRow {
  readonly state: JobState
  readonly lane: Lane | null
  readonly count: string
  readonly since: number | null
}

export async function countJobs(database: Database): Promise<JobCounts> {
  const rows = await database.run<CountRow>(countJobsNow, [])
  const byState = { waiting: 0, parked: 0, active: 0, done: 0, dead: 0, cancelled: 0 }
  const waitingByLane = { command: 0, opened: 0, pushed: 0, 're-review': 0, sweep: 0 }
  let oldestWaitingSince: number | null = null
  for (const { state, lane, count, since } of rows) {
    byState[state] += Number(count)
    if (state === 'waiting' && lane !== null) waitingByLane[lane] += Number(count)
    if (since !== null) oldestWaitingSince = Math.min(since, oldestWaitingSince ?? since)
  }
  return { byState, waitingByLane, oldestWaitingSince }
}
