/** The commands and their options: the one definition from which parsing, help, completion and reference come. */
import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { severities } from '../domain/finding/severity.ts'
import type { EvalFlags } from './eval-command.ts'
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
    .option('--explain', 'tell what was dropped and why, and how agents argued', false)
    .option('--agents', 'let two language-model agents argue about it, too (docs/models.md)', false)
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

  program
    .command('eval')
    .description(
      'Measure reviews against changes whose defects are known: precision, recall, noise, cost, time.',
    )
    .argument('[cases]', 'a folder of cases; docs/eval.md says what one looks like')
    .option('--golden <file>', 'golden comments instead: a JSON file, or a folder of them (needs --repos)')
    .option('--repos <dir>', 'the repositories of the golden comments, as OWNER__NAME')
    .option('--fetch', 'fetch what the golden comments are about into --repos first', false)
    .option('--analysers-only', 'ask no model for findings', false)
    .option('--judge', 'let AUTOGEN_JUDGE_MODEL say which findings mean which defects', false)
    .addOption(
      new Option('--lines <n>', 'without a judge: how many lines a finding may be off')
        .argParser(asCount)
        .default(5),
    )
    .addOption(new Option('--limit <n>', 'the first n cases only').argParser(asCount))
    .option('-o, --out <file>', 'keep the run here, and go on with what is there')
    .addOption(
      new Option('-f, --format <format>', 'how the figures are printed')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .option('--compare <files...>', 'compare two runs that --out has kept, change by change')
    .addHelpText('after', evalExamples)
    .action(async (cases: string | undefined, flags: EvalFlags) => {
      const { evalCommand } = await import('./eval-command.ts')
      onExit(await evalCommand(cases, flags, version(), terminal))
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

function asCount(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It has to be a number.')
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
  ANTHROPIC_API_KEY=... autogen-bot review --agents     with two agents that argue about it

Without --base, the change is compared with where it left the default branch
(origin/HEAD, main or master). The rules of the base's .autogen-bot.yaml hold.`

const evalExamples = `
Examples:
  autogen-bot eval cases --analysers-only               no key, no model
  autogen-bot eval cases --judge --out a.json           with the models of the environment; go on after Ctrl-C
  autogen-bot eval --golden golden.json --repos repos --fetch --judge --out b.json
  autogen-bot eval --compare a.json b.json

Models come from the environment, as for review --agents; AUTOGEN_JUDGE_MODEL names the judge.
Exits with 1 when a case could not be reviewed or judged, or when it was ended: run it again to go on.`

const actionSettings = `
Everything comes by environment; action.yml of this repository sets it:
  GITHUB_TOKEN             permissions: contents read, pull-requests write, checks write
  AUTOGEN_CHECK_FAIL_ON    ends with 1 when a finding is this bad or worse (default: high)
  AUTOGEN_CHECK_NAME       name of the check run (default: autogen-bot)
  GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_WORKSPACE, GITHUB_API_URL, GITHUB_STEP_SUMMARY
                           as the runner sets them; the workspace needs its history (fetch-depth: 0)

A token that may only read gives a review in the summary of the job, and annotations.`
