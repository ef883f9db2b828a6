/** Job rows. Each step is one call of a function that stands in the migrations. */
import type { DeliveryGuid } from '../../domain/delivery/delivery.ts'
import { appOfTask } from '../../domain/job/app-of-task.ts'
import type { CancelReason } from '../../domain/job/job.ts'
import { type JobId, jobId } from '../../domain/job/job-id.ts'
import type { QueueEntry } from '../../ports/queue/queue.ts'
import type { Claim, Ended, Jobs, Lease } from '../../ports/store/jobs.ts'
import { countJobs } from './count-jobs.ts'
import type { Database, Statement } from './database.ts'
import { type EntryRow, entriesFrom, entryFrom, type JobRow, jobFrom, jobValues } from './job-row.ts'
import { timeOrNull } from './times.ts'

const addJob: Statement = {
  name: 'add_job',
  text: 'select job_id, (entry).* from add_job($2, $3, $1, $4, $5, $6, $7, $8, $9)',
}

const claimJob: Statement = {
  name: 'claim_job',
  text: `select answer, until_time, (claimed).*
    from claim_job($1, $2, make_interval(secs => $3::double precision / 1000))`,
}

const renewLeases: Statement = {
  name: 'renew_leases',
  text: `update jobs set lease_until = clock_timestamp() + make_interval(secs => $3::double precision / 1000)
    from unnest($1::bigint[], $2::bigint[]) as held (id, token)
    where jobs.id = held.id and jobs.state = 'active' and jobs.lease_token = held.token
    returning jobs.id, jobs.lease_token, jobs.cancel_requested`,
}

const endJob: Statement = {
  name: 'end_job',
  text: 'select new_state, (next_entry).* from end_job($1, $2, $3, $4, $5, $6)',
}

const holdJob: Statement = {
  name: 'hold_job',
  text: 'select new_state, (next_entry).* from hold_job($1, $2, $3, $4, $5)',
}

const releaseHeld: Statement = {
  name: 'release_held_jobs',
  text: 'select * from release_held_jobs($1::text[], $2)',
}

/** The task that found out goes on. */
const cancelInstallation: Statement = {
  name: 'cancel_installation',
  text: `update jobs set
      state = case when state = 'active' then state else 'cancelled' end,
      not_before = null,
      finished_at = case when state = 'active' then null else now() end,
      reason = case when state = 'active' then reason else 'The installation is gone or suspended.' end,
      cancel_requested = case when state = 'active' then 'uninstalled' end
    where app = $1 and installation = $2 and state in ('waiting', 'parked', 'active') and kind <> 'installation'
    returning id`,
}

const recoverExpired: Statement = {
  name: 'recover_expired_jobs',
  text: 'select * from recover_expired_jobs()',
}

const listQueueable: Statement = {
  name: 'list_queueable_jobs',
  text: `select j.id as job, j.lane, j.app, j.installation, j.not_before
    from unnest('{waiting,parked}'::job_state[]) as s (state)
    cross join lateral (
      select * from jobs w
      where w.state = s.state and w.id > $1
        and not exists (select from jobs a where a.key = w.key and a.state = 'active')
      order by w.state, w.id limit $2
    ) j
    order by j.id limit $2`,
}

const findJob: Statement = { name: 'find_job', text: 'select * from jobs where id = $1' }

const deliveriesOfJob: Statement = {
  name: 'deliveries_of_job',
  text: 'select guid from deliveries where job_id = $1 order by id desc limit $2',
}

const findUnfinished: Statement = {
  name: 'find_unfinished_job',
  text: `select * from (
      select * from jobs where key = $1 and state = 'active'
      union all
      select * from jobs where key = $1 and state in ('waiting', 'parked')
    ) as unfinished order by state = 'active' desc limit 1`,
}

const listJobs: Statement = {
  name: 'list_jobs',
  text: `select j.* from unnest($1::job_state[]) as s (state)
    cross join lateral (
      select * from jobs l where l.state = s.state order by l.state desc, l.id desc limit $2
    ) j
    order by j.id desc limit $2`,
}

const reviveJobs: Statement = { name: 'revive_jobs', text: 'select * from revive_jobs($1::bigint[])' }

type EndedRow = EntryRow & { readonly new_state: string | null }
type ClaimRow = JobRow & {
  readonly answer: Claim['kind']
  readonly until_time: number
  readonly lease_token: string
}
interface RenewedRow {
  readonly id: string
  readonly lease_token: string
  readonly cancel_requested: CancelReason | null
}

export function createJobs(database: Database): Jobs {
  async function end(
    lease: Lease,
    how: 'done' | 'cancelled' | 'park' | 'hand-back' | 'fail',
    reason: string | null,
    until: number | null = null,
    attemptsMax: number | null = null,
  ): Promise<Ended & { readonly state: string | null }> {
    const values = [lease.job, lease.token, how, reason, timeOrNull(until), attemptsMax]
    const [row] = await database.run<EndedRow>(endJob, values)
    if (row === undefined || row.new_state === null) return { isHeld: false, next: null, state: null }
    return { isHeld: true, next: entryFrom(row), state: row.new_state }
  }

  async function entriesOf(
    statement: Statement,
    values: Parameters<Database['run']>[1],
  ): Promise<readonly QueueEntry[]> {
    return entriesFrom(await database.run<EntryRow>(statement, values))
  }

  return {
    async add(job) {
      const values = [appOfTask(job.task), ...jobValues(job)]
      const [row] = await database.run<EntryRow & { job_id: string }>(addJob, values)
      if (row === undefined) throw new Error('add_job gave no row')
      return { id: jobId(row.job_id), entry: entryFrom(row) }
    },
    async claim(job, worker, leaseMs) {
      const [row] = await database.run<ClaimRow>(claimJob, [job, worker, leaseMs])
      if (row === undefined) throw new Error('claim_job gave no row')
      return claimFrom(row)
    },
    async renew(leases, leaseMs) {
      if (leases.length === 0) return []
      const ids = leases.map(({ job }) => job)
      const tokens = leases.map(({ token }) => token)
      const rows = await database.run<RenewedRow>(renewLeases, [ids, tokens, leaseMs])
      return leases.map((lease) => {
        const row = rows.find(
          ({ id, lease_token }) => id === lease.job && Number(lease_token) === lease.token,
        )
        return { lease, isHeld: row !== undefined, cancel: row?.cancel_requested ?? null }
      })
    },
    finish: async (lease, note) => endedOf(await end(lease, 'done', note)),
    cancel: async (lease, reason) => endedOf(await end(lease, 'cancelled', cancelWords[reason])),
    park: async (lease, until, reason) => endedOf(await end(lease, 'park', reason, until)),
    async hold(lease, until, reason, heldBy) {
      const values = [lease.job, lease.token, reason, timeOrNull(until), heldBy]
      const [row] = await database.run<EndedRow>(holdJob, values)
      if (row === undefined || row.new_state === null) return { isHeld: false, next: null }
      return { isHeld: true, next: entryFrom(row) }
    },
    release: (stillHeldBy, limit) => entriesOf(releaseHeld, [stillHeldBy, limit]),
    handBack: async (lease) => endedOf(await end(lease, 'hand-back', null)),
    async fail(lease, { reason, retryAt, attemptsMax }) {
      const ended = await end(lease, 'fail', reason, retryAt, attemptsMax)
      return { ...endedOf(ended), state: ended.state === 'dead' ? 'dead' : 'parked' }
    },
    async cancelInstallation(app, installation) {
      return (await database.run(cancelInstallation, [app, installation])).length
    },
    recoverExpired: () => entriesOf(recoverExpired, []),
    listQueueable: (after, limit) => entriesOf(listQueueable, [after ?? '0', limit]),
    counts: () => countJobs(database),
    async find(job: JobId) {
      const [row] = await database.run<JobRow>(findJob, [job])
      return row === undefined ? null : jobFrom(row)
    },
    async deliveriesOf(job, limit) {
      const rows = await database.run<{ guid: string }>(deliveriesOfJob, [job, limit])
      return rows.map(({ guid }) => guid as DeliveryGuid)
    },
    async findUnfinished(key) {
      const [row] = await database.run<JobRow>(findUnfinished, [key])
      return row === undefined ? null : jobFrom(row)
    },
    async list(states, limit) {
      return (await database.run<JobRow>(listJobs, [[...new Set(states)], limit])).map(jobFrom)
    },
    retryDead: (jobs) => entriesOf(reviveJobs, [jobs]),
  }
}

const cancelWords: Readonly<Record<CancelReason, string>> = {
  superseded: 'A newer head arrived.',
  closed: 'The pull request was closed.',
  uninstalled: 'The installation is gone or suspended.',
}

function endedOf({ isHeld, next }: Ended): Ended {
  return { isHeld, next }
}

function claimFrom(row: ClaimRow): Claim {
  switch (row.answer) {
    case 'claimed': {
      const job = jobFrom(row)
      return {
        kind: 'claimed',
        job,
        lease: { job: job.id, token: Number(row.lease_token) as Lease['token'] },
      }
    }
    case 'parked':
    case 'held':
      return { kind: row.answer, until: row.until_time }
    case 'over':
    case 'behind-another':
      return { kind: row.answer }
  }
}
