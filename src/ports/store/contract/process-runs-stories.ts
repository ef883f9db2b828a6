/** Which processes ran, and how they ended. */
import { expect, test } from 'vitest'
import type { NewProcessRun } from '../process-runs.ts'
import type { StoreWorld } from './samples.ts'

const start = Date.UTC(2026, 10, 23)

function aRun(but: Partial<NewProcessRun> = {}): NewProcessRun {
  return {
    role: 'worker',
    host: 'one',
    pid: 7,
    version: '1.0.0',
    configHash: 'aaaa',
    configDigests: { 'worker.concurrency': '11111' },
    startedAt: start,
    ...but,
  }
}

export function processRunsStories(world: () => StoreWorld): void {
  test('a run is there until it ends, and ends once', async () => {
    const { runs } = world().store
    const run = await runs.begin(aRun())
    expect(run).toMatchObject({ pid: 7, lastSeenAt: start, endedAt: null, ending: null, restarts: 0 })
    await runs.pulse(run.id, { at: start + 5, memoryShare: 0.5, groupOomKills: 2 })
    expect(await runs.unended()).toMatchObject([
      { lastSeenAt: start + 5, memoryShare: 0.5, groupOomKills: 2 },
    ])
    const others = await Promise.all(
      [world().store, await world().another()].map((store) => store.runs.end(run.id, start + 9, 'killed')),
    )
    expect(others.sort()).toEqual([false, true])
    await runs.pulse(run.id, { at: start + 10, memoryShare: 1, groupOomKills: 2 })
    expect(await runs.unended()).toEqual([])
    expect(await runs.list(10)).toMatchObject([
      { endedAt: start + 9, ending: 'killed', lastSeenAt: start + 5 },
    ])
  })

  test('sums of a role on a host go on from run to run, whoever adds to them', async () => {
    const { runs } = world().store
    const first = await runs.begin(aRun())
    const beside = await runs.begin(aRun({ pid: 8 }))
    expect(await runs.add(first.id, { restarts: 2, oomKills: 1 })).toEqual({ restarts: 2, oomKills: 1 })
    expect(await runs.add(beside.id, { restarts: 1, oomKills: 0 })).toEqual({ restarts: 3, oomKills: 1 })
    expect(await runs.begin(aRun({ pid: 9, startedAt: start + 1 }))).toMatchObject({
      restarts: 3,
      oomKills: 1,
    })
    expect(await runs.begin(aRun({ host: 'two' }))).toMatchObject({ restarts: 0 })
    expect(await runs.begin(aRun({ role: 'web' }))).toMatchObject({ restarts: 0 })
  })

  test('a start with another version or configuration is a change, a start with the same is none', async () => {
    const { runs } = world().store
    const begin = (startedAt: number, but: Partial<NewProcessRun> = {}) =>
      runs.begin(aRun({ startedAt: start + startedAt, ...but }))
    await begin(0)
    await begin(10, { host: 'two' })
    await begin(20, { version: '1.1.0' })
    await begin(30, { version: '1.1.0', host: 'two' })
    const configDigests = { 'worker.concurrency': '22222', 'app.id': '33333' }
    await begin(40, { version: '1.1.0', configHash: 'bbbb', configDigests })
    const told = await runs.changesSince(start + 5)
    expect(told).toEqual([
      {
        at: start + 20,
        role: 'worker',
        host: 'one',
        version: '1.1.0',
        previousVersion: '1.0.0',
        changedSettings: [],
      },
      {
        at: start + 40,
        role: 'worker',
        host: 'one',
        version: '1.1.0',
        previousVersion: '1.1.0',
        changedSettings: ['app.id', 'worker.concurrency'],
      },
    ])
    expect(await runs.changesSince(start)).toMatchObject([{ previousVersion: null }, {}, {}])
  })

  test('old runs are forgotten, the newest of a host stays with its sums', async () => {
    const { runs } = world().store
    for (const pid of [1, 2, 3]) {
      const run = await runs.begin(aRun({ pid, startedAt: start + pid }))
      await runs.add(run.id, { restarts: 1, oomKills: 0 })
      await runs.end(run.id, start + pid, 'clean')
    }
    expect(await runs.forgetBefore(start + 3)).toBe(2)
    expect(await runs.forgetBefore(start + 100)).toBe(0)
    expect(await runs.list(10)).toMatchObject([{ pid: 3, restarts: 3 }])
  })

  test('a server tells of its archive only while it keeps one', async () => {
    expect(await world().store.server.archiver()).toBeNull()
  })
}
