/** The words and options of `autogen-bot incident` and `audit`. */
import { type Command, Option } from 'commander'
import { alertSeverities } from '../../domain/alert/alert.ts'
import type { IncidentCommand } from '../../domain/incident/incident-command.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import type { IncidentFlags } from './incident-command.ts'
import { withFormat, withSettings } from './settings-options.ts'

type OnExit = (code: ExitCode) => void

export function addIncidents(program: Command, terminal: Terminal, onExit: OnExit): void {
  const incident = program
    .command('incident')
    .description('What is wrong, what is done about it, and what was learned.')
  addLooks(incident, terminal, onExit)
  addPhases(incident, terminal, onExit)
  addWords(incident, terminal, onExit)
  addAudit(program, terminal, onExit)
}

function addLooks(incident: Command, terminal: Terminal, onExit: OnExit): void {
  withFormat(withSettings(incident.command('list').description('Show the incidents that are not over.')))
    .option('--all', 'those that are over too', false)
    .option('--limit <count>', 'how many of the newest', '50')
    .action(async (flags) => {
      const { incidentListCommand } = await import('./incident-command.ts')
      onExit(await incidentListCommand(flags, terminal))
    })
  const look = (name: string, about: string) =>
    withFormat(withSettings(incident.command(name).description(about))).argument('<incident>', 'its number')
  look('show', 'Show one: what to do next, what was seen when it began, everything since.').action(
    async (id: string, flags) => {
      const { incidentShowCommand } = await import('./incident-command.ts')
      onExit(await incidentShowCommand(id, flags, terminal))
    },
  )
  look('report', 'Print the post-incident report, Markdown.').action(async (id: string, flags) => {
    const { incidentReportCommand } = await import('./incident-command.ts')
    onExit(await incidentReportCommand(id, flags, terminal))
  })
  withFormat(
    withSettings(
      incident.command('times').description('Show how long recovery takes and how long it holds.'),
    ),
  ).action(async (flags) => {
    const { incidentTimesCommand } = await import('./incident-command.ts')
    onExit(await incidentTimesCommand(flags, terminal))
  })
}

type Doing = (id: string, command: IncidentCommand, flags: IncidentFlags) => Promise<void>

function doingWith(terminal: Terminal, onExit: OnExit): Doing {
  return async (id, command, flags) => {
    const { incidentDoCommand } = await import('./incident-command.ts')
    onExit(await incidentDoCommand(id, command, flags, terminal))
  }
}

function addPhases(incident: Command, terminal: Terminal, onExit: OnExit): void {
  const run = doingWith(terminal, onExit)
  const add = (name: string, about: string) => changing(incident, name, about)
  withAs(
    withFormat(withSettings(incident.command('declare').description('Open one that no alert has seen.'))),
  )
    .argument('<title...>', 'what is wrong')
    .addOption(severityOption().default('P3'))
    .action(async (title: string[], flags) => {
      const { incidentDeclareCommand } = await import('./incident-command.ts')
      onExit(await incidentDeclareCommand(title.join(' '), flags, terminal))
    })
  add('ack', 'Take it: calls stop.').action((id, flags) => run(id, { kind: 'acknowledge' }, flags))
  add('assess', 'Write down impact and plan, and tell the channel (P2, P3).')
    .requiredOption('--impact <text>', 'what it does to whom')
    .requiredOption('--plan <text>', 'what is going to be done')
    .option('--escalate', 'call the next level too', false)
    .action((id, flags) =>
      run(id, { kind: 'assess', impact: flags.impact, plan: flags.plan, isEscalated: flags.escalate }, flags),
    )
  add('investigate', 'Look for the cause; also the way back from a mitigation that did not help.').action(
    (id, flags) => run(id, { kind: 'investigate' }, flags),
  )
  add('hypothesis', 'Write down what you think it is.')
    .argument('<text...>', 'in a sentence')
    .action((id: string, text: string[], flags) =>
      run(id, { kind: 'hypothesise', text: text.join(' ') }, flags),
    )
  add('mitigate', 'Write down what you do against it.')
    .argument('<what...>', 'in a sentence')
    .option('--undo <how>', 'how to take it back')
    .action((id: string, what: string[], flags) =>
      run(id, { kind: 'mitigate', action: what.join(' '), undo: flags.undo ?? null }, flags),
    )
  add('monitor', 'It helped: watch.').action((id, flags) => run(id, { kind: 'monitor' }, flags))
  add('resolve', 'It is over: checked, and quiet for long enough.')
    .option('--despite <reason>', 'without check and watch; for administrators')
    .action((id, flags) => run(id, { kind: 'resolve', despite: flags.despite ?? null }, flags))
  add('reopen', 'It was not over.')
    .requiredOption('--reason <text>', 'why')
    .action((id, flags) => run(id, { kind: 'reopen', reason: flags.reason }, flags))
  add('review', 'Close it with what was learned.')
    .requiredOption('--cause <text>', 'what it was')
    .action((id, flags) => run(id, { kind: 'review', cause: flags.cause }, flags))
}

function addWords(incident: Command, terminal: Terminal, onExit: OnExit): void {
  const run = doingWith(terminal, onExit)
  const add = (name: string, about: string) => changing(incident, name, about)
  add('severity', 'Raise or lower it.')
    .addArgument(severityArgument(incident))
    .requiredOption('--reason <text>', 'why')
    .action((id: string, severity, flags) =>
      run(id, { kind: 'change-severity', severity, reason: flags.reason }, flags),
    )
  add('note', 'Write something into the timeline.')
    .argument('<text...>', 'anything worth knowing later')
    .action((id: string, text: string[], flags) => run(id, { kind: 'note', text: text.join(' ') }, flags))
  add('status', 'Tell the channel how it stands.')
    .argument('<text...>', 'in a sentence')
    .action((id: string, text: string[], flags) => run(id, { kind: 'announce', text: text.join(' ') }, flags))
  add('engage', 'Call more people.')
    .requiredOption('--reason <text>', 'why')
    .option('--level <number>', 'which level of the escalation (default: the next one)')
    .action((id, flags) =>
      run(
        id,
        {
          kind: 'engage',
          level: flags.level === undefined ? null : Number(flags.level),
          reason: flags.reason,
        },
        flags,
      ),
    )
  add('assign', 'Name somebody who works on it.')
    .argument('<person>', 'a name')
    .action((id: string, person: string, flags) => run(id, { kind: 'assign', person }, flags))
  add('follow-up', 'Write down what is to be done later, or that it is done.')
    .argument('[text...]', 'what')
    .option('--owner <name>', 'who')
    .option('--due <date>', 'until when, e.g. 2026-12-01')
    .option('--done <number>', 'this one is done')
    .action((id: string, text: string[], flags) =>
      run(
        id,
        flags.done === undefined
          ? {
              kind: 'add-follow-up',
              text: text.join(' '),
              owner: flags.owner ?? null,
              due: flags.due ?? null,
            }
          : { kind: 'end-follow-up', number: Number(flags.done) },
        flags,
      ),
    )
}

function addAudit(program: Command, terminal: Terminal, onExit: OnExit): void {
  const audit = program.command('audit').description('The journal of everything that was done.')
  withFormat(
    withSettings(
      audit.command('verify').description('Check its chain of hashes; ends with 1 when it is broken.'),
    ),
  ).action(async (flags) => {
    const { auditVerifyCommand } = await import('./audit-command.ts')
    onExit(await auditVerifyCommand(flags, terminal))
  })
  withFormat(withSettings(audit.command('list').description('Show its newest entries.')))
    .option('--limit <count>', 'how many', '50')
    .option('--before <number>', 'only entries before this one')
    .action(async (flags) => {
      const { auditListCommand } = await import('./audit-command.ts')
      onExit(await auditListCommand(flags, terminal))
    })
}

function changing(incident: Command, name: string, about: string): Command {
  return withAs(withFormat(withSettings(incident.command(name).description(about)))).argument(
    '<incident>',
    'its number',
  )
}

function withAs(command: Command): Command {
  return command.option('--as <name>', 'in whose name, also NAME:ROLE (default: the user of this machine)')
}

function severityOption(): Option {
  return new Option('--severity <severity>', 'how bad it is').choices(alertSeverities)
}

function severityArgument(incident: Command) {
  return incident.createArgument('<severity>', 'P1, P2 or P3').choices(alertSeverities)
}
