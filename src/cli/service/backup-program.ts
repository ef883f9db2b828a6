/** The commands by which backup jobs report themselves. */
import { type Command, Option } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { withFormat, withSettings } from './settings-options.ts'

export function addBackup(program: Command, terminal: Terminal, onExit: (code: ExitCode) => void): void {
  const backup = program.command('backup').description('What backup jobs say of themselves, for the alerts.')
  withSettings(
    backup
      .command('record')
      .description('Say how a backup ended; to be called by the job that made it, whatever became of it.')
      .requiredOption('--name <name>', 'which one, e.g. base')
      .addOption(
        new Option('--result <result>', 'how it ended, its integrity check included')
          .choices(['ok', 'failed'])
          .makeOptionMandatory(),
      )
      .option('--every <interval>', 'how often it is to be made, e.g. 24h (default: as before, else 1d)'),
  ).action(async (flags) => {
    const { backupRecordCommand } = await import('./backup-command.ts')
    onExit(await backupRecordCommand(flags, terminal))
  })
  withFormat(withSettings(backup.command('list').description('Show what was reported, and when.'))).action(
    async (flags) => {
      const { backupListCommand } = await import('./backup-command.ts')
      onExit(await backupListCommand(flags, terminal))
    },
  )
  withSettings(
    backup
      .command('forget')
      .description('No longer wait for a backup that is not made any more.')
      .requiredOption('--name <name>', 'as in "backup list"'),
  ).action(async (flags) => {
    const { backupForgetCommand } = await import('./backup-command.ts')
    onExit(await backupForgetCommand(flags, terminal))
  })
}
