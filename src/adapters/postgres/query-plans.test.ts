/**
 * No call of the store reads a whole big table, however its statements are planned: the server's own count of sequential
 * scans stays as it is. Functions are looked into too, which EXPLAIN does not do.
 */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import type { DeliveryGuid } from '../../domain/delivery/delivery.ts'
import type { FindingId } from '../../domain/finding/finding.ts'
import { jobId } from '../../domain/job/job-id.ts'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { AnswerKey } from '../../ports/store/agent-memory.ts'
import { aPlan } from '../../ports/store/contract/model-ledger-stories.ts'
import {
  aDelivery,
  aPullRequest,
  app,
  aReview,
  begun,
  eventually,
  type installation,
  longMs,
  repository,
} from '../../ports/store/contract/samples.ts'
import type { Store } from '../../ports/store/store.ts'
import { openStore } from './open-store.ts'

const bigTables = [
  'deliveries',
  'jobs',
  'reviews',
  'feedback',
  'dismissals',
  'open_checks',
  'security_events',
  'process_runs',
  'journal',
  'incidents',
  'incident_alerts',
  'notifications',
  'model_calls',
  'agent_answers',
]

/** Most work is over; a thousand rows wait, some run, some are dead. */
const load = `
  insert into jobs (key, state, lane, app, installation, kind, task, is_full, not_before, finished_at, lease_until, created_at)
  select 'review/main/' || n || '#1', s.state::job_state, 'pushed', 'main', n % 50, 'review', '{"kind":"review"}', false,
    case when s.state = 'parked' then now() + interval '1 hour' end,
    case when s.state in ('done', 'dead', 'cancelled') then now() - n * interval '10 seconds' end,
    case when s.state = 'active' then now() + interval '1 hour' end,
    now() - n * interval '10 seconds'
  from generate_series(1, 20000) n cross join lateral (
    select case when n % 20 = 0 then 'waiting' when n % 100 = 1 then 'parked' when n % 1000 = 2 then 'active'
      when n % 200 = 3 then 'dead' when n % 5 = 4 then 'cancelled' else 'done' end as state
  ) s;
  insert into deliveries (app, guid, event, body_hash, payload_zstd, received_at, job_id)
  select 'main', 'guid ' || n, 'pull_request', '\\x00', convert_to(repeat('x', 200), 'UTF8'), now(), 1 + n % 20000
  from generate_series(1, 50000) n;
  insert into reviews (app, repository_id, number, installation, owner, name, head, base, result, note, conclusion,
    finished_at, reviewed_head)
  select 'main', 1 + n % 300, n, 11, 'o', 'r', repeat('a', 40), repeat('b', 40), 'published', '',
    case when n % 100 = 0 then 'config-errors' else 'success' end, now(), repeat('a', 40)
  from generate_series(1, 20000) n;
  insert into feedback (app, repository_id, rule, number, finding, kind, person, said_at)
  select 'main', n % 300, 'rule ' || n % 40, n, 'f', 'dismissed', 'ann', now() from generate_series(1, 20000) n;
  insert into journal (sequence, previous_hash, hash, happened_at, actor, actor_role, actor_via, action, subject, incident, detail)
  select n, n::text, (n + 1)::text, now(), 'ann', 'admin', 'cli', 'a', 's', nullif(n % 500, 0), '{}'
  from generate_series(1, 20000) n;
  insert into notifications (notifier, dedupe_key, thread, rank, message, state, created_at, not_before, finished_at)
  select 'chat', 'key ' || n, 'incident-' || n / 10, 0, '{}', 'sent', now(), now(), now() from generate_series(1, 20000) n;
  insert into incidents (id, version, state, severity, title, onset_at, opened_at, resolved_at, facts)
  select n, 1, case when n > 4995 then 'OPEN' else 'RESOLVED' end, 'P3', 't', now() - (5000 - n) * interval '1 hour',
    now() - (5000 - n) * interval '1 hour', case when n <= 4995 then now() - (5000 - n) * interval '1 hour' end, '{}'
  from generate_series(1, 5000) n;
  insert into incident_alerts (incident, alert_key, is_current, alert, instance, active_at, firings)
  select n, 'a' || n, n > 4995, 'a', '{"alert":"a","activeAt":1}', now(), 1 from generate_series(1, 5000) n;
  insert into dismissals (app, repository_id, number, finding, dismissed_by, reason, dismissed_at)
  select 'main', n % 300, n, 'f', 'ann', '', now() from generate_series(1, 20000) n;
  insert into open_checks (app, repository_id, number, check_run, head)
  select 'main', n % 300, n, n, '' from generate_series(1, 20000) n;
  insert into security_events (kind, happened_at, detail)
  select 'bad-signature', now() - n * interval '1 minute', '{}' from generate_series(1, 20000) n;
  insert into process_runs (role, host, pid, version, config_hash, config_digests, started_at, last_seen_at, ended_at, ending)
  select 'worker', 'host ' || n % 50, n, '1.' || n / 500, 'a', '{}', now() - n * interval '5 minutes',
    now() - n * interval '5 minutes', case when n > 20 then now() - n * interval '4 minutes' end,
    case when n > 20 then 'clean' end
  from generate_series(1, 20000) n;
  insert into model_calls (app, installation, repository_id, repository, number, work, role, purpose, model, reserved_at,
    settled_at, tokens, micro_dollars, outcome)
  select 'main', n % 50, n % 300, 'o/r' || n % 300, n % 2000, 'review/a', 'coder', 'propose', 'm/m',
    now() - n * interval '2 minutes', now(), 1000, 1000, 'answered' from generate_series(1, 40000) n;
  insert into agent_answers (kind, key, value, remembered_at, used_at)
  select 'turn', decode(md5(n::text) || md5('b' || n), 'hex'), '{}', now(), now() - n * interval '1 minute'
  from generate_series(1, 20000) n;
`

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createDatabase()
  client = new Client(database.config)
  await client.connect()
  await client.query(load)
  await client.query('vacuum analyze')
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

const pullRequest = aPullRequest(7)
const head = 'a'.repeat(40) as CommitSha
const finding = 'f' as FindingId
const entry = { pullRequest, finding, rule: 'a', kind: 'fixed', person: '', reason: null, at: 1 } as const
const calls: Readonly<Record<string, (store: Store, time: number) => Promise<unknown>>> = {
  'inbox.accept': ({ inbox }, time) => inbox.accept(aDelivery(`new ${time}`), aReview(time % 3)),
  'inbox.accept again': ({ inbox }) => inbox.accept(aDelivery('new 0'), aReview(0)),
  'inbox.accept behind an active one': async ({ inbox, jobs }, time) => {
    await begun(jobs, aReview(100 + time))
    await inbox.accept(aDelivery(`behind ${time}`), aReview(100 + time, { cancelsActive: 'superseded' }))
  },
  'inbox.find': ({ inbox }) => inbox.find(app, 'guid 500' as DeliveryGuid),
  'inbox.known': ({ inbox }) => inbox.known(app, ['guid 1', 'guid 2', 'nothing'] as DeliveryGuid[]),
  'inbox.removeProbes': ({ inbox }) => inbox.removeProbes(),
  'jobs.deliveriesOf': ({ jobs }) => jobs.deliveriesOf(jobId('17'), 5),
  'inbox.list': ({ inbox }) => inbox.list(50),
  'jobs.claim and finish': async ({ jobs }, time) => jobs.finish(await begun(jobs, aReview(200 + time)), ''),
  'jobs.claim and park': async ({ jobs }, time) => jobs.park(await begun(jobs, aReview(300 + time)), 1, ''),
  'jobs.fail and retry': async ({ jobs }, time) => {
    const lease = await begun(jobs, aReview(400 + time))
    await jobs.fail(lease, { reason: '', retryAt: 1, attemptsMax: 1 })
    await jobs.retryDead([lease.job])
  },
  'jobs.hand back to a follower': async ({ jobs }, time) => {
    const lease = await begun(jobs, aReview(500 + time))
    await jobs.add(aReview(500 + time))
    await jobs.handBack(lease)
  },
  'jobs.hold and release': async ({ jobs }, time) => {
    const lease = await begun(jobs, aReview(700 + time))
    await jobs.hold(lease, Date.now() + longMs, '', 'lane/pushed')
    await jobs.release(['lane/pushed'], 100)
    await jobs.release([], 100)
  },
  'jobs.renew': async ({ jobs }, time) => jobs.renew([await begun(jobs, aReview(600 + time))], longMs),
  'jobs.recoverExpired': ({ jobs }) => jobs.recoverExpired(),
  'jobs.retryDead': ({ jobs }) => jobs.retryDead(null),
  'jobs.cancelInstallation': ({ jobs }) => jobs.cancelInstallation(app, 49 as typeof installation),
  'jobs.listQueueable': ({ jobs }, time) => jobs.listQueueable(jobId(String(5_000 + time)), 100),
  'jobs.counts': ({ jobs }) => jobs.counts(),
  'jobs.find': ({ jobs }) => jobs.find(jobId('17')),
  'jobs.findUnfinished': ({ jobs }) => jobs.findUnfinished('review/main/40#1'),
  'jobs.list': ({ jobs }) => jobs.list(['dead', 'done', 'parked'], 20),
  'reviews.last': ({ reviews }) => reviews.last(pullRequest),
  'reviews.record': ({ reviews }, time) =>
    reviews.record(aPullRequest(50_000 + time), {
      head,
      base: head,
      result: 'published',
      note: '',
      conclusion: '',
      report: null,
      finishedAt: 1,
      latencySeconds: 1,
    }),
  'reviews of a repository': async ({ reviews }) => {
    await reviews.reviewedHeads(repository)
    await reviews.waitingForConfig(repository)
  },
  'reviews.checks': async ({ reviews }) => {
    await reviews.checkOpened(pullRequest, { checkRun: 1, head })
    await reviews.openChecks(pullRequest)
    await reviews.checkClosed(pullRequest, 1)
  },
  'reviews.dismissals': async ({ reviews }) => {
    await reviews.dismiss(pullRequest, { finding, by: 'ann', reason: '', at: 1 })
    await reviews.dismissals(pullRequest)
  },
  feedback: async ({ feedback }) => {
    await feedback.record([entry])
    await feedback.tally(repository)
    await feedback.demote(repository, { rule: 'a', reason: '', at: 1 })
    await feedback.restore(repository, 'a')
  },
  runs: async ({ runs }, time) => {
    const run = await runs.begin({
      role: 'worker',
      host: 'host 7',
      pid: time,
      version: '2',
      configHash: 'b',
      configDigests: {},
      startedAt: Date.now(),
    })
    await runs.pulse(run.id, { at: Date.now(), memoryShare: 0, groupOomKills: 0 })
    await runs.add(run.id, { restarts: 1, oomKills: 0 })
    await runs.unended()
    await runs.changesSince(Date.now() - 3_600_000)
    await runs.list(20)
    await runs.end(run.id, Date.now(), 'clean')
  },
  'notifications.firstSent': ({ notifications }) => notifications.firstSent(['incident-7', 'new'], ['chat']),
  journal: async ({ journal }) => {
    const actor = { name: 'ann', role: 'admin', via: 'cli' } as const
    await journal.append({ at: 1, actor, action: 'a', subject: 's', incident: 7, detail: {} })
    await journal.ofIncident(7, 100)
    await journal.list(null, 50)
    await journal.list(500, 50)
    await journal.ofPeople(Date.now() - 3_600_000, 20)
    await journal.read(19_000, 500)
  },
  incidents: async ({ incidents }) => {
    const { incidents: open } = await incidents.current(Date.now() - 1_800_000)
    const incident = open.at(-1)
    if (incident === undefined) throw new Error('no incident is open')
    await incidents.save({
      incident: { ...incident, version: incident.version + 1 },
      entries: [],
      messages: [],
    })
    await incidents.find(3)
    await incidents.list(null, null, 50)
    await incidents.times(Date.now() - 90 * 86_400_000)
  },
  'what models cost': async ({ modelLedger }, time) => {
    const at = Date.now()
    const scopes = ['work', 'repository', 'installation', 'day'] as const
    const limits = scopes.map((scope) => ({ scope, tokensMax: 10 ** 12, microDollarsMax: 10 ** 12 }))
    const reservation = await modelLedger.reserve(aPlan({ at }), limits)
    if (reservation.kind === 'refused') throw new Error('nothing was spent yet')
    const usage = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }
    const settled = { usage, microDollars: 1, isEstimated: false, durationMs: 1, at }
    await modelLedger.settle(reservation.id, { ...settled, outcome: time === 0 ? 'not-made' : 'answered' })
    await modelLedger.reserve(aPlan({ at }), [{ scope: 'day', tokensMax: 1, microDollarsMax: null }])
    await modelLedger.usedInDay(at)
    await modelLedger.spent({ from: at - 86_400_000, to: at, by: 'model', repository: null, limit: 10 })
    await modelLedger.spentOn(aPlan().payer)
    await modelLedger.underWay({ from: at - 86_400_000, to: at, repository: null })
    await modelLedger.giveUp({ work: aPlan().payer }, at)
    await modelLedger.giveUp({ reservedBefore: at }, at)
    await modelLedger.forgetBefore(at - 50 * 86_400_000)
  },
  'answers of models': async ({ agentMemory }, time) => {
    const keys = Array.from({ length: 4 }, (_, n) => String(time * 4 + n).padStart(64, '0') as AnswerKey)
    for (const key of keys) await agentMemory.remember('turn', key, {}, Date.now())
    await agentMemory.recall('turn', keys, Date.now())
    await agentMemory.forgetUnusedSince(Date.now() - 12 * 86_400_000)
  },
  security: async ({ security }) => {
    await security.record({ kind: 'unknown-app', app: null, at: Date.now(), detail: {} })
    await security.list(Date.now() - longMs, 50)
  },
}

test.each(Object.keys(calls))('%s reads no big table from end to end', async (name) => {
  const before = await scans()
  // Seven times, because a prepared statement may be planned anew until the sixth.
  const store = await openStore({ connection: database.config, log: silentLog, poolMax: 1 })
  for (let time = 0; time < 7; time += 1) await calls[name]?.(store, time)
  await store.close()
  // A connection tells its counts when it ends.
  await eventually(async () => (await connections()) === 0)
  expect(await scans()).toEqual(before)
})

test('a table that just came to be is read by its indexes too', async () => {
  const fresh = await createDatabase()
  const observer = new Client(fresh.config)
  await observer.connect()
  const store = await openStore({ connection: fresh.config, log: silentLog, poolMax: 1 })
  for (let n = 0; n < 300; n += 1) await store.inbox.accept(aDelivery(`${n}`), aReview(n))
  const lease = await begun(store.jobs, aReview(3))
  await store.jobs.finish(lease, '')
  await store.close()
  await eventually(async () => (await connections(observer)) === 0)
  expect(
    (await scans(observer)).filter(({ relname }) => relname === 'jobs' || relname === 'deliveries'),
  ).toEqual(
    (await scans(client)).flatMap(({ relname }) =>
      relname === 'jobs' || relname === 'deliveries' ? [{ relname, seq_scan: expect.any(String) }] : [],
    ),
  )
  await observer.end()
  await fresh.drop()
})

async function scans(through = client): Promise<readonly { relname: string; seq_scan: string }[]> {
  const { rows } = await through.query(
    'select relname, seq_scan from pg_stat_user_tables where relname = any ($1) order by relname',
    [bigTables],
  )
  return rows
}

async function connections(through = client): Promise<number> {
  const { rows } = await through.query(
    "select from pg_stat_activity where application_name = 'autogen-bot' and datname = current_database()",
  )
  return rows.length
}
