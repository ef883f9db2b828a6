/**
 * Does each task when it is due. What is due is worked out from rows, so a restart forgets nothing, a time that was
 * missed is caught up once, and of several processes one runs it. A run that failed is tried again in an hour.
 */
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { Maintenance, MaintenanceRun, MaintenanceTaskState } from '../../ports/store/maintenance.ts'
import { createTaskCalendar, type TaskCalendar } from './calendar.ts'
import type { MaintenanceFacts } from './facts.ts'
import { renderReport } from './render-report.ts'
import { runTask, type TaskReport } from './run-task.ts'
import type { MaintenanceTask } from './tasks.ts'

export interface SchedulerParts {
  readonly rows: Maintenance
  readonly tasks: readonly MaintenanceTask[]
  readonly facts: MaintenanceFacts
  readonly serviceName: string
  readonly timeZone: string
  /** `HOST/PID` */
  readonly holder: string
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
  /** Told of each report that the calendar asked for. */
  readonly announce: (report: TaskReport, number: number) => Promise<void>
}

export interface TaskStatus {
  readonly task: string
  readonly when: string
  readonly dueAt: number
  readonly lastSuccessAt: number | null
  readonly lastFailureAt: number | null
  readonly runsNow: boolean
  /** Late, or failed when it was last tried. */
  readonly isLate: boolean
}

export type PersonRun =
  | {
      readonly kind: 'reported'
      readonly number: number
      readonly report: TaskReport
      readonly markdown: string
    }
  | { readonly kind: 'runs-already'; readonly holder: string }

export interface Scheduler {
  /** Runs what is due. */
  look(signal: AbortSignal): Promise<void>
  /** Sets the figures; also by who does not run anything, so that a figure is right wherever it is looked at. */
  show(): Promise<void>
  status(): Promise<readonly TaskStatus[]>
  /** Because a person asks, whenever it is due. */
  runNow(task: MaintenanceTask, by: string, signal: AbortSignal): Promise<PersonRun>
}

const hourMs = 3_600_000
/** A run takes minutes at most: each check has its own bound. */
const leaseMs = 15 * 60_000
const retryMs = hourMs
const keptMs = 400 * 24 * hourMs
const lateFactor = 1.5

export function createScheduler(parts: SchedulerParts): Scheduler {
  const { rows, tasks, timeZone, clock, holder, meter } = parts
  const calendars = new Map<string, TaskCalendar>(
    tasks.map((task) => [task.name, createTaskCalendar(task, timeZone)]),
  )

  async function states(): Promise<readonly (readonly [MaintenanceTask, MaintenanceTaskState])[]> {
    const names = tasks.map(({ name }) => name)
    await rows.introduce(names, clock.now())
    const known = new Map((await rows.tasks()).map((state) => [state.task, state]))
    return tasks.flatMap((task) => {
      const state = known.get(task.name)
      return state === undefined ? [] : [[task, state] as const]
    })
  }

  function dueAt({ task, countsFrom }: MaintenanceTaskState): number {
    return calendars.get(task)?.dueAfter(countsFrom) ?? Infinity
  }

  function statusOf(task: MaintenanceTask, state: MaintenanceTaskState): TaskStatus {
    const now = clock.now()
    const since = state.lastSuccessAt ?? state.knownSince
    const interval = calendars.get(task.name)?.intervalAfter(since) ?? Infinity
    const { lastSuccessAt, lastFailureAt } = state
    const hasFailed = lastFailureAt !== null && (lastSuccessAt === null || lastFailureAt > lastSuccessAt)
    return {
      task: task.name,
      when: task.when,
      dueAt: dueAt(state),
      lastSuccessAt,
      lastFailureAt,
      runsNow: state.leaseUntil !== null && state.leaseUntil > now,
      isLate: hasFailed || now - since > lateFactor * interval,
    }
  }

  async function runDue(
    task: MaintenanceTask,
    state: MaintenanceTaskState,
    signal: AbortSignal,
  ): Promise<void> {
    const at = clock.now()
    const due = dueAt(state)
    if (due > at || (state.retryAt !== null && state.retryAt > at)) return
    const run = await rows.begin({ task: task.name, countsFrom: state.countsFrom, holder, at, leaseMs })
    if (run === null) return
    const done = await perform(parts, task, run, { askedBy: 'the calendar', dueAt: due }, signal)
    if (done !== null) await parts.announce(done.report, done.number)
    await rows.forgetBefore(at - keptMs)
  }

  return {
    async look(signal) {
      for (const [task, state] of await states()) await runDue(task, state, signal)
    },
    async show() {
      for (const [task, state] of await states()) {
        const { isLate, lastSuccessAt } = statusOf(task, state)
        meter.set('autogen_maintenance_late', isLate ? 1 : 0, { task: task.name })
        if (lastSuccessAt !== null) {
          const labels = { task: task.name }
          meter.set('autogen_maintenance_last_success_timestamp_seconds', lastSuccessAt / 1_000, labels)
        }
      }
    },
    async status() {
      return (await states()).map(([task, state]) => statusOf(task, state))
    },
    async runNow(task, by, signal) {
      await states()
      const at = clock.now()
      const run = await rows.begin({ task: task.name, countsFrom: null, holder, at, leaseMs })
      const done = run === null ? null : await perform(parts, task, run, { askedBy: by, dueAt: null }, signal)
      if (done !== null) return { kind: 'reported', ...done }
      const running = (await rows.tasks()).find((state) => state.task === task.name)
      return { kind: 'runs-already', holder: running?.holder ?? 'another process' }
    },
  }
}

async function perform(
  { facts, clock, log, rows, serviceName }: SchedulerParts,
  task: MaintenanceTask,
  run: MaintenanceRun,
  asked: { readonly askedBy: string; readonly dueAt: number | null },
  signal: AbortSignal,
): Promise<{ readonly number: number; readonly report: TaskReport; readonly markdown: string } | null> {
  log.info({ task: task.name, by: asked.askedBy }, 'maintenance begins')
  const report = await runTask({ facts, clock, log }, task, signal)
  const markdown = renderReport(report, serviceName)
  const endedAt = clock.now()
  const hasFailed = report.failed.length > 0
  const number = await rows.end(run, {
    ...asked,
    endedAt,
    result: hasFailed ? 'failed' : 'done',
    verdict: report.verdict,
    markdown,
    report,
    retryAt: hasFailed ? endedAt + retryMs : null,
  })
  if (number === null) {
    log.warn({ task: task.name }, 'maintenance took longer than its lease')
    return null
  }
  const fields = { task: task.name, report: number, verdict: report.verdict, failed: report.failed }
  if (hasFailed) log.error(fields, 'maintenance failed')
  else log.info(fields, 'maintenance ended')
  return { number, report, markdown }
}
