/** The commands of the service and its operators: their words and options. */
import { type Command, Option } from 'commander'
import { roles } from '../../app/service/role.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { addAccess } from './access-program.ts'
import { addAlerts } from './alerts-program.ts'
import { addBackup } from './backup-program.ts'
import { addCost } from './cost-program.ts'
import { addIncidents } from './incident-program.ts'
import { addKpi } from './kpi-program.ts'
import { addMitigate } from './mitigate-program.ts'
import { addNotify } from './notify-program.ts'
import { addRunbook } from './runbook-program.ts'
import { addSecurity } from './security-program.ts'
import type { ServeFlags } from './serve-command.ts'
import { withFormat, withSettings } from './settings-options.ts'
import { addUpkeep } from './upkeep-program.ts'

type OnExit = (code: ExitCode) => void

export function addServiceCommands(program: Command, terminal: Terminal, onExit: OnExit): void {
  addServe(program, terminal, onExit)
  addSetup(program, terminal, onExit)
  addQueue(program, terminal, onExit)
  addGithub(program, terminal, onExit)
  addCircuit(program, terminal, onExit)
  addFeedback(program, terminal, onExit)
  addBackup(program, terminal, onExit)
  addMitigate(program, terminal, onExit)
  addAccess(program, terminal, onExit)
  addUpkeep(program, terminal, onExit)
  addNotify(program, terminal, onExit)
  addAlerts(program, terminal, onExit)
  addRunbook(program, terminal, onExit)
  addKpi(program, terminal, onExit)
  addCost(program, terminal, onExit)
  addIncidents(program, terminal, onExit)
  addSecurity(program, terminal, onExit)
}

function addServe(program: Command, terminal: Terminal, onExit: OnExit): void {
  withSettings(
    program
      .command('serve')
      .description('Run the GitHub App: webhook, inbox, queue, worker, published review.')
      .addOption(new Option('--role <role>', 'what this process does').choices(roles).default('all'))
      .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
      .option('--port <port>', 'port to listen on (default: 3000)'),
  ).action(async (flags: ServeFlags) => {
    const { limitHeap } = await import('./limit-heap.ts')
    limitHeap(flags)
    const { serveCommand } = await import('./serve-command.ts')
    onExit(await serveCommand(flags, terminal))
  })
  withFormat(
    withSettings(
      program
        .command('doctor')
        .description('Check everything the service depends on; ends with 1 when something is broken.'),
    ),
  ).action(async (flags) => {
    const { doctorCommand } = await import('./doctor-command.ts')
    onExit(await doctorCommand(flags, terminal))
  })
}

function addSetup(program: Command, terminal: Terminal, onExit: OnExit): void {
  withSettings(
    program
      .command('setup')
      .description('Create the GitHub App with exactly the permissions it needs, and store its credentials.')
      .option('--name <name>', "the App's name; it has to be free on the host", 'autogen-bot')
      .option('--public-url <url>', 'where the host reaches this service, e.g. https://reviews.example.com')
      .option('--web-url <url>', 'the host: github.com or an Enterprise Server', 'https://github.com')
      .option('--organisation <login>', 'create it for an organisation')
      .addOption(
        new Option(
          '--contents <access>',
          'with read, threads of mended findings get a note instead of being resolved',
        )
          .choices(['read', 'write'])
          .default('write'),
      )
      .addOption(
        new Option('--issues <access>', 'with write, a notifier can tell incidents as issues')
          .choices(['read', 'write'])
          .default('read'),
      )
      .option('--port <port>', 'port of the page on this machine; 0 takes any free one', '0'),
  ).action(async (flags) => {
    const { setupCommand } = await import('./setup-command.ts')
    onExit(await setupCommand(flags, terminal))
  })
}

function addQueue(program: Command, terminal: Terminal, onExit: OnExit): void {
  const queue = program.command('queue').description('The work that waits.')
  withFormat(
    withSettings(queue.command('status').description('Show what waits, runs and was given up.')),
  ).action(async (flags) => {
    const { queueStatusCommand } = await import('./queue-command.ts')
    onExit(await queueStatusCommand(flags, terminal))
  })
  withSettings(queue.command('pause').description('Begin nothing new; what runs goes on.')).action(
    async (flags) => {
      const { queuePauseCommand } = await import('./queue-command.ts')
      onExit(await queuePauseCommand(flags, terminal))
    },
  )
  withSettings(queue.command('resume').description('Undo a pause.')).action(async (flags) => {
    const { queueResumeCommand } = await import('./queue-command.ts')
    onExit(await queueResumeCommand(flags, terminal))
  })
  withSettings(
    queue
      .command('retry')
      .description('Begin dead jobs again.')
      .argument('[jobs...]', 'numbers, as in "queue status"')
      .option('--all', 'every dead one', false),
  ).action(async (jobs: string[], flags) => {
    const { queueRetryCommand } = await import('./queue-command.ts')
    onExit(await queueRetryCommand(jobs, flags, terminal))
  })
  withFormat(
    withSettings(queue.command('show').description('Show one job.').argument('<job>', 'its number')),
  ).action(async (job: string, flags) => {
    const { queueShowCommand } = await import('./queue-command.ts')
    onExit(await queueShowCommand(job, flags, terminal))
  })
}

function addGithub(program: Command, terminal: Terminal, onExit: OnExit): void {
  const github = program.command('github').description('What the code host says.')
  withHost(
    github.command('rate-limit').description('Show what is left of the limits of each installation.'),
  ).action(async (flags) => {
    const { rateLimitCommand } = await import('./github-command.ts')
    onExit(await rateLimitCommand(flags, terminal))
  })
  withHost(
    github
      .command('token')
      .description('Print a token of an installation, for GITHUB_TOKEN; it lives an hour.')
      .addHelpText('after', '\nExample: GITHUB_TOKEN=$(autogen-bot github token) gh api rate_limit'),
  ).action(async (flags) => {
    const { tokenCommand } = await import('./github-command.ts')
    onExit(await tokenCommand(flags, terminal))
  })
  withHost(
    github
      .command('deliveries')
      .description("Show the host's list of webhooks, and which of them are not in the inbox.")
      .option('--missing', 'only those that are not in the inbox', false)
      .option('--limit <count>', 'how many of the newest', '100'),
  ).action(async (flags) => {
    const { deliveriesCommand } = await import('./github-command.ts')
    onExit(await deliveriesCommand(flags, terminal))
  })
  withHost(
    github
      .command('redeliver')
      .description('Ask the host to send webhooks again.')
      .argument('[deliveries...]', 'numbers, as in "github deliveries"')
      .option('--missing', 'every one that is not in the inbox', false),
  ).action(async (deliveries: string[], flags) => {
    const { redeliverCommand } = await import('./github-command.ts')
    onExit(await redeliverCommand(deliveries, flags, terminal))
  })
}

function addCircuit(program: Command, terminal: Terminal, onExit: OnExit): void {
  const circuit = program
    .command('circuit')
    .description('Breakers that keep failing repositories and dependencies apart.')
  withFormat(
    withSettings(circuit.command('list').description('Show every breaker that has counted a failure.')),
  ).action(async (flags) => {
    const { circuitListCommand } = await import('./circuit-command.ts')
    onExit(await circuitListCommand(flags, terminal))
  })
  withSettings(
    circuit
      .command('reset')
      .description('Close a breaker: the next job goes through.')
      .argument('<name>', 'as in "circuit list"'),
  ).action(async (name: string, flags) => {
    const { circuitResetCommand } = await import('./circuit-command.ts')
    onExit(await circuitResetCommand(name, flags, terminal))
  })
}

function addFeedback(program: Command, terminal: Terminal, onExit: OnExit): void {
  const feedback = withFormat(
    withSettings(
      program
        .command('feedback')
        .description('What people made of the findings, by rule, and which rules are demoted for it.')
        .option('--repo <owner/name>', 'only this repository'),
    ),
  ).action(async (flags) => {
    const { feedbackCommand } = await import('./feedback-command.ts')
    onExit(await feedbackCommand(flags, terminal))
  })
  withSettings(
    feedback
      .command('restore')
      .description('Undo a demotion.')
      .argument('<rule>', 'as in a finding')
      .requiredOption('--repo <owner/name>', 'where'),
  ).action(async (rule: string, flags) => {
    const { feedbackRestoreCommand } = await import('./feedback-command.ts')
    onExit(await feedbackRestoreCommand(rule, flags, terminal))
  })
}

function withHost(command: Command): Command {
  return withFormat(withSettings(command))
    .option('--app <name>', 'which App, when there are several')
    .option('--installation <id>', 'which installation')
}
