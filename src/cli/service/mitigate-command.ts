/** `autogen-bot mitigate …`: what makes things better at once. */
import type { Backbone } from '../../app/service/backbone.ts'
import { findInstallation, findRepository } from '../../app/service/find-places.ts'
import {
  carryOutMitigation,
  listMitigations,
  type MitigationAnswer,
  undoMitigation,
} from '../../app/service/operate/mitigations.ts'
import type { Mitigation } from '../../domain/operations/mitigation.ts'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { jsonText } from '../render/json-text.ts'
import type { Terminal } from '../terminal.ts'
import { cliActor } from './cli-actor.ts'
import { type MitigationWords, type Refusal, wholeNumber } from './read-mitigation.ts'
import { renderMitigationDone, renderMitigations } from './render-mitigations.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface MitigateFlags extends ServiceFlags {
  readonly format: 'text' | 'json'
  readonly reason?: string
  readonly incident?: string
}

export function mitigateListCommand(flags: MitigateFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const list = await listMitigations(backbone)
    await terminal.answer(flags.format === 'json' ? jsonText(list) : renderMitigations(list, Date.now()))
    return exitCodes.done
  })
}

export function mitigateCommand(
  words: Outcome<MitigationWords, Refusal>,
  flags: MitigateFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  if (!words.ok) return Promise.resolve(refuse(terminal, words.failure))
  return withRequest(flags, terminal, async (backbone, facts) => {
    const mitigation = await mitigationOf(backbone, words.value)
    if (!mitigation.ok) return refuse(terminal, mitigation.failure)
    return answer(
      await carryOutMitigation(backbone, { ...facts, mitigation: mitigation.value }),
      flags,
      terminal,
    )
  })
}

export function mitigateUndoCommand(
  entry: string,
  flags: MitigateFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const sequence = wholeNumber(entry)
  if (sequence === null || sequence === 0) {
    const remedy = 'Give its number, as in "autogen-bot mitigate list".'
    return Promise.resolve(refuse(terminal, { message: 'This is no entry of the journal.', remedy }))
  }
  return withRequest(flags, terminal, async (backbone, facts) =>
    answer(await undoMitigation(backbone, { ...facts, entry: sequence }), flags, terminal),
  )
}

async function mitigationOf(
  backbone: Backbone,
  words: MitigationWords,
): Promise<Outcome<Mitigation, Refusal>> {
  switch (words.kind) {
    case 'fixed':
      return succeed(words.mitigation)
    case 'installation': {
      const found = findInstallation(backbone, words.text)
      const kind = words.isPause ? 'pause-installation' : 'resume-installation'
      return found.ok ? succeed({ kind, ...found.value }) : found
    }
    case 'repository': {
      const found = await findRepository(backbone, words.text)
      const kind = words.isPause ? 'pause-repository' : 'resume-repository'
      return found.ok ? succeed({ kind, ...found.value }) : found
    }
  }
}

interface RequestFacts {
  readonly actor: ReturnType<typeof cliActor>
  readonly reason: string
  readonly incident: number | null
}

function withRequest(
  flags: MitigateFlags,
  terminal: Terminal,
  use: (backbone: Backbone, facts: RequestFacts) => Promise<ExitCode>,
): Promise<ExitCode> {
  const incident = flags.incident === undefined ? null : wholeNumber(flags.incident)
  if (flags.incident !== undefined && (incident === null || incident === 0)) {
    const remedy = 'Give its number, as in "autogen-bot incident list".'
    return Promise.resolve(refuse(terminal, { message: '--incident is no number of an incident.', remedy }))
  }
  const facts = { actor: cliActor(), reason: flags.reason ?? 'No reason was given.', incident }
  return withBackbone(flags, terminal, (backbone) => use(backbone, facts))
}

async function answer(done: MitigationAnswer, flags: MitigateFlags, terminal: Terminal): Promise<ExitCode> {
  if (!done.ok) {
    refuse(terminal, done.failure)
    return exitOf(done.failure.kind)
  }
  await terminal.answer(flags.format === 'json' ? jsonText(done.value) : renderMitigationDone(done.value))
  return exitCodes.done
}

type FailureKind = Extract<MitigationAnswer, { readonly ok: false }>['failure']['kind']

function exitOf(kind: FailureKind): ExitCode {
  if (kind === 'not-configured') return exitCodes.notConfigured
  return kind === 'unreachable' ? exitCodes.internal : exitCodes.usage
}

function refuse(terminal: Terminal, { message, remedy }: Refusal): ExitCode {
  terminal.tell(`autogen-bot: ${printable(message)} ${printable(remedy)}\n`)
  return exitCodes.usage
}
