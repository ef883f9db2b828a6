/** What was run is written down before it runs, and its end once. */
import { expect, test } from 'vitest'
import type { NewRunbookRun, RunbookResult } from '../runbook-runs.ts'
import type { StoreWorld } from './samples.ts'

const at = Date.UTC(2026, 10, 23, 3)
const run: NewRunbookRun = {
  page: 'queue-stuck',
  step: 'retry-jobs',
  kind: 'change',
  command: 'autogen-bot queue retry "$JOB"',
  parameters: { job: '7' },
  incident: 12,
  actor: { name: 'ada', role: 'responder', via: 'cli' },
  beganAt: at,
}
const result: RunbookResult = {
  durationMs: 812,
  exitCode: 0,
  verdict: 'as-expected',
  reason: null,
  output: '1 job waits again.\n',
  isOutputCut: false,
}

export function runbookRunsStories(world: () => StoreWorld): void {
  test('a run is there from its beginning, and finished once', async () => {
    const { runbookRuns } = world().store
    const id = await runbookRuns.begin(run)
    expect(await runbookRuns.find(id)).toEqual({ ...run, id, result: null })
    expect(await runbookRuns.finish(id, result)).toBe(true)
    const late = { ...result, verdict: 'out-of-time', reason: 'It took too long.' } as const
    expect(await (await world().another()).runbookRuns.finish(id, late)).toBe(false)
    expect(await runbookRuns.find(id)).toEqual({ ...run, id, result })
  })

  test('runs are told in order, by incident and by page', async () => {
    const { runbookRuns } = world().store
    const first = await runbookRuns.begin(run)
    const second = await runbookRuns.begin({ ...run, step: 'look', incident: null })
    const third = await runbookRuns.begin({ ...run, page: 'service-down' })
    const ids = (runs: readonly { readonly id: number }[]) => runs.map(({ id }) => id)
    expect(ids(await runbookRuns.ofIncident(12, 10))).toEqual([first, third])
    expect(ids(await runbookRuns.ofIncident(12, 1))).toEqual([first])
    expect(ids(await runbookRuns.list(null, 10))).toEqual([third, second, first])
    expect(ids(await runbookRuns.list('queue-stuck', 1))).toEqual([second])
  })

  test('old runs are forgotten, those of incidents are kept', async () => {
    const { runbookRuns } = world().store
    await runbookRuns.begin({ ...run, incident: null })
    const kept = await runbookRuns.begin(run)
    const young = await runbookRuns.begin({ ...run, incident: null, beganAt: at + 1 })
    expect(await runbookRuns.forgetBefore(at + 1)).toBe(1)
    expect((await runbookRuns.list(null, 10)).map(({ id }) => id)).toEqual([young, kept])
  })
}
