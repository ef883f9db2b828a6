/** Upkeep is done once, by one, and leaves a report; a process that is asked for its memory answers in its row. */
import { expect, test } from 'vitest'
import type { NewMaintenanceReport } from '../maintenance.ts'
import type { StoreWorld } from './samples.ts'

const minuteMs = 60_000
const start = Date.parse('2026-11-23T06:00:00Z')

function report(more: Partial<NewMaintenanceReport> = {}): NewMaintenanceReport {
  return {
    askedBy: 'the calendar',
    dueAt: start,
    endedAt: start + 1_000,
    result: 'done',
    verdict: 'good',
    markdown: '# All is well\n',
    report: { sections: [] },
    retryAt: null,
    ...more,
  }
}

export function maintenanceStories(world: () => StoreWorld): void {
  test('of several that begin a task one runs it, and its report is kept with it', async () => {
    const { store } = world()
    const another = (await world().another()).maintenance
    await store.maintenance.introduce(['daily', 'weekly'], start - minuteMs)
    await another.introduce(['daily'], start)
    const wanted = { task: 'daily', countsFrom: start - minuteMs, at: start, leaseMs: minuteMs }
    const runs = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        (n % 2 === 0 ? store.maintenance : another).begin({ ...wanted, holder: `p${n}` }),
      ),
    )
    const run = runs.find((one) => one !== null)
    if (run === undefined || run === null) throw new Error('nobody runs it')
    expect(runs.filter((one) => one !== null)).toHaveLength(1)
    expect(await store.maintenance.end(run, report())).toBe(1)
    expect(await another.tasks()).toMatchObject([
      {
        task: 'daily',
        countsFrom: start,
        knownSince: start - minuteMs,
        lastSuccessAt: start + 1_000,
        holder: null,
      },
      { task: 'weekly', lastSuccessAt: null },
    ])
    const { retryAt: _, ...kept } = report()
    expect(await another.reports('daily', 10)).toEqual([{ ...kept, id: 1, task: 'daily', startedAt: start }])
    expect(await another.begin({ ...wanted, holder: 'late' })).toBeNull()
  })

  test('a run whose lease ran out writes nothing; one that failed is due still', async () => {
    const { maintenance } = world().store
    await maintenance.introduce(['daily'], start)
    const wanted = { task: 'daily', countsFrom: start, leaseMs: minuteMs }
    const lost = await maintenance.begin({ ...wanted, holder: 'dies', at: start })
    expect(await maintenance.begin({ ...wanted, holder: 'other', at: start + 1 })).toBeNull()
    const next = await maintenance.begin({ ...wanted, holder: 'other', at: start + minuteMs })
    if (lost === null || next === null) throw new Error('nobody runs it')
    expect(await maintenance.end(lost, report())).toBeNull()
    const failed = report({ result: 'failed', verdict: 'unknown', retryAt: start + 5 * minuteMs })
    expect(await maintenance.end(next, failed)).not.toBeNull()
    expect(await maintenance.end(next, failed)).toBeNull()
    expect(await maintenance.tasks()).toMatchObject([
      {
        countsFrom: start,
        lastSuccessAt: null,
        lastFailureAt: start + 1_000,
        retryAt: start + 5 * minuteMs,
      },
    ])
    expect(await maintenance.forgetBefore(start + minuteMs)).toBe(0)
    expect(await maintenance.forgetBefore(start + minuteMs + 1)).toBe(1)
    expect(await maintenance.reports(null, 10)).toEqual([])
  })

  test('a process that is asked for its memory answers, and is asked once', async () => {
    const { processMemory: ours } = world().store
    const theirs = (await world().another()).processMemory
    await theirs.report({ instance: 'a/1', role: 'worker', at: start, report: { rss: 1 } })
    expect(await theirs.wishes('a/1')).toEqual({ report: false, snapshot: false })
    expect(await theirs.wishes('b/2')).toEqual({ report: false, snapshot: false })
    await ours.wantReports(start + 10)
    const wish = { instance: 'a/1', at: start + 10, by: 'alice', aliveSince: start }
    expect(await ours.wantSnapshot({ ...wish, instance: 'b/2' })).toBe(false)
    expect(await ours.wantSnapshot({ ...wish, aliveSince: start + 1 })).toBe(false)
    expect(await ours.wantSnapshot(wish)).toBe(true)
    expect(await theirs.wishes('a/1')).toEqual({ report: true, snapshot: true })
    await theirs.beginSnapshot('a/1', start + 15)
    await theirs.report({ instance: 'a/1', role: 'worker', at: start + 20, report: { rss: 2 } })
    expect(await theirs.wishes('a/1')).toEqual({ report: false, snapshot: false })
    const result = { kind: 'written', path: '/data/heap/x.heapsnapshot', bytes: 7 } as const
    await theirs.endSnapshot('a/1', start + 30, result)
    expect(await ours.list(start)).toEqual([
      {
        instance: 'a/1',
        role: 'worker',
        reportedAt: start + 20,
        report: { rss: 2 },
        snapshot: {
          wantedAt: start + 10,
          wantedBy: 'alice',
          begunAt: start + 15,
          endedAt: start + 30,
          result,
        },
      },
    ])
    expect(await ours.list(start + 21)).toEqual([])
    expect(await ours.forgetBefore(start + 21)).toBe(1)
  })
}
