/** The commands of the upkeep: the service record, memory, maintenance. Their words and options. */
import { type Command, Option } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { withFormat, withSettings } from './settings-options.ts'

type OnExit = (code: ExitCode) => void

export function addUpkeep(program: Command, terminal: Terminal, onExit: OnExit): void {
  addService(program, terminal, onExit)
  addMemory(program, terminal, onExit)
  addMaintenance(program, terminal, onExit)
}

function addService(program: Command, terminal: Terminal, onExit: OnExit): void {
  const service = program.command('service').description('What this service is to the people who run it.')
  withFormat(
    withSettings(
      service
        .command('show')
        .description('Show name, promises, whom to call and when, and what is missing in it.'),
    ),
  ).action(async (flags) => {
    const { serviceShowCommand } = await import('./service-command.ts')
    onExit(await serviceShowCommand(flags, terminal))
  })
}

function addMemory(program: Command, terminal: Terminal, onExit: OnExit): void {
  const memory = withFormat(
    withSettings(
      program
        .command('memory')
        .description(
          'Ask the running processes for heap, limits, caches and trend, and what to do about them.',
        ),
    ),
  ).action(async (flags) => {
    const { memoryCommand } = await import('./memory-command.ts')
    onExit(await memoryCommand(flags, terminal))
  })
  withFormat(
    withSettings(
      memory
        .command('snapshot')
        .description('Let a process finish its jobs and write a snapshot of its heap. It holds secrets.')
        .option('--instance <name>', 'HOST/PID or PID, as in "autogen-bot memory"'),
    ),
  ).action(async (flags) => {
    const { memorySnapshotCommand } = await import('./memory-command.ts')
    onExit(await memorySnapshotCommand(flags, terminal))
  })
}

function addMaintenance(program: Command, terminal: Terminal, onExit: OnExit): void {
  const maintenance = program
    .command('maintenance')
    .description('The daily, weekly and monthly upkeep, and its reports.')
  withFormat(
    withSettings(maintenance.command('list').description('Show each task: when it is due, how it went.')),
  ).action(async (flags) => {
    const { maintenanceListCommand } = await import('./maintenance-command.ts')
    onExit(await maintenanceListCommand(flags, terminal))
  })
  withReportFormat(
    withSettings(
      maintenance
        .command('run')
        .description('Run a task now, and print its report.')
        .argument('<task>', 'as in "maintenance list"'),
    ),
  ).action(async (task: string, flags) => {
    const { maintenanceRunCommand } = await import('./maintenance-command.ts')
    onExit(await maintenanceRunCommand(task, flags, terminal))
  })
  withReportFormat(
    withSettings(
      maintenance
        .command('report')
        .description('Print the newest report, or with --limit a list of the newest.')
        .argument('[task]', 'as in "maintenance list"; default: any')
        .option('--limit <count>', 'list so many instead of printing one'),
    ),
  ).action(async (task: string | undefined, flags) => {
    const { maintenanceReportCommand } = await import('./maintenance-command.ts')
    onExit(await maintenanceReportCommand(task ?? null, flags, terminal))
  })
  addRestoreDrill(maintenance, terminal, onExit)
}

function addRestoreDrill(maintenance: Command, terminal: Terminal, onExit: OnExit): void {
  withSettings(
    maintenance
      .command('restore-drill')
      .description('Write down that a restore was tried, and how it ended: the monthly report asks for it.')
      .addOption(
        new Option('--result <result>', 'how it ended').choices(['passed', 'failed']).makeOptionMandatory(),
      )
      .requiredOption('--words <text>', 'what was restored, how long it took, what was found'),
  ).action(async (flags) => {
    const { restoreDrillCommand } = await import('./maintenance-command.ts')
    onExit(await restoreDrillCommand(flags, terminal))
  })
}

function withReportFormat(command: Command): Command {
  return command.addOption(
    new Option('-f, --format <format>').choices(['text', 'markdown', 'json']).default('text'),
  )
}
