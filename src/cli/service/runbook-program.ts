/** `autogen-bot runbook`: its words and options. */
import type { Command } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { withFormat, withSettings } from './settings-options.ts'

export function addRunbook(program: Command, terminal: Terminal, onExit: (code: ExitCode) => void): void {
  const runbook = program.command('runbook').description('What to do about an alert, and to do it.')
  withFormat(runbook.command('list').description('Show every page.')).action(async (flags) => {
    const { runbookListCommand } = await import('./runbook-command.ts')
    onExit(await runbookListCommand(flags, terminal))
  })
  withFormat(
    runbook
      .command('show')
      .description('Show a page.')
      .argument('<page>', 'its name, or the name of an alert'),
  ).action(async (page: string, flags) => {
    const { runbookShowCommand } = await import('./runbook-command.ts')
    onExit(await runbookShowCommand(page, flags, terminal))
  })
  withFormat(
    withSettings(
      runbook
        .command('run')
        .description(
          "Take the looks of a page's diagnosis, or run one step; ends with 1 when it is not as expected.",
        )
        .argument('<page>', 'its name, or the name of an alert')
        .option('--step <id>', 'one step; without it every look of the diagnosis')
        .option('--param <name=value...>', 'parameters of the step')
        .option('--incident <number>', "write what comes of it into this incident's timeline")
        .option('--dry-run', 'show what would be run, and run nothing', false)
        .option('-y, --yes', 'the answer to the question before a change', false),
    ),
  )
    .addHelpText('after', '\nExample: autogen-bot runbook run queue-stuck --step retry-jobs --incident 12')
    .action(async (page: string, flags) => {
      const { runbookRunCommand } = await import('./runbook-run-command.ts')
      onExit(await runbookRunCommand(page, flags, terminal))
    })
  withFormat(
    runbook
      .command('due')
      .description('Show the pages that are to be reviewed within 30 days; ends with 1 when one is late.'),
  ).action(async (flags) => {
    const { runbookDueCommand } = await import('./runbook-command.ts')
    onExit(await runbookDueCommand(flags, terminal))
  })
}
