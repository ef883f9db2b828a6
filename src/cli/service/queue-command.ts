/** `autogen-bot queue status|pause|resume|retry|show` */
import type { Backbone } from '../../app/service/backbone.ts'
import { carryOutMitigation } from '../../app/service/operate/mitigations.ts'
import { findJob, queueStatus, retryJobs } from '../../app/service/operate/queue.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { cliActor } from './cli-actor.ts'
import { renderJob, renderQueueStatus } from './render-queue.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface QueueStatusFlags extends ServiceFlags {
  readonly format: 'text' | 'json'
}

export function queueStatusCommand(flags: QueueStatusFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const status = await queueStatus(backbone)
    await terminal.answer(
      flags.format === 'json'
        ? `${JSON.stringify(status, null, 2)}\n`
        : renderQueueStatus(status, Date.now()),
    )
    return exitCodes.done
  })
}

export function queuePauseCommand(flags: ServiceFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const paused = await switchIntake(backbone, 'pause-intake')
    if (!paused.ok) return refuse(terminal, paused.failure)
    await terminal.answer(
      'Paused: what runs goes on, nothing new is begun. Undo it with "autogen-bot queue resume".\n',
    )
    return exitCodes.done
  })
}

export function queueResumeCommand(flags: ServiceFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const resumed = await switchIntake(backbone, 'resume-intake')
    if (!resumed.ok) return refuse(terminal, resumed.failure)
    await terminal.answer('Resumed.\n')
    return exitCodes.done
  })
}

export function queueRetryCommand(
  jobs: readonly string[],
  flags: ServiceFlags & { readonly all: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  if (flags.all === jobs.length > 0) {
    terminal.tell('autogen-bot: name the jobs to retry, or --all for every dead one.\n')
    return Promise.resolve(exitCodes.usage)
  }
  return withBackbone(flags, terminal, async (backbone) => {
    const retried = await retryJobs(backbone, flags.all ? null : jobs)
    if (!retried.ok) return refuse(terminal, retried.failure)
    await terminal.answer(`${retried.value} ${retried.value === 1 ? 'job waits' : 'jobs wait'} again.\n`)
    return exitCodes.done
  })
}

export function queueShowCommand(
  job: string,
  flags: ServiceFlags & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const found = await findJob(backbone, job)
    if (found === null) {
      terminal.tell(
        `autogen-bot: there is no job ${printable(JSON.stringify(job))}; see "autogen-bot queue status".\n`,
      )
      return exitCodes.usage
    }
    await terminal.answer(
      flags.format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : renderJob(found, Date.now()),
    )
    return exitCodes.done
  })
}

/** The short form of `mitigate pause` and `mitigate resume`. */
function switchIntake(backbone: Backbone, kind: 'pause-intake' | 'resume-intake') {
  const reason = `"autogen-bot queue ${kind === 'pause-intake' ? 'pause' : 'resume'}"`
  return carryOutMitigation(backbone, { actor: cliActor(), mitigation: { kind }, reason, incident: null })
}

function refuse(
  terminal: Terminal,
  failure: { readonly message: string; readonly remedy: string },
): ExitCode {
  terminal.tell(`autogen-bot: ${failure.message} ${failure.remedy}\n`)
  return exitCodes.internal
}
