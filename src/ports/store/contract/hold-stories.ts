/** Jobs that a switch holds: parked until it is taken back, and not a moment longer. */
import { expect, test } from 'vitest'
import { aReview, begun, claimed, longMs, type StoreWorld, stateOf } from './samples.ts'

const farMs = 3_600_000

export function holdStories(world: () => StoreWorld): void {
  test('what is held waits again when its switch is taken back, without losing a try', async () => {
    const { jobs } = world().store
    const until = Date.now() + farMs
    const swept = await begun(jobs, aReview(1, { lane: 'sweep' }))
    const pushed = await begun(jobs, aReview(2))
    await jobs.hold(swept, until, 'The lane is shed.', 'lane/sweep')
    await jobs.hold(pushed, until, 'The repository is paused.', 'repository/main/21')
    expect(await jobs.find(swept.job)).toMatchObject({
      state: 'parked',
      attempts: 0,
      reason: 'The lane is shed.',
    })
    expect(await jobs.release(['lane/sweep', 'repository/main/21'], 10)).toEqual([])
    expect(await jobs.release(['repository/main/21'], 10)).toMatchObject([
      { job: swept.job, lane: 'sweep', notBefore: null },
    ])
    expect(await stateOf(jobs, swept)).toBe('waiting')
    expect(await jobs.release([], 10)).toMatchObject([{ job: pushed.job }])
    expect(await jobs.release([], 10)).toEqual([])
  })

  test('what is parked for another reason is left alone, also after it was held once', async () => {
    const { jobs } = world().store
    const until = Date.now() + farMs
    const limited = await begun(jobs, aReview(1))
    await jobs.park(limited, until, 'A limit is met.')
    const held = await begun(jobs, aReview(2))
    await jobs.hold(held, until, 'The lane is shed.', 'lane/pushed')
    await jobs.release([], 10)
    const { lease } = await claimed(jobs, held.job, longMs)
    await jobs.fail(lease, { reason: 'It went wrong.', retryAt: until, attemptsMax: 5 })
    expect(await jobs.release([], 10)).toEqual([])
    expect([await stateOf(jobs, limited), await stateOf(jobs, held)]).toEqual(['parked', 'parked'])
  })

  test('a row that waited behind a held one is held in its place; a command is not', async () => {
    const { jobs } = world().store
    const until = Date.now() + farMs
    const first = await begun(jobs, aReview(1))
    const { id: follower } = await jobs.add(aReview(1))
    await jobs.hold(first, until, 'The lane is shed.', 'lane/pushed')
    expect(await stateOf(jobs, first)).toBe('cancelled')
    expect(await jobs.find(follower)).toMatchObject({ state: 'parked' })
    expect(await jobs.release([], 10)).toMatchObject([{ job: follower }])

    const second = await begun(jobs, aReview(2))
    const { id: command } = await jobs.add(aReview(2, { lane: 'command' }))
    const { next } = await jobs.hold(second, until, 'The lane is shed.', 'lane/pushed')
    expect(next).toMatchObject({ job: command, notBefore: null })
    expect(await jobs.release([], 10)).toEqual([])
  })

  test('a lease that was lost holds nothing, and what comes in pages comes whole', async () => {
    const { jobs } = world().store
    const until = Date.now() + farMs
    const lease = await begun(jobs, aReview(9))
    await jobs.finish(lease, 'Done.')
    expect(await jobs.hold(lease, until, 'Late.', 'lane/pushed')).toEqual({ isHeld: false, next: null })
    for (const number of [1, 2, 3]) {
      await jobs.hold(await begun(jobs, aReview(number)), until, 'Shed.', 'lane/pushed')
    }
    expect(await jobs.release([], 2)).toHaveLength(2)
    expect(await jobs.release([], 2)).toHaveLength(1)
  })
}
