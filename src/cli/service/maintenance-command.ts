/** `autogen-bot maintenance list|run|report|restore-drill` */
import {
  type MaintenanceFailure,
  maintenanceReports,
  maintenanceStatus,
  runMaintenance,
} from '../../app/service/operate/maintenance.ts'
import { drillWordsMax, recordRestoreDrill } from '../../app/service/restore-drill.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { cliActor } from './cli-actor.ts'
import { type KeptReport, renderReport, renderReportList, renderTasks } from './render-maintenance.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface ReportFlags extends ServiceFlags {
  readonly format: 'text' | 'markdown' | 'json'
}

export function maintenanceListCommand(
  flags: ServiceFlags & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const tasks = await maintenanceStatus(backbone)
    await terminal.answer(
      flags.format === 'json' ? `${JSON.stringify({ tasks }, null, 2)}\n` : renderTasks(tasks, Date.now()),
    )
    return exitCodes.done
  })
}

export function maintenanceRunCommand(
  task: string,
  flags: ReportFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const { signal } = new AbortController()
    const run = await runMaintenance(backbone, { task, actor: cliActor(), signal })
    if (!run.ok) return refuse(terminal, run.failure)
    await terminal.answer(inFormat(run.value, flags.format))
    return run.value.result === 'done' ? exitCodes.done : exitCodes.internal
  })
}

const listedMax = 1_000

export function maintenanceReportCommand(
  task: string | null,
  flags: ReportFlags & { readonly limit?: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const limit = flags.limit === undefined ? 1 : Number(flags.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > listedMax) {
    terminal.tell(`autogen-bot: --limit takes a number from 1 to ${listedMax}.\n`)
    return Promise.resolve(exitCodes.usage)
  }
  return withBackbone(flags, terminal, async (backbone) => {
    const reports = await maintenanceReports(backbone, { task, limit })
    if (!reports.ok) return refuse(terminal, reports.failure)
    const [newest] = reports.value
    if (flags.limit === undefined && newest !== undefined)
      await terminal.answer(inFormat(newest, flags.format))
    else if (flags.format === 'json')
      await terminal.answer(`${JSON.stringify({ reports: reports.value }, null, 2)}\n`)
    else await terminal.answer(renderReportList(reports.value))
    return exitCodes.done
  })
}

export interface RestoreDrillFlags extends ServiceFlags {
  readonly result: 'passed' | 'failed'
  readonly words: string
}

export function restoreDrillCommand(flags: RestoreDrillFlags, terminal: Terminal): Promise<ExitCode> {
  const { result, words } = flags
  if (words.trim() === '' || words.length > drillWordsMax) {
    terminal.tell(
      `autogen-bot: --words takes 1 to ${drillWordsMax} characters: what was restored, and how it went.\n`,
    )
    return Promise.resolve(exitCodes.usage)
  }
  return withBackbone(flags, terminal, async (backbone) => {
    await recordRestoreDrill(backbone, { hasPassed: result === 'passed', words, actor: cliActor() })
    await terminal.answer(`Recorded: a restore was tried and ${result}. The monthly report tells of it.\n`)
    return exitCodes.done
  })
}

function inFormat(report: KeptReport, format: ReportFlags['format']): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`
    case 'markdown':
      return report.markdown
    case 'text':
      return renderReport(report)
  }
}

function refuse(terminal: Terminal, { kind, message, remedy }: MaintenanceFailure): ExitCode {
  terminal.tell(`autogen-bot: ${printable(`${message} ${remedy}`)}\n`)
  return kind === 'no-such-task' ? exitCodes.usage : exitCodes.internal
}
