/** The commands and their options: the one definition from which parsing, help, completion and reference come. */
import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { severities } from '../domain/finding/severity.ts'
import type { ExitCode } from './exit-codes.ts'
import { reportFormats } from './report-format.ts'
import type { ReviewFlags } from './review-command.ts'
import { addServiceCommands } from './service/service-program.ts'
import { shells } from './shell.ts'
import type { Terminal } from './terminal.ts'

/** @param onExit called once by the command that ran */
export function createProgram(terminal: Terminal, onExit: (code: ExitCode) => void): Command {
  const program = new Command('autogen-bot')
    .description('Reviews changes to code: what is wrong with this pull request, and where.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.answer(text),
      writeErr: (text) => terminal.tell(text),
    })
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError('(autogen-bot --help tells more)')
    .addHelpText('after', helpTail)

  program
    .command('review')
    .description('Review a change in a local git repository. Nothing of it is executed or checked out.')
    .option('-C, --repo <dir>', 'any folder of the repository', '.')
    .option('--base <ref>', 'what the change is compared with (default: the default branch)')
    .option('--head <ref>', 'the change (default: HEAD)')
    .addOption(
      new Option('--staged', 'review what is staged in the index, against HEAD').conflicts([
        'head',
        'workingTree',
      ]),
    )
    .addOption(
      new Option(
        '--working-tree',
        'review the working tree with its untracked files, against HEAD',
      ).conflicts(['head']),
    )
    .addOption(
      new Option('-f, --format <format>', 'how the report is printed').choices(reportFormats).default('text'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 when a finding is this bad or worse')
        .choices([...severities, 'never'])
        .default('never'),
    )
    .option('--explain', 'tell what was dropped and why', false)
    .option('--sarif <file>', 'add results that other tools made (SARIF 2.1.0); may be repeated', collect, [])
    .addHelpText('after', reviewExamples)
    .action(async (flags: ReviewFlags) => {
      const { reviewCommand } = await import('./review-command.ts')
      onExit(await reviewCommand(flags, terminal))
    })

  program
    .command('action')
    .description('Review the pull request of a job of GitHub Actions, and publish with its token.')
    .addHelpText('after', actionSettings)
    .action(async () => {
      const { actionCommand } = await import('./action-command.ts')
      onExit(await actionCommand(process.env, terminal))
    })

  const rules = program.command('rules').description('What the analysers look for.')
  rules
    .command('list')
    .description('List every rule.')
    .addOption(new Option('-f, --format <format>').choices(['text', 'json']).default('text'))
    .action(async (flags: { format: 'text' | 'json' }) => {
      const { listCommand } = await import('./rules-command.ts')
      onExit(await listCommand(flags.format, terminal))
    })
  rules
    .command('show')
    .description('Show what a rule finds, why, and what to write instead.')
    .argument('<rule>', 'as in a finding, e.g. ast-grep/python-sql-string')
    .action(async (rule: string) => {
      const { showCommand } = await import('./rules-command.ts')
      onExit(await showCommand(rule, terminal))
    })

  const config = program.command('config').description("The repository's configuration, .autogen-bot.yaml.")
  config
    .command('validate')
    .description('Check a configuration file.')
    .argument('[file]', 'the file (default: .autogen-bot.yaml here)')
    .action(async (file: string | undefined) => {
      const { validateCommand } = await import('./config-command.ts')
      onExit(await validateCommand(file, terminal))
    })
  config
    .command('show')
    .description('Show the settings that hold, and where each comes from.')
    .argument('[file]', 'the file (default: .autogen-bot.yaml here)')
    .action(async (file: string | undefined) => {
      const { showConfigCommand } = await import('./config-command.ts')
      onExit(await showConfigCommand(file, terminal))
    })
  config
    .command('schema')
    .description('Print the JSON Schema of the configuration, for editors.')
    .action(async () => {
      const { schemaCommand } = await import('./config-command.ts')
      onExit(await schemaCommand(terminal))
    })

  addServiceCommands(program, terminal, onExit)

  program
    .command('completion')
    .description('Print a completion script for a shell.')
    .argument('<shell>', shells.join(', '))
    .addHelpText('after', '\nExample: source <(autogen-bot completion bash)')
    .action(async (shell: string) => {
      const { completionCommand } = await import('./completion-command.ts')
      onExit(await completionCommand(shell, program, terminal))
    })

  return program
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}

const helpTail = `
Exit codes:
  0  done
  1  findings at or above --fail-on
  2  wrong usage, an unusable repository, or a configuration with errors
  3  a failure of autogen-bot itself
  4  nothing is set up here that could do it, e.g. a target for a rollback

Examples:
  autogen-bot review                          this branch against the default branch
  autogen-bot review --staged                 what is about to be committed
  autogen-bot review --base v1.2 --head v1.3 --format markdown
  autogen-bot rules show ast-grep/python-sql-string`

const reviewExamples = `
Examples:
  autogen-bot review                                    this branch against the default branch
  autogen-bot review --staged --fail-on high            in a pre-commit hook
  autogen-bot review --working-tree                     everything not committed yet
  autogen-bot review --base main --head feature --format sarif > results.sarif
  autogen-bot review --sarif codeql.sarif --explain     with another tool's results, and why the rest is silent

Without --base, the change is compared with where it left the default branch
(origin/HEAD, main or master). The rules of the base's .autogen-bot.yaml hold.`

const actionSettings = `
Everything comes by environment; action.yml of this repository sets it:
  GITHUB_TOKEN             permissions: contents read, pull-requests write, checks write
  AUTOGEN_CHECK_FAIL_ON    ends with 1 when a finding is this bad or worse (default: high)
  AUTOGEN_CHECK_NAME       name of the check run (default: autogen-bot)
  GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_WORKSPACE, GITHUB_API_URL, GITHUB_STEP_SUMMARY
                           as the runner sets them; the workspace needs its history (fetch-depth: 0)

A token that may only read gives a review in the summary of the job, and annotations.`
