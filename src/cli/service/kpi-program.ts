/** The words and options of `autogen-bot kpi`. */
import { type Command, Option } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import type { KpiFlags } from './kpi-command.ts'
import { withFormat, withSettings } from './settings-options.ts'

export function addKpi(program: Command, terminal: Terminal, onExit: (code: ExitCode) => void): void {
  withFormat(
    withSettings(
      program
        .command('kpi')
        .description('Show what the service is measured by: value, target, verdict.')
        .addOption(
          new Option('--window <window>', 'how far back').choices(['1h', '24h', '30d']).default('24h'),
        ),
    ),
  ).action(async (flags: KpiFlags) => {
    const { kpiCommand } = await import('./kpi-command.ts')
    onExit(await kpiCommand(flags, terminal))
  })
}
