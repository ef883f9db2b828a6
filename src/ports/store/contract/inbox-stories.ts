/** A delivery and its job: once, together, whatever comes at the same time. */
import { expect, test } from 'vitest'
import type { DeliveryGuid } from '../../../domain/delivery/delivery.ts'
import type { AppName } from '../../../domain/repository/repository.ts'
import { accepted, aDelivery, app, aReview, begun, claimed, longMs, type StoreWorld } from './samples.ts'

const guid = 'one' as DeliveryGuid

export function inboxStories(world: () => StoreWorld): void {
  test('a delivery comes with its job, and is done when the job is', async () => {
    const { inbox, jobs } = world().store
    const acceptance = await accepted(inbox, aDelivery('one'), aReview(7))
    expect(acceptance).toMatchObject({
      kind: 'stored',
      entry: { lane: 'pushed', installation: 'main/11', notBefore: null },
    })
    const delivery = await inbox.find(app, guid)
    expect(delivery).toEqual({
      app,
      guid,
      event: 'pull_request',
      action: 'synchronize',
      installation: 11,
      repositoryId: 21,
      repository: 'octo/hello',
      pullNumber: 7,
      bodyHash: 'ab'.repeat(32),
      receivedAt: Date.UTC(2026, 10, 23),
      state: 'accepted',
      reason: null,
      repeats: 0,
    })
    const [job] = await jobs.list(['waiting'], 10)
    const { lease } = await claimed(jobs, job?.id ?? ('0' as never))
    await jobs.finish(lease, 'Published.')
    expect(await inbox.find(app, guid)).toMatchObject({ state: 'done', reason: 'Published.' })
  })

  test('one that is to be ignored has no job', async () => {
    const { inbox, jobs } = world().store
    const delivery = aDelivery('one', { ignoredBecause: 'A draft.' })
    expect(await accepted(inbox, delivery, null)).toEqual({ kind: 'stored', entry: null })
    expect(await inbox.find(app, guid)).toMatchObject({ state: 'ignored', reason: 'A draft.' })
    expect(await jobs.list(['waiting'], 10)).toEqual([])
  })

  test('the same again is known; with another body it is a conflict, and neither writes a job', async () => {
    const { inbox, jobs } = world().store
    await accepted(inbox, aDelivery('one'), aReview(7))
    expect(await accepted(inbox, aDelivery('one'), aReview(7))).toEqual({ kind: 'known', state: 'accepted' })
    const forged = aDelivery('one', { bodyHash: 'cd'.repeat(32) })
    expect(await accepted(inbox, forged, aReview(8))).toEqual({ kind: 'conflict' })
    expect(await jobs.list(['waiting'], 10)).toHaveLength(1)
    expect(await inbox.find(app, guid)).toMatchObject({ repeats: 1, bodyHash: 'ab'.repeat(32) })
  })

  test('the same again begins a dead job again', async () => {
    const { inbox, jobs } = world().store
    const first = await accepted(inbox, aDelivery('one'), aReview(7))
    if (first.kind !== 'stored' || first.entry === null) throw new Error('no entry')
    const { lease } = await claimed(jobs, first.entry.job)
    await jobs.fail(lease, { reason: 'It broke.', retryAt: 0, attemptsMax: 1 })
    expect(await inbox.find(app, guid)).toMatchObject({ state: 'failed', reason: 'It broke.' })
    const again = await accepted(inbox, aDelivery('one'), aReview(7))
    expect(again).toEqual({ kind: 'revived', entry: first.entry })
    expect(await jobs.find(first.entry.job)).toMatchObject({ state: 'waiting', attempts: 0, reason: null })
    expect(await inbox.find(app, guid)).toMatchObject({ state: 'accepted' })
  })

  test('fifty pushes while one review runs come to one more review, and cancel the one that runs', async () => {
    const { inbox, jobs } = world().store
    const running = await begun(jobs, aReview(7))
    const push = aReview(7, { cancelsActive: 'superseded' })
    const pushes = Array.from({ length: 50 }, (_, n) => accepted(inbox, aDelivery(`push ${n}`), push))
    expect(new Set((await Promise.all(pushes)).map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ kind: 'stored', entry: null })]),
    )
    const waiting = await jobs.list(['waiting', 'parked'], 10)
    expect(waiting).toHaveLength(1)
    expect(await jobs.renew([running], longMs)).toEqual([
      { lease: running, isHeld: true, cancel: 'superseded' },
    ])
    const ended = await jobs.cancel(running, 'superseded')
    expect(ended).toMatchObject({ isHeld: true, next: { job: waiting[0]?.id } })
  })

  test('what waits takes the more urgent lane, the newer task, and stays to be done in full', async () => {
    const { inbox, jobs } = world().store
    const renamed = {
      ...aReview(7).task,
      pullRequest: { repository: { ...repositoryOf(7), name: 'new' }, number: 7 },
    }
    await accepted(inbox, aDelivery('one'), aReview(7, { lane: 'sweep', mode: 'full' }))
    await accepted(inbox, aDelivery('two'), aReview(7, { lane: 'opened', task: renamed as never }))
    await accepted(inbox, aDelivery('three'), aReview(7, { lane: 're-review', task: renamed as never }))
    expect(await jobs.list(['waiting'], 10)).toMatchObject([
      { lane: 'opened', task: { mode: 'full', pullRequest: { repository: { name: 'new' } } } },
    ])
  })

  test('twenty connections with the same delivery store it once', async () => {
    const stores = await Promise.all([world().another(), world().another()])
    const racing = Array.from({ length: 20 }, (_, n) =>
      accepted((stores[n % 2] as (typeof stores)[0]).inbox, aDelivery('one'), aReview(7)),
    )
    const kinds = (await Promise.all(racing)).map(({ kind }) => kind).sort()
    expect(kinds).toEqual([...Array<string>(19).fill('known'), 'stored'])
    const { inbox, jobs } = world().store
    expect(await jobs.list(['waiting', 'parked', 'active'], 10)).toHaveLength(1)
    expect(await inbox.find(app, guid)).toMatchObject({ repeats: 19 })
  })

  test('twenty connections with deliveries of one key make one job, and none of them is lost', async () => {
    const stores = await Promise.all([world().another(), world().another()])
    const racing = Array.from({ length: 20 }, (_, n) =>
      accepted((stores[n % 2] as (typeof stores)[0]).inbox, aDelivery(`${n}`), aReview(7)),
    )
    const entries = new Set(
      (await Promise.all(racing)).flatMap((one) =>
        'entry' in one && one.entry !== null ? [one.entry.job] : [],
      ),
    )
    const { inbox, jobs } = world().store
    expect(entries).toEqual(new Set((await jobs.list(['waiting'], 10)).map(({ id }) => id)))
    expect(entries.size).toBe(1)
    expect((await inbox.list(50)).map(({ state }) => state)).toEqual(Array(20).fill('accepted'))
  })

  test('while deliveries come in, workers take and finish: the last delivery is followed by a claim', async () => {
    const { inbox, jobs } = world().store
    let isOver = false
    let claims = 0
    const queued: string[] = []
    async function work(): Promise<void> {
      while (!isOver || queued.length > 0) {
        const id = queued.shift()
        const claim = id === undefined ? null : await jobs.claim(id as never, 'w', longMs)
        if (claim?.kind === 'claimed') {
          claims += 1
          const { next } = await jobs.finish(claim.lease, 'Done.')
          if (next !== null) queued.push(next.job)
        } else await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const workers = [work(), work(), work()]
    for (let round = 0; round < 30; round += 1) {
      const deliveries = Array.from({ length: 8 }, (_, n) =>
        accepted(inbox, aDelivery(`${round}/${n}`), aReview(n % 3, { cancelsActive: 'superseded' })),
      )
      for (const one of await Promise.all(deliveries)) {
        if ('entry' in one && one.entry !== null) queued.push(one.entry.job)
      }
    }
    isOver = true
    await Promise.all(workers)
    // A claim that found another row active gives its entry away; then the end of that one brings it back.
    expect(await jobs.list(['waiting', 'parked', 'active'], 10)).toEqual([])
    expect((await inbox.list(300)).every(({ state }) => state === 'done')).toBe(true)
    expect(claims).toBeGreaterThan(3)
  })

  test('which deliveries we have, by App, and the newest first', async () => {
    const { inbox } = world().store
    await accepted(inbox, aDelivery('one'), aReview(7))
    await accepted(inbox, aDelivery('two'), aReview(7))
    const guids = ['one', 'two', 'three'] as DeliveryGuid[]
    expect(await inbox.known(app, guids)).toEqual(new Set(['one', 'two']))
    expect(await inbox.known('other' as AppName, guids)).toEqual(new Set())
    expect((await inbox.list(1)).map((delivery) => delivery.guid)).toEqual(['two'])
    expect(await inbox.find('other' as AppName, guid)).toBeNull()
  })

  test('text that means something to a database goes in and comes out', async () => {
    const { inbox, jobs } = world().store
    const text = `'; drop table jobs; -- \\u0000 \u{d800} \u{1f4a3} {"a":1}`
    const comment = { kind: 'issue', id: 1, author: "o'x", text: `${text}\0`, inReplyTo: null } as const
    const task = { kind: 'answer', pullRequest: aReview(7).task, comment }
    const answer = aReview(7, {
      key: 'answer/1',
      lane: 'command',
      task: { ...task, pullRequest: pullRequestOf(7) } as never,
    })
    await accepted(inbox, aDelivery('one', { event: `a\0b`, payload: text.toWellFormed() }), answer)
    const [job] = await jobs.list(['waiting'], 1)
    expect(job?.task).toMatchObject({ comment: { author: "o'x", text: `${text}\0` } })
  })
}

function pullRequestOf(number: number) {
  const { task } = aReview(number)
  if (task.kind !== 'review') throw new Error('not a review')
  return task.pullRequest
}

function repositoryOf(number: number) {
  return pullRequestOf(number).repository
}
