/** The words and options of `autogen-bot cost`. */
import { type Command, Option } from 'commander'
import { spendGroupings } from '../../domain/agents/spend-grouping.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import type { CostFlags } from './cost-command.ts'
import { withSettings } from './settings-options.ts'

export function addCost(program: Command, terminal: Terminal, onExit: (code: ExitCode) => void): void {
  withSettings(
    program
      .command('cost')
      .description('Show what language models cost: calls, tokens, dollars, and the share of the budget.')
      .addOption(new Option('--by <what>', 'what to add up by').choices(spendGroupings).default('day'))
      .option('--since <time>', 'how far back, e.g. 8h or 30d', '7d')
      .option('--repository <owner/name>', 'of one repository')
      .addOption(new Option('-f, --format <format>').choices(['text', 'json', 'markdown']).default('text')),
  ).action(async (flags: CostFlags) => {
    const { costCommand } = await import('./cost-command.ts')
    onExit(await costCommand(flags, terminal))
  })
}
