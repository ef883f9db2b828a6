/** The upkeep as a duty of whoever leads: what is due is done, and told on the channel. */
import { hostname } from 'node:os'
import { itself } from '../../../domain/actor/actor.ts'
import type { Notification } from '../../../domain/notification/notification.ts'
import { summaryOf } from '../../../ops/maintenance/render-report.ts'
import type { TaskReport } from '../../../ops/maintenance/run-task.ts'
import { createScheduler, type Scheduler } from '../../../ops/maintenance/scheduler.ts'
import { maintenanceTasks } from '../../../ops/maintenance/tasks.ts'
import type { Clock } from '../../../ports/clock/clock.ts'
import type { Duty } from '../../../work/lead.ts'
import type { Backbone } from '../backbone.ts'
import { createMaintenanceFacts } from '../upkeep/facts.ts'
import { realMs } from './process-watch.ts'
import { watchClock } from './watch-clock.ts'

const everyMs = 30_000

export function maintenanceDuty(
  backbone: Backbone,
  notify: (notification: Notification) => Promise<unknown>,
): Duty {
  const clock = watchClock()
  const scheduler = openScheduler(backbone, clock, notify)
  const run = async (signal: AbortSignal) => {
    await scheduler.look(signal)
    await scheduler.show()
  }
  return { name: 'maintenance', everyMs: realMs(clock, everyMs), run }
}

/** By every process that evaluates alerts. */
export function showMaintenance(backbone: Backbone): Promise<void> {
  return openScheduler(backbone, watchClock(), null).show()
}

/** @param notify null: nobody is told, the report waits in the store */
export function openScheduler(
  backbone: Pick<Backbone, 'config' | 'store' | 'log' | 'meter'>,
  clock: Clock,
  notify: ((notification: Notification) => Promise<unknown>) | null,
): Scheduler {
  const { config, store, log, meter } = backbone
  return createScheduler({
    rows: store.maintenance,
    tasks: maintenanceTasks,
    facts: createMaintenanceFacts({ backbone, clock }),
    serviceName: config.service.name,
    timeZone: config.service.businessHours.timeZone,
    holder: `${hostname()}/${process.pid}`,
    clock,
    log,
    meter,
    async announce(report, number) {
      await store.journal.append({
        at: clock.now(),
        actor: itself,
        action: 'maintenance.reported',
        subject: `maintenance ${report.task}`,
        incident: null,
        detail: { report: number, verdict: report.verdict, failed: report.failed },
      })
      await notify?.(messageOf(report, number))
    },
  })
}

function messageOf(report: TaskReport, number: number): Notification {
  const wanting = report.sections.filter(({ verdict }) => verdict === 'attention')
  return {
    dedupeKey: `maintenance-${report.task}-${number}`,
    thread: `maintenance-${report.task}`,
    kind: 'report',
    severity: 'P3',
    title: summaryOf(report),
    text: [
      ...wanting.flatMap(({ title, found }) => [`${title}:`, ...found.map((sentence) => `- ${sentence}`)]),
      `The whole report: autogen-bot maintenance report ${report.task}`,
    ].join('\n'),
    incident: null,
    links: [],
    to: { kind: 'channel' },
  }
}
