/** Reconcilers over the real store and the real queue; the host is a list on paper that remembers what it was asked. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { openPostgresQueue } from '../../adapters/queue-bullmq/postgres/open-postgres-queue.ts'
import type { DeliveryGuid, NewDelivery } from '../../domain/delivery/delivery.ts'
import type { NewJob } from '../../domain/job/job.ts'
import { jobKey } from '../../domain/job/job-key.ts'
import { fail, succeed } from '../../domain/outcome.ts'
import { type CommitSha, commitSha } from '../../domain/repository/commit-sha.ts'
import type { AppName, InstallationId, Repository, RepositoryId } from '../../domain/repository/repository.ts'
import { indicators } from '../../ops/indicators/indicators.ts'
import type { OpenPullRequest } from '../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { HostedDelivery } from '../../ports/code-host/hosted-delivery.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Queue, QueueEntry } from '../../ports/queue/queue.ts'
import type { Store } from '../../ports/store/store.ts'
import { createReconciler } from './reconciler.ts'
import { createRedeliverMissing } from './redeliver-missing.ts'
import { createRequeueRows } from './requeue-rows.ts'
import { createSweepHeads } from './sweep-heads.ts'

const app = 'main' as AppName
const minute = 60_000
const { signal } = new AbortController()

let database: TestDatabase
let store: Store
let now = 0
const clock = { now: () => now }

beforeAll(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog })
})
afterAll(async () => {
  await store?.close()
  await database?.drop()
})
beforeEach(() => {
  now = Date.now()
})

function repositoryOf(id: number, installation = 3): Repository {
  return {
    app,
    installation: installation as InstallationId,
    id: id as RepositoryId,
    owner: 'acme',
    name: `r${id}`,
  }
}

function review(repository: Repository, number: number): NewJob {
  const task = { kind: 'review', pullRequest: { repository, number }, mode: 'up-to-head' } as const
  const { installation } = repository
  return { key: jobKey(task), lane: 'pushed', installation, task, notBefore: null, cancelsActive: null }
}

function failure(kind: HostFailure['kind'], retryAt: number | null = null): HostFailure {
  return { kind, message: 'It failed.', remedy: 'Wait.', retryAt, mayHaveApplied: false, status: null }
}

describe('rows without a queue entry', () => {
  let queue: Queue
  beforeEach(() => {
    queue = openPostgresQueue({ connection: database.config, log: silentLog, name: `q${now}` })
  })
  afterEach(() => queue.close())

  async function addRows(from: number, to: number): Promise<readonly QueueEntry[]> {
    const entries: QueueEntry[] = []
    for (let number = from; number <= to; number += 1) {
      const { entry } = await store.jobs.add(review(repositoryOf(50), number))
      if (entry !== null) entries.push(entry)
    }
    return entries
  }

  test('get one again, page after page, and those that have one are left alone', async () => {
    const entries = await addRows(1, 25)
    await queue.add(entries.slice(0, 5))
    const reconcile = createRequeueRows({ jobs: store.jobs, queue, clock, pageMax: 10 })
    expect(await reconcile(signal)).toMatchObject({ ok: true, value: { recovered: 20, isComplete: true } })
    const has = await queue.has(entries.map(({ job }) => job))
    expect(has.ok && has.value.size).toBe(25)
    expect(await reconcile(signal)).toMatchObject({ value: { recovered: 0, examined: 0, isComplete: true } })
  })

  test('a queue that lost its memory is filled again at once', async () => {
    const entries = await addRows(1, 25)
    const reconcile = createRequeueRows({ jobs: store.jobs, queue, clock })
    await reconcile(signal)
    await queue.remove(entries.map(({ job }) => job))
    expect(await reconcile(signal)).toMatchObject({ value: { recovered: 25 } })
  })

  test('a stale entry beside a missing one is seen by the thorough look', async () => {
    const entries = await addRows(1, 25)
    const reconcile = createRequeueRows({ jobs: store.jobs, queue, clock })
    await reconcile(signal)
    const [lost] = entries as [QueueEntry]
    await queue.remove([lost.job])
    await queue.add([{ ...lost, job: '999999' as never }])
    expect(await reconcile(signal)).toMatchObject({ value: { recovered: 0 } })
    now += minute
    expect(await reconcile(signal)).toMatchObject({ value: { recovered: 1 } })
  })

  test('a bound is met, and the next run goes on behind it', async () => {
    await addRows(1, 25)
    const reconcile = createRequeueRows({ jobs: store.jobs, queue, clock, pageMax: 10, pagesMax: 1 })
    const runs = [await reconcile(signal), await reconcile(signal), await reconcile(signal)]
    expect(runs.map((run) => run.ok && run.value)).toEqual([
      { examined: 10, recovered: 10, isComplete: false },
      { examined: 10, recovered: 10, isComplete: false },
      { examined: 5, recovered: 5, isComplete: true },
    ])
  })

  test('what is active under a dead lease waits again', async () => {
    const [entry] = (await addRows(99, 99)) as [QueueEntry]
    const reconcile = createRequeueRows({ jobs: store.jobs, queue, clock })
    await reconcile(signal)
    expect(await store.jobs.claim(entry.job, 'dead worker', 1)).toMatchObject({ kind: 'claimed' })
    let back = await reconcile(signal)
    for (let tries = 0; tries < 50 && back.ok && back.value.recovered === 0; tries += 1)
      back = await reconcile(signal)
    expect(back).toMatchObject({ value: { recovered: 1 } })
    expect(await store.jobs.find(entry.job)).toMatchObject({ state: 'waiting' })
  })
})

describe('deliveries that the host sent and we do not have', () => {
  let serial = 0

  /** Newest first, as the host lists them. */
  function hostWith(deliveries: HostedDelivery[], pageSize = 100) {
    const asked: string[] = []
    const pages: (string | null)[] = []
    const state: { failure: HostFailure | null; refuses: Set<string> } = { failure: null, refuses: new Set() }
    return {
      app: `app${now}${serial}` as AppName,
      asked,
      pages,
      state,
      deliveries: {
        list: async (cursor: string | null) => {
          pages.push(cursor)
          if (state.failure !== null) return fail(state.failure)
          const from = Number(cursor ?? 0)
          const next = from + pageSize < deliveries.length ? String(from + pageSize) : null
          return succeed({ deliveries: deliveries.slice(from, from + pageSize), next })
        },
        redeliver: async (id: string) => {
          if (state.refuses.has(id)) return fail(failure('not-found'))
          asked.push(id)
          return succeed(undefined)
        },
      },
    }
  }

  function hosted(agoMs: number, statusCode = 502): HostedDelivery {
    serial += 1
    const guid = `guid-${now}-${serial}` as DeliveryGuid
    return {
      id: String(serial),
      guid,
      event: 'push',
      action: null,
      deliveredAt: now - agoMs,
      isRedelivery: false,
      statusCode,
    }
  }

  async function arrive(of: AppName, { guid }: HostedDelivery): Promise<void> {
    const delivery: NewDelivery = {
      app: of,
      guid,
      event: 'push',
      action: null,
      installation: null,
      repositoryId: null,
      repository: null,
      pullNumber: null,
      bodyHash: 'a'.repeat(64),
      payload: '{}',
      receivedAt: now,
      ignoredBecause: 'for the test',
    }
    expect(await store.inbox.accept(delivery, null)).toMatchObject({ ok: true })
  }

  function reconcilerOf(...hosts: ReturnType<typeof hostWith>[]) {
    const { inbox, settings } = store
    return (parts = {}) => createRedeliverMissing({ hosts, inbox, settings, clock, ...parts })(signal)
  }

  test('are asked for once, oldest first, and count when they have arrived', async () => {
    const list = [hosted(2 * minute), hosted(3 * minute, 202), hosted(4 * minute), hosted(4 * 86_400_000)]
    const host = hostWith(list)
    await arrive(host.app, list[1] as HostedDelivery)
    const run = reconcilerOf(host)
    expect(await run()).toMatchObject({ ok: true, value: { examined: 3, recovered: 0, isComplete: true } })
    expect(host.asked).toEqual([list[2]?.id, list[0]?.id])
    await arrive(host.app, list[0] as HostedDelivery)
    now += 30_000
    expect(await run()).toMatchObject({ value: { recovered: 1 } })
    expect(host.asked).toHaveLength(2)
  })

  test('that we answered with an error but have are not asked for; those answered 202 but lost are', async () => {
    const list = [hosted(2 * minute, 504), hosted(3 * minute, 202)]
    const host = hostWith(list)
    await arrive(host.app, list[0] as HostedDelivery)
    await reconcilerOf(host)()
    expect(host.asked).toEqual([list[1]?.id])
  })

  test('that do not arrive are asked for again, later each time, and not for ever', async () => {
    const host = hostWith([hosted(2 * minute)])
    const run = reconcilerOf(host)
    const asks: number[] = []
    for (let passed = 0; passed <= 600; passed += 1) {
      await run()
      if (host.asked.length > asks.length) asks.push(passed)
      now += minute
    }
    expect(asks).toEqual([0, 1, 5, 21, 85])
  })

  test('the list is read back to the mark with an overlap, not to its end', async () => {
    const list = Array.from({ length: 30 }, (_, at) => hosted((at + 1) * minute))
    const host = hostWith(list, 5)
    const run = reconcilerOf(host)
    await run()
    expect(host.pages).toHaveLength(6)
    host.pages.length = 0
    await run()
    expect(host.pages.length).toBeLessThanOrEqual(3)
  })

  test('a long list is read over several runs, and the mark moves when its end is reached', async () => {
    const list = Array.from({ length: 30 }, (_, at) => hosted((at + 1) * minute))
    const host = hostWith(list, 5)
    const run = reconcilerOf(host)
    expect(await run({ pagesMax: 4 })).toMatchObject({ value: { examined: 20, isComplete: false } })
    expect(await run({ pagesMax: 4 })).toMatchObject({ value: { examined: 10, isComplete: true } })
    expect(host.pages).toEqual([null, '5', '10', '15', '20', '25'])
    expect(new Set(host.asked).size).toBe(30)
  })

  test('one that the host has no longer does not stop the others', async () => {
    const list = [hosted(2 * minute), hosted(3 * minute)]
    const host = hostWith(list)
    host.state.refuses.add(list[1]?.id ?? '')
    const run = reconcilerOf(host)
    await run()
    await run()
    expect(host.asked).toEqual([list[0]?.id])
  })

  test('a host that limits says until when, and the list goes on where it stopped', async () => {
    const host = hostWith([hosted(2 * minute)])
    const healthy = hostWith([hosted(2 * minute)])
    host.state.failure = failure('primary-limit', now + 5 * minute)
    expect(await reconcilerOf(host)()).toMatchObject({ ok: false, failure: { retryAt: now + 5 * minute } })
    // Another App's list is read all the same.
    const both = await reconcilerOf(host, { ...healthy, app: `${healthy.app}b` as AppName })()
    expect(both).toMatchObject({ ok: false, failure: { retryAt: null } })
    expect(healthy.asked).toHaveLength(1)
    host.state.failure = null
    expect(await reconcilerOf(host)()).toMatchObject({ ok: true })
    expect(host.asked).toHaveLength(1)
  })

  test('what stands in the settings may be anything', async () => {
    const host = hostWith([hosted(2 * minute)])
    await store.settings.write(`reconcile/deliveries/${host.app}`, { mark: 'yesterday' })
    expect(await reconcilerOf(host)()).toMatchObject({ ok: true })
    expect(host.asked).toHaveLength(1)
  })
})

describe('open pull requests whose head was not reviewed', () => {
  const head = commitSha('a'.repeat(40)) as CommitSha
  const next = commitSha('b'.repeat(40)) as CommitSha
  let base = 1_000

  function world(pulls: Readonly<Record<number, readonly OpenPullRequest[]>>) {
    const read: number[] = []
    const failures = new Map<number, HostFailure>()
    base += 100
    const at = (id: number) => repositoryOf(base + id, id < 10 ? 3 : 4)
    const host = {
      app: `heads${base}` as AppName,
      installations: {
        list: async () => succeed([3, 4].map((id) => ({ ...installation, id: id as InstallationId }))),
        read: async () => fail(failure('not-found')),
        repositories: async (of: InstallationId) =>
          succeed(
            Object.keys(pulls)
              .map((id) => at(Number(id)))
              .filter((one) => one.installation === of),
          ),
      },
      pulls: {
        read: async () => fail(failure('not-found')),
        listOpen: async (repository: Repository) => {
          const id = repository.id - base
          read.push(id)
          const broken = failures.get(id)
          return broken === undefined ? succeed(pulls[id] ?? []) : fail(broken)
        },
      },
    }
    const queued: QueueEntry[] = []
    const enqueue = (entries: readonly QueueEntry[]) => queued.push(...entries)
    const run = (parts = {}) => createSweepHeads({ hosts: [host], store, enqueue, clock, ...parts })(signal)
    const reviewed = (id: number, number: number, at: CommitSha) =>
      store.reviews.record(
        { repository: repositoryOf(base + id, id < 10 ? 3 : 4), number },
        {
          head: at,
          base: head,
          result: 'published',
          note: '',
          conclusion: 'success',
          report: null,
          finishedAt: now,
          latencySeconds: null,
        },
      )
    return { read, failures, queued, run, reviewed }
  }

  const installation = { account: 'acme', isSuspended: false, permissions: {}, events: [] }
  const open = (number: number, isDraft = false): OpenPullRequest => ({ number, head, isDraft })

  test('are reviewed; drafts and those that were are not', async () => {
    const { run, reviewed, queued } = world({ 1: [open(1), open(2), open(3, true), open(4)] })
    await reviewed(1, 1, head)
    await reviewed(1, 2, next)
    expect(await run()).toMatchObject({ ok: true, value: { examined: 4, recovered: 2, isComplete: true } })
    expect(queued.map(({ lane }) => lane)).toEqual(['sweep', 'sweep'])
    expect(await run()).toMatchObject({ value: { recovered: 0 } })
  })

  test('the run stops at its bound, and the next one goes on behind it', async () => {
    const { run, read } = world({ 1: [], 2: [], 3: [], 11: [], 12: [] })
    expect(await run({ repositoriesMax: 2 })).toMatchObject({ value: { isComplete: false } })
    expect(await run({ repositoriesMax: 2 })).toMatchObject({ value: { isComplete: false } })
    expect(await run({ repositoriesMax: 2 })).toMatchObject({ value: { isComplete: true } })
    expect(read).toEqual([1, 2, 3, 11, 12])
    await run({ repositoriesMax: 2 })
    expect(read).toEqual([1, 2, 3, 11, 12, 1, 2])
  })

  test('an installation that is limited is passed over, a repository out of sight too, an outage ends the run', async () => {
    const { run, read, failures } = world({ 1: [], 2: [], 11: [], 12: [open(1)], 13: [] })
    failures.set(1, failure('primary-limit', now + minute))
    failures.set(11, failure('not-found'))
    expect(await run()).toMatchObject({ ok: false, failure: { kind: 'primary-limit', recovered: 1 } })
    expect(read).toEqual([1, 11, 12, 13])
    read.length = 0
    failures.set(12, failure('unavailable'))
    expect(await run()).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
    failures.clear()
    await run()
    expect(read).toEqual([1, 11, 12, 12, 13])
  })
})

test('what a reconciler does is measured, and nothing is tried before its time', async () => {
  const meter = createPrometheusMeter(indicators)
  let runs = 0
  let isLimited = true
  const { run } = createReconciler({
    name: 'heads',
    reconcile: async () => {
      runs += 1
      return isLimited
        ? fail({
            kind: 'primary-limit',
            message: 'Limited.',
            remedy: 'Wait.',
            retryAt: now + minute,
            recovered: 2,
          })
        : succeed({ examined: 9, recovered: 3, isComplete: true })
    },
    clock,
    log: silentLog,
    meter,
  })
  await run(signal)
  await run(signal)
  expect(runs).toBe(1)
  isLimited = false
  now += minute
  await run(signal)
  const { text } = await meter.render()
  expect(text).toContain('autogen_reconciler_recovered_total{reconciler="heads"} 5')
  expect(text).toContain(
    `autogen_reconciler_last_success_timestamp_seconds{reconciler="heads"} ${now / 1_000}`,
  )
})
