/** The words and options of `autogen-bot mitigate`. */
import type { Command } from 'commander'
import { lanes } from '../../domain/job/lane.ts'
import { switchableLogLevels } from '../../domain/operations/switches.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import type { MitigateFlags } from './mitigate-command.ts'
import {
  concurrencyFrom,
  fixed,
  lanesFrom,
  logLevelFrom,
  pageMoreFrom,
  type Read,
  workersFrom,
} from './read-mitigation.ts'
import { withFormat, withSettings } from './settings-options.ts'

export function addMitigate(program: Command, terminal: Terminal, onExit: (code: ExitCode) => void): void {
  const mitigate = program
    .command('mitigate')
    .description('Make things better at once; each is written down with its undo.')
  withFormat(
    withSettings(mitigate.command('list').description('Show what is switched, by whom and why.')),
  ).action(async (flags: MitigateFlags) => {
    const { mitigateListCommand } = await import('./mitigate-command.ts')
    onExit(await mitigateListCommand(flags, terminal))
  })

  const run = async (read: Read, flags: MitigateFlags) => {
    const { mitigateCommand } = await import('./mitigate-command.ts')
    onExit(await mitigateCommand(read, flags, terminal))
  }
  const add = (name: string, about: string) => withRequest(mitigate.command(name).description(about))

  add('pause', 'Begin no job; webhooks are still taken in and stored.').action((flags) =>
    run(fixed({ kind: 'pause-intake' }), flags),
  )
  add('resume', 'Undo a pause.').action((flags) => run(fixed({ kind: 'resume-intake' }), flags))
  add('shed', `Park the jobs of lanes: ${lanes.join(', ')}.`)
    .argument('<lanes...>', 'the least urgent ones are re-review and sweep')
    .action((names: string[], flags) => run(lanesFrom('shed-lanes', names), flags))
  add('unshed', 'Begin the jobs of lanes again, at once.')
    .argument('<lanes...>', 'as in "mitigate list"')
    .action((names: string[], flags) => run(lanesFrom('unshed-lanes', names), flags))
  add('analysers-only', 'Ask no language model, or ask them again.')
    .argument('<on|off>', 'whether')
    .action((text: string, flags) => run(analysersOnlyFrom(text), flags))
  addPlaces(add, run)
  add('concurrency', 'Set how many jobs each worker process does at a time.')
    .argument('<jobs>', 'a number, or "configured"')
    .action((text: string, flags) => run(concurrencyFrom(text), flags))
  add('log-level', 'Write more or less into the log for a time.')
    .argument('<level>', `${switchableLogLevels.join(', ')}, or "configured"`)
    .option('--for <time>', 'after which it goes back by itself', '30m')
    .action((text: string, flags: MitigateFlags & { readonly for: string }) =>
      run(logLevelFrom(text, flags.for, Date.now()), flags),
    )
  add('reset', 'Close a breaker: the next job goes through.')
    .argument('<breaker>', 'as in "circuit list"')
    .action((breaker: string, flags) => run(fixed({ kind: 'reset-breaker', breaker }), flags))
  add('page-more', 'Call the next level of people about an incident.').action((flags: MitigateFlags) =>
    run(pageMoreFrom(flags.incident), flags),
  )
  add('rollback', 'Put a release back.')
    .argument('[release]', 'which (default: the one before)')
    .action((to: string | undefined, flags) => run(fixed({ kind: 'rollback', to: to ?? null }), flags))
  add('scale', 'Set how many worker processes there are.')
    .argument('<workers>', 'a number')
    .action((text: string, flags) => run(workersFrom(text), flags))
  add('undo', 'Take back what an entry of the journal tells.')
    .argument('<entry>', 'its number, as in "mitigate list"')
    .action(async (entry: string, flags: MitigateFlags) => {
      const { mitigateUndoCommand } = await import('./mitigate-command.ts')
      onExit(await mitigateUndoCommand(entry, flags, terminal))
    })
}

function addPlaces(
  add: (name: string, about: string) => Command,
  run: (read: Read, flags: MitigateFlags) => Promise<void>,
): void {
  for (const isPause of [true, false]) {
    const verb = isPause ? 'pause' : 'resume'
    const about = isPause ? 'Park the jobs of' : 'Begin the jobs again of'
    add(`${verb}-installation`, `${about} one installation.`)
      .argument('<installation>', 'its number, with the App before it when there are several: main/11')
      .action((text: string, flags) =>
        run({ ok: true, value: { kind: 'installation', isPause, text } }, flags),
      )
    add(`${verb}-repository`, `${about} one repository.`)
      .argument('<repository>', 'owner/name, or App and number: main/21')
      .action((text: string, flags) => run({ ok: true, value: { kind: 'repository', isPause, text } }, flags))
  }
}

function analysersOnlyFrom(text: string): Read {
  if (text === 'on') return fixed({ kind: 'analysers-only-on' })
  if (text === 'off') return fixed({ kind: 'analysers-only-off' })
  return { ok: false, failure: { message: 'It is switched on or off.', remedy: 'Write "on" or "off".' } }
}

function withRequest(command: Command): Command {
  return withFormat(withSettings(command))
    .option('--reason <text>', 'why, for the journal')
    .option('--incident <number>', 'the incident that it is done for')
}
