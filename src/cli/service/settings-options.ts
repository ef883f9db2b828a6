/** Options that the commands of the service have in common. */
import { type Command, Option } from 'commander'

/** Everything else comes from the environment and the file: docs/reference/service.md. */
export function withSettings(command: Command): Command {
  return command
    .option(
      '--config <file>',
      'settings of the service (default: AUTOGEN_CONFIG, or autogen-bot.service.yaml here)',
    )
    .option('--data-folder <dir>', 'where the embedded database and the cache live')
}

export function withFormat(command: Command): Command {
  return command.addOption(new Option('-f, --format <format>').choices(['text', 'json']).default('text'))
}
