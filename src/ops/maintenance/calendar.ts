/** When a task is due. Times that the clock jumps over are made up for right after the jump. */
import { Cron } from 'croner'
import type { MaintenanceTask } from './tasks.ts'

export interface TaskCalendar {
  /** The first time after `at`. */
  dueAfter(at: number): number
  /** From the time that is due after `at` to the one behind it. */
  intervalAfter(at: number): number
}

/** @param timeZone IANA name */
export function createTaskCalendar(
  { pattern }: Pick<MaintenanceTask, 'pattern'>,
  timeZone: string,
): TaskCalendar {
  const cron = new Cron(pattern, { timezone: timeZone, paused: true })
  function dueAfter(at: number): number {
    const next = cron.nextRun(new Date(at))
    if (next === null) throw new Error(`The pattern ${pattern} has no time after ${at}.`)
    return next.getTime()
  }
  return {
    dueAfter,
    intervalAfter(at) {
      const due = dueAfter(at)
      return dueAfter(due) - due
    },
  }
}
