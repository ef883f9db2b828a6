/** The life of a job row. */
import { expect, test } from 'vitest'
import { type JobId, jobId } from '../../../domain/job/job-id.ts'
import type { InstallationId } from '../../../domain/repository/repository.ts'
import {
  accepted,
  aDelivery,
  app,
  aReview,
  begun,
  claimed,
  eventually,
  installation,
  longMs,
  type StoreWorld,
  stateOf,
} from './samples.ts'

const soon = () => Date.now() + longMs

export function jobsStories(world: () => StoreWorld): void {
  test('a job is claimed once, by one of twenty', async () => {
    const { jobs } = world().store
    const { id } = await jobs.add(aReview(7))
    const claims = await Promise.all(Array.from({ length: 20 }, (_, n) => jobs.claim(id, `w${n}`, longMs)))
    const kinds = claims.map(({ kind }) => kind).sort()
    expect(kinds).toEqual(['claimed', ...Array<string>(19).fill('held')])
    expect(await jobs.find(id)).toMatchObject({ state: 'active', attempts: 1 })
  })

  test('what is unfinished under a key: what runs, else what waits', async () => {
    const { jobs } = world().store
    const { key } = aReview(7)
    expect(await jobs.findUnfinished(key)).toBeNull()
    const first = await begun(jobs, aReview(7))
    const second = await jobs.add(aReview(7))
    expect(await jobs.findUnfinished(key)).toMatchObject({ id: first.job, state: 'active' })
    await jobs.finish(first, 'Done.')
    expect(await jobs.findUnfinished(key)).toMatchObject({ id: second.id, state: 'waiting' })
  })

  test('what is over or unknown is of no use to claim', async () => {
    const { jobs } = world().store
    const lease = await begun(jobs, aReview(7))
    await jobs.finish(lease, 'Done.')
    expect(await jobs.claim(lease.job, 'w', longMs)).toEqual({ kind: 'over' })
    expect(await jobs.claim(jobId('9223372036854775807'), 'w', longMs)).toEqual({ kind: 'over' })
    expect(await jobs.find(jobId('9223372036854775807'))).toBeNull()
  })

  test('a second job of the key waits behind the first, and is due when that ends', async () => {
    const { jobs } = world().store
    const first = await begun(jobs, aReview(7))
    const second = await jobs.add(aReview(7, { lane: 'opened' }))
    expect(second.entry).toBeNull()
    expect(await jobs.claim(second.id, 'w', longMs)).toEqual({ kind: 'behind-another' })
    expect(await jobs.listQueueable(null, 10)).toEqual([])
    const ended = await jobs.finish(first, 'Done.')
    expect(ended).toEqual({
      isHeld: true,
      next: { job: second.id, lane: 'opened', installation: 'main/11', notBefore: null },
    })
    expect(await jobs.listQueueable(null, 10)).toEqual([ended.next])
    expect(await jobs.claim(second.id, 'w', longMs)).toMatchObject({ kind: 'claimed' })
  })

  test('an addition and the end of the job before it, at once: somebody gets the entry', async () => {
    const { jobs } = world().store
    for (let round = 0; round < 25; round += 1) {
      const first = await begun(jobs, aReview(round))
      const [ended, added] = await Promise.all([jobs.finish(first, 'Done.'), jobs.add(aReview(round))])
      expect([ended.next?.job, added.entry?.job]).toContain(added.id)
    }
  })

  test('a lease that ran out is lost to whoever claims, and late writes change nothing', async () => {
    const { jobs } = world().store
    const late = await begun(jobs, aReview(7), 1)
    await eventually(async () => (await jobs.claim(late.job, 'other', longMs)).kind === 'claimed')
    expect(await jobs.find(late.job)).toMatchObject({ state: 'active', attempts: 2 })
    const nothing = { isHeld: false, next: null }
    expect(await jobs.finish(late, 'Late.')).toEqual(nothing)
    expect(await jobs.park(late, soon(), 'Late.')).toEqual(nothing)
    expect(await jobs.handBack(late)).toEqual(nothing)
    expect(await jobs.cancel(late, 'closed')).toEqual(nothing)
    const failure = { reason: 'Late.', retryAt: 0, attemptsMax: 1 }
    expect(await jobs.fail(late, failure)).toMatchObject(nothing)
    expect(await jobs.renew([late], longMs)).toEqual([{ lease: late, isHeld: false, cancel: null }])
    expect(await stateOf(jobs, late)).toBe('active')
  })

  test('leases of several jobs are renewed together, and renewing keeps them', async () => {
    const { jobs } = world().store
    const leases = [await begun(jobs, aReview(1), 1), await begun(jobs, aReview(2), longMs)]
    const lost = { job: jobId('12345'), token: 1 as never }
    const states = await jobs.renew([...leases, lost], longMs)
    expect(states.map(({ isHeld }) => isHeld)).toEqual([true, true, false])
    expect(await jobs.recoverExpired()).toEqual([])
    expect(await jobs.renew([], longMs)).toEqual([])
  })

  test('parking does not count the try, and lasts until its time', async () => {
    const { jobs } = world().store
    const lease = await begun(jobs, aReview(7))
    const until = soon()
    expect(await jobs.park(lease, until, 'The limit is used up.')).toEqual({ isHeld: true, next: null })
    const parked = { state: 'parked', attempts: 0, notBefore: until, reason: 'The limit is used up.' }
    expect(await jobs.find(lease.job)).toMatchObject(parked)
    expect(await jobs.claim(lease.job, 'w', longMs)).toEqual({ kind: 'parked', until })
    expect(await jobs.listQueueable(null, 10)).toMatchObject([{ job: lease.job, notBefore: until }])
  })

  test('a push leaves a parked row where it is, a command brings it out', async () => {
    const { jobs } = world().store
    const lease = await begun(jobs, aReview(7))
    const until = soon()
    await jobs.park(lease, until, 'The limit is used up.')
    expect((await jobs.add(aReview(7))).entry).toMatchObject({ job: lease.job, notBefore: until })
    const command = await jobs.add(aReview(7, { lane: 'command' }))
    expect(command.entry).toMatchObject({ job: lease.job, lane: 'command', notBefore: null })
    expect(await jobs.find(lease.job)).toMatchObject({ state: 'waiting', reason: null })
  })

  test('a job that was asked for with a delay takes the earlier of two times', async () => {
    const { jobs } = world().store
    const late = soon()
    const { id, entry } = await jobs.add(aReview(7, { notBefore: late }))
    expect(entry?.notBefore).toBe(late)
    expect((await jobs.add(aReview(7, { notBefore: late + 5 }))).entry?.notBefore).toBe(late)
    expect((await jobs.add(aReview(7, { notBefore: late - 5 }))).entry?.notBefore).toBe(late - 5)
    expect((await jobs.add(aReview(7))).entry).toMatchObject({ job: id, notBefore: null })
    expect(await stateOf(jobs, { job: id })).toBe('waiting')
  })

  test('it fails until it is dead, and a person makes it wait again', async () => {
    const { jobs } = world().store
    const failure = { reason: 'It broke.', retryAt: 1, attemptsMax: 2 }
    const first = await begun(jobs, aReview(7))
    expect(await jobs.fail(first, failure)).toEqual({ isHeld: true, next: null, state: 'parked' })
    const { lease, job } = await claimed(jobs, first.job)
    expect(job.attempts).toBe(2)
    expect(await jobs.fail(lease, failure)).toEqual({ isHeld: true, next: null, state: 'dead' })
    expect(await jobs.find(lease.job)).toMatchObject({ state: 'dead', reason: 'It broke.' })
    expect(await jobs.retryDead([jobId('12345')])).toEqual([])
    expect(await jobs.retryDead(null)).toMatchObject([{ job: first.job }])
    expect(await jobs.find(lease.job)).toMatchObject({ state: 'waiting', attempts: 0, finishedAt: null })
  })

  test.each(['park', 'hand back', 'fail', 'lose the lease'] as const)(
    'to %s while another row waits: that one does the work of both',
    async (how) => {
      const { inbox, jobs } = world().store
      const [delivered] = [
        await accepted(inbox, aDelivery('one'), aReview(7, { lane: 'opened', mode: 'full' })),
      ]
      if (delivered?.kind !== 'stored' || delivered.entry === null) throw new Error('no entry')
      const { lease } = await claimed(jobs, delivered.entry.job, how === 'lose the lease' ? 1 : longMs)
      const follower = await jobs.add(aReview(7, { cancelsActive: 'superseded' }))
      const until = soon()
      let next: unknown = null
      if (how === 'park') next = (await jobs.park(lease, until, 'The limit.')).next
      if (how === 'hand back') next = (await jobs.handBack(lease)).next
      if (how === 'fail') {
        next = (await jobs.fail(lease, { reason: 'It broke.', retryAt: until, attemptsMax: 5 })).next
      }
      if (how === 'lose the lease') {
        await eventually(async () => {
          next = (await jobs.recoverExpired())[0] ?? null
          return next !== null
        })
      }
      const isParked = how === 'park'
      expect(next).toMatchObject({ job: follower.id, lane: 'opened', notBefore: isParked ? until : null })
      expect(await stateOf(jobs, lease)).toBe('cancelled')
      const tries = how === 'fail' || how === 'lose the lease' ? 1 : 0
      expect(await jobs.find(follower.id)).toMatchObject({ attempts: tries, task: { mode: 'full' } })
      expect((await inbox.list(1))[0]?.state).toBe('accepted')
      if (isParked) return
      const { lease: second } = await claimed(jobs, follower.id)
      await jobs.finish(second, 'Done.')
      expect((await inbox.list(1))[0]?.state).toBe('done')
    },
  )

  test('what was asked for in full and lost its point is done in full by what superseded it', async () => {
    const { jobs } = world().store
    const first = await jobs.add(aReview(7, { mode: 'full' }))
    const { lease } = await claimed(jobs, first.id)
    const follower = await jobs.add(aReview(7, { cancelsActive: 'superseded' }))
    await jobs.cancel(lease, 'superseded')
    expect(await jobs.find(follower.id)).toMatchObject({ state: 'waiting', task: { mode: 'full' } })
  })

  test('a job without a live worker is found again, with its tries counted', async () => {
    const { jobs } = world().store
    const lease = await begun(jobs, aReview(7), 1)
    await begun(jobs, aReview(8), longMs)
    let found: Awaited<ReturnType<typeof jobs.recoverExpired>> = []
    await eventually(async () => {
      found = await jobs.recoverExpired()
      return found.length > 0
    })
    expect(found).toMatchObject([{ job: lease.job, notBefore: null }])
    expect(await jobs.find(lease.job)).toMatchObject({ state: 'waiting', attempts: 1 })
  })

  test('an installation that is gone takes its jobs along, but for the task that found out', async () => {
    const { jobs } = world().store
    const active = await begun(jobs, aReview(1))
    const waiting = await jobs.add(aReview(2))
    const elsewhere = await jobs.add(aReview(3, { installation: 12 as InstallationId }))
    const task = { kind: 'installation', app, installation } as const
    const finder = await begun(jobs, aReview(4, { key: 'installation/main/11', task }))
    expect(await jobs.cancelInstallation(app, installation)).toBe(2)
    expect(await jobs.renew([active, finder], longMs)).toMatchObject([
      { cancel: 'uninstalled' },
      { cancel: null },
    ])
    expect(await jobs.find(waiting.id)).toMatchObject({ state: 'cancelled' })
    expect(await stateOf(jobs, { job: elsewhere.id })).toBe('waiting')
  })

  test('what should be queued is listed by pages', async () => {
    const { jobs } = world().store
    const ids: JobId[] = []
    for (let number = 0; number < 5; number += 1) {
      ids.push((await jobs.add(aReview(number, { notBefore: number % 2 === 0 ? null : soon() }))).id)
    }
    const first = await jobs.listQueueable(null, 3)
    const rest = await jobs.listQueueable(first.at(-1)?.job ?? null, 3)
    expect([...first, ...rest].map(({ job }) => job)).toEqual(ids)
  })

  test('counts by state and lane, and since when the oldest waits', async () => {
    const { jobs } = world().store
    expect(await jobs.counts()).toMatchObject({ oldestWaitingSince: null, byState: { waiting: 0, done: 0 } })
    const before = Date.now() - longMs
    await jobs.finish(await begun(jobs, aReview(1)), 'Done.')
    await begun(jobs, aReview(2))
    await jobs.add(aReview(3, { lane: 'command' }))
    await jobs.add(aReview(4, { notBefore: soon() }))
    const { byState, waitingByLane, oldestWaitingSince } = await jobs.counts()
    expect(byState).toEqual({ waiting: 1, parked: 1, active: 1, done: 1, dead: 0, cancelled: 0 })
    expect(waitingByLane).toEqual({ command: 1, opened: 0, pushed: 0, 're-review': 0, sweep: 0 })
    expect(oldestWaitingSince).toBeGreaterThan(before)
  })

  test('jobs by state, the newest first', async () => {
    const { jobs } = world().store
    const done = await begun(jobs, aReview(1))
    await jobs.finish(done, 'Done.')
    const waiting = await jobs.add(aReview(2))
    const listed = await jobs.list(['done', 'waiting', 'waiting'], 10)
    expect(listed.map(({ id }) => id)).toEqual([waiting.id, done.job])
    expect(await jobs.list(['done', 'waiting'], 1)).toHaveLength(1)
    expect(await jobs.list([], 10)).toEqual([])
  })
}
