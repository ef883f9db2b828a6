/** The words and options of `autogen-bot access`. */
import { type Command, Option } from 'commander'
import { accessScopes } from '../../domain/actor/access-token.ts'
import { accessRoles } from '../../domain/actor/actor.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { withFormat, withSettings } from './settings-options.ts'

export function addAccess(program: Command, terminal: Terminal, onExit: (code: ExitCode) => void): void {
  const access = program.command('access').description('Who may use the HTTP API and the console.')
  withFormat(
    withSettings(
      access
        .command('create')
        .description('Make a token and print it, once.')
        .requiredOption('--name <name>', 'whose it is; stands in the journal')
        .addOption(
          new Option('--role <role>', 'look; act on incidents and reversible things; everything')
            .choices(accessRoles)
            .default('viewer'),
        )
        .option('--scope <scopes...>', `parts of the API: ${accessScopes.join(', ')}`, ['all'])
        .option('--expires <time>', 'after which it opens nothing', '90d')
        .addHelpText(
          'after',
          '\nExample, for Alertmanager: autogen-bot access create --name alertmanager --role viewer --scope alertmanager',
        ),
    ),
  ).action(async (flags) => {
    const { accessCreateCommand } = await import('./access-command.ts')
    onExit(await accessCreateCommand(flags, terminal))
  })
  withFormat(
    withSettings(access.command('list').description('Show every token, and when it was used.')),
  ).action(async (flags) => {
    const { accessListCommand } = await import('./access-command.ts')
    onExit(await accessListCommand(flags, terminal))
  })
  withFormat(
    withSettings(
      access
        .command('rotate')
        .description('Give a token a new secret and print it, once.')
        .argument('<token>', 'its name or id, as in "access list"')
        .option('--expires <time>', 'after which it opens nothing', '90d')
        .option('--grace <time>', 'for which the secret so far goes on; 0: not at all', '1h'),
    ),
  ).action(async (token: string, flags) => {
    const { accessRotateCommand } = await import('./access-command.ts')
    onExit(await accessRotateCommand(token, flags, terminal))
  })
  withFormat(
    withSettings(
      access
        .command('revoke')
        .description('End a token and every session that it opened, at once.')
        .argument('<token>', 'its name or id, as in "access list"'),
    ),
  ).action(async (token: string, flags) => {
    const { accessRevokeCommand } = await import('./access-command.ts')
    onExit(await accessRevokeCommand(token, flags, terminal))
  })
}
