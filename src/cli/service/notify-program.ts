/** The words and options of `autogen-bot notify`. */
import type { Command } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { withFormat, withSettings } from './settings-options.ts'

export function addNotify(program: Command, terminal: Terminal, onExit: (code: ExitCode) => void): void {
  const notify = program.command('notify').description('The ways to reach people, and what goes over them.')
  withFormat(
    withSettings(
      notify.command('list').description('Show each notifier: whom it reaches, what waits, how it is.'),
    ),
  ).action(async (flags) => {
    const { notifyListCommand } = await import('./notify-command.ts')
    onExit(await notifyListCommand(flags, terminal))
  })
  withFormat(
    withSettings(
      notify
        .command('test')
        .description('Send a test now, and say what came of it; ends with 1 when one was not taken.')
        .option('--notifier <name>', 'only this one'),
    ),
  ).action(async (flags) => {
    const { notifyTestCommand } = await import('./notify-command.ts')
    onExit(await notifyTestCommand(flags, terminal))
  })
  withFormat(
    withSettings(notify.command('dead').description('Show the messages that were given up, and why.')),
  ).action(async (flags) => {
    const { notifyDeadCommand } = await import('./notify-command.ts')
    onExit(await notifyDeadCommand(flags, terminal))
  })
  withFormat(
    withSettings(
      notify
        .command('retry')
        .description('Send messages again that were given up.')
        .argument('[messages...]', 'numbers, as in "notify dead"')
        .option('--all', 'every one', false),
    ),
  ).action(async (messages: string[], flags) => {
    const { notifyRetryCommand } = await import('./notify-command.ts')
    onExit(await notifyRetryCommand(messages, flags, terminal))
  })
}
