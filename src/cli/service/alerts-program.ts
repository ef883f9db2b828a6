/** The commands of the alerts: their words and options. */
import type { Command } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { withFormat, withSettings } from './settings-options.ts'

type OnExit = (code: ExitCode) => void

export function addAlerts(program: Command, terminal: Terminal, onExit: OnExit): void {
  const alerts = withFormat(
    withSettings(
      program
        .command('alerts')
        .description('How every alert stands now, and which page of the runbook it has.'),
    ),
  ).action(async (flags) => {
    const { alertsCommand } = await import('./alerts-command.ts')
    onExit(await alertsCommand(flags, terminal))
  })
  alerts
    .command('rules')
    .description('Print the alerts as rules for Prometheus.')
    .option('--service <name>', 'value of the label "service" (default: autogen-bot)')
    .option('--team <name>', 'value of the label "team" (default: autogen-bot)')
    .option(
      '--runbook-url <url>',
      'what the name of a page is put behind, e.g. https://docs.example.com/runbook/',
    )
    .action(async (flags) => {
      const { alertRulesCommand } = await import('./alerts-command.ts')
      onExit(await alertRulesCommand(flags, terminal))
    })
  alerts
    .command('alertmanager')
    .description('Print a configuration for Alertmanager.')
    .option('--bot-url <url>', 'where a web process of the service is reached')
    .option(
      '--token-file <file>',
      'file on that machine that holds an access token of the scope alertmanager',
    )
    .option('--pager-url <url>', 'webhook that takes a P1 when the bot cannot')
    .option('--heartbeat-url <url>', 'webhook that raises the alarm when it hears nothing')
    .action(async (flags) => {
      const { alertmanagerCommand } = await import('./alerts-command.ts')
      onExit(await alertmanagerCommand(flags, terminal))
    })
}
