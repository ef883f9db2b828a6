/**
 * What an operator learns of the memory of the processes that run. A command is a process of its own, whose heap tells
 * nothing; so it asks them through the store, and each answers with its own figures.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '../../../domain/actor/actor.ts'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import { type Advice, advise, memoryTrend } from '../../../ops/memory/advise.ts'
import type { MemoryReport } from '../../../ops/memory/memory-report.ts'
import type { ProcessMemoryRow, SnapshotResult, SnapshotWish } from '../../../ports/store/process-memory.ts'
import type { Backbone } from '../backbone.ts'
import { clock } from '../open-backbone.ts'

type Parts = Pick<Backbone, 'store'>

export interface ProcessMemoryStatus {
  readonly report: MemoryReport
  readonly ageMs: number
  /** Of what stays after garbage collections; null: not long enough to tell. */
  readonly perHour: { readonly bytes: number; readonly min: number; readonly max: number } | null
  readonly advice: readonly Advice[]
  readonly snapshot: SnapshotWish | null
}

/** A process tells every minute; one that was silent for longer has ended, or hangs. */
const aliveMs = 150_000
const answerMs = 6_000
const lookMs = 250

/** Newest figures of every process, or the last ones of a process that does not answer in time. */
export async function memoryStatus({ store }: Parts): Promise<readonly ProcessMemoryStatus[]> {
  const askedAt = clock.now()
  const asked = await store.processMemory.list(askedAt - aliveMs)
  if (asked.length > 0) await store.processMemory.wantReports(askedAt)
  let rows = asked
  while (rows.some(({ reportedAt }) => reportedAt < askedAt) && clock.now() - askedAt < answerMs) {
    await sleep(lookMs)
    rows = await store.processMemory.list(askedAt - aliveMs)
  }
  return rows.map(statusOf)
}

function statusOf({ report, reportedAt, snapshot }: ProcessMemoryRow): ProcessMemoryStatus {
  const told = report as MemoryReport
  const trend = memoryTrend(told)
  return {
    report: told,
    ageMs: Math.max(0, clock.now() - reportedAt),
    perHour:
      trend === null
        ? null
        : { bytes: trend.perDay / 24, min: trend.perDayMin / 24, max: trend.perDayMax / 24 },
    advice: advise(told),
    snapshot,
  }
}

export interface MemoryFailure {
  readonly message: string
  readonly remedy: string
}

/** A drain takes half a minute at most, the writing as long as the heap is large. */
const snapshotMsMax = 300_000

/** @param instance null: the one process there is */
export async function takeHeapSnapshot(
  { store }: Parts,
  {
    instance,
    actor,
    signal,
  }: { readonly instance: string | null; readonly actor: Actor; readonly signal: AbortSignal },
): Promise<Outcome<Extract<SnapshotResult, { kind: 'written' }> & { instance: string }, MemoryFailure>> {
  const rows = store.processMemory
  const at = clock.now()
  const alive = await rows.list(at - aliveMs)
  const chosen = chooseProcess(alive, instance)
  if (!chosen.ok) return chosen
  const { value: process } = chosen
  if (!(await rows.wantSnapshot({ instance: process, at, by: actor.name, aliveSince: at - aliveMs })))
    return fail({ message: `${process} does not run any more.`, remedy: 'See "autogen-bot memory".' })
  await store.journal.append({
    at,
    actor,
    action: 'memory.snapshot-asked',
    subject: `process ${process}`,
    incident: null,
    detail: {},
  })
  while (clock.now() - at < snapshotMsMax && !signal.aborted) {
    await sleep(lookMs)
    const row = (await rows.list(0)).find((one) => one.instance === process)
    const result = row?.snapshot?.result ?? null
    if (result?.kind === 'refused') return fail({ message: result.message, remedy: result.remedy })
    if (result !== null) return succeed({ ...result, instance: process })
  }
  return fail({
    message: `${process} has not answered.`,
    remedy: 'It may still: look at "autogen-bot memory" and at its log.',
  })
}

function chooseProcess(
  alive: readonly ProcessMemoryRow[],
  wanted: string | null,
): Outcome<string, MemoryFailure> {
  const names = alive.map(({ instance, role }) => `${instance} (${role})`).join(', ')
  if (alive.length === 0)
    return fail({ message: 'No process of the service has told of itself.', remedy: 'Is it running?' })
  const fitting = alive.filter(
    ({ instance }) => wanted === null || instance === wanted || instance.endsWith(`/${wanted}`),
  )
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return succeed(only.instance)
  return fail({
    message: wanted === null ? 'There are several processes.' : `There is no one process called so.`,
    remedy: `Name one with --instance: ${names}.`,
  })
}
