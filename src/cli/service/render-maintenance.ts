/** What `autogen-bot maintenance` says: pure functions from facts to text. */
import type { maintenanceReports, maintenanceStatus } from '../../app/service/operate/maintenance.ts'
import { printable } from '../../domain/text/printable.ts'

type TaskStatus = Awaited<ReturnType<typeof maintenanceStatus>>[number]
export type KeptReport = Extract<
  Awaited<ReturnType<typeof maintenanceReports>>,
  { readonly ok: true }
>['value'][number]

export function renderTasks(tasks: readonly TaskStatus[], now: number): string {
  const lines = tasks.map(({ task, when, dueAt, lastSuccessAt, lastFailureAt, runsNow, isLate }) => {
    const state = runsNow ? 'runs now' : isLate ? 'LATE' : dueAt <= now ? 'due' : 'in time'
    const last = lastSuccessAt === null ? 'never yet' : timeText(lastSuccessAt)
    const failed =
      lastFailureAt !== null && lastFailureAt > (lastSuccessAt ?? 0)
        ? `, failed ${timeText(lastFailureAt)}`
        : ''
    return `${task.padEnd(8)} ${state.padEnd(9)} ${when}; next ${timeText(dueAt)}, last ${last}${failed}`
  })
  return `${lines.join('\n')}\n"autogen-bot maintenance report TASK" prints the newest report.\n`
}

export function renderReportList(reports: readonly KeptReport[]): string {
  return reports
    .map(
      ({ id, task, startedAt, verdict, result, askedBy }) =>
        `${String(id).padStart(6)}  ${timeText(startedAt)}  ${task.padEnd(8)} ${verdict.padEnd(9)} ${result === 'failed' ? 'FAILED ' : ''}for ${printable(askedBy)}\n`,
    )
    .join('')
}

/** Markdown reads well as it is; marks that protect against markup are taken out, control characters too. */
export function renderReport({ markdown }: KeptReport): string {
  return `${markdown
    .replaceAll(/\\([\\`*_[\]<>|#!@~])/g, '$1')
    .split('\n')
    .map((line) => printable(line))
    .join('\n')}`
}

function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
