/** The words and options of `autogen-bot security`. */
import type { Command } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import type { SecurityFlags } from './security-command.ts'
import { withFormat, withSettings } from './settings-options.ts'

export function addSecurity(program: Command, terminal: Terminal, onExit: (code: ExitCode) => void): void {
  withFormat(
    withSettings(
      program
        .command('security')
        .description('Show what somebody tried: forged webhooks, guessed tokens, secrets on their way out.')
        .option('--last <time>', 'how far back', '24h')
        .option('--limit <count>', 'how many, the newest', '50'),
    ),
  ).action(async (flags: SecurityFlags) => {
    const { securityCommand } = await import('./security-command.ts')
    onExit(await securityCommand(flags, terminal))
  })
}
