/** `autogen-bot incident …`: what is wrong, what is done about it, what was learned. */
import type { Backbone } from '../../app/service/backbone.ts'
import {
  commandIncident,
  declareIncident,
  incidentNow,
  incidentTimes,
  listIncidents,
  reportIncident,
  showIncident,
} from '../../app/service/operate/incidents.ts'
import { type Actor, accessRoles } from '../../domain/actor/actor.ts'
import type { AlertSeverity } from '../../domain/alert/alert.ts'
import type { Incident, IncidentState } from '../../domain/incident/incident.ts'
import type { IncidentCommand } from '../../domain/incident/incident-command.ts'
import type { Outcome } from '../../domain/outcome.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { jsonText } from '../render/json-text.ts'
import type { Terminal } from '../terminal.ts'
import { cliActor } from './cli-actor.ts'
import {
  renderIncident,
  renderIncidentChanged,
  renderIncidentList,
  renderRecoveryTimes,
} from './render-incidents.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface IncidentFlags extends ServiceFlags {
  readonly format: 'text' | 'json'
  readonly as?: string
}

const openStates: readonly IncidentState[] = ['OPEN', 'ACKED', 'INVESTIGATING', 'MITIGATING', 'MONITORING']

export function incidentListCommand(
  flags: IncidentFlags & { readonly all: boolean; readonly limit: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const limit = numberFrom(flags.limit)
    if (limit === null) return wrong(terminal, '--limit is not a number', 'Write a number such as 20.')
    const incidents = await listIncidents(backbone, flags.all ? null : openStates, limit)
    await answer(terminal, flags, incidents, renderIncidentList(incidents, incidentNow()))
    return exitCodes.done
  })
}

export function incidentShowCommand(
  text: string,
  flags: IncidentFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  return withIncident(text, flags, terminal, async (backbone, id) => {
    const view = await showIncident(backbone, id)
    if (view === null) return unknown(terminal, text)
    await answer(terminal, flags, view, renderIncident(view, incidentNow()))
    return exitCodes.done
  })
}

export function incidentReportCommand(
  text: string,
  flags: IncidentFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  return withIncident(text, flags, terminal, async (backbone, id) => {
    const report = await reportIncident(backbone, id)
    if (report === null) return unknown(terminal, text)
    await answer(terminal, flags, { incident: id, report }, report)
    return exitCodes.done
  })
}

export function incidentTimesCommand(flags: IncidentFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const times = await incidentTimes(backbone)
    await answer(terminal, flags, times, renderRecoveryTimes(times))
    return exitCodes.done
  })
}

/** What does something to an incident. */
export function incidentDoCommand(
  text: string,
  command: IncidentCommand,
  flags: IncidentFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  return withIncident(text, flags, terminal, async (backbone, id, actor) =>
    told(terminal, flags, await commandIncident(backbone, id, command, actor)),
  )
}

export function incidentDeclareCommand(
  title: string,
  flags: IncidentFlags & { readonly severity: AlertSeverity },
  terminal: Terminal,
): Promise<ExitCode> {
  return withActor(flags, terminal, async (backbone, actor) => {
    if (title.trim() === '') return wrong(terminal, 'The title is empty', 'Say in a few words what is wrong.')
    return told(terminal, flags, await declareIncident(backbone, { severity: flags.severity, title }, actor))
  })
}

async function told(
  terminal: Terminal,
  flags: IncidentFlags,
  outcome: Outcome<Incident, { readonly message: string; readonly remedy: string }>,
): Promise<ExitCode> {
  if (!outcome.ok) return wrong(terminal, outcome.failure.message, outcome.failure.remedy)
  await answer(terminal, flags, outcome.value, renderIncidentChanged(outcome.value))
  return exitCodes.done
}

function withIncident(
  text: string,
  flags: IncidentFlags,
  terminal: Terminal,
  use: (backbone: Backbone, id: number, actor: Actor) => Promise<ExitCode>,
): Promise<ExitCode> {
  const id = numberFrom(text)
  if (id === null) return Promise.resolve(unknown(terminal, text))
  return withActor(flags, terminal, (backbone, actor) => use(backbone, id, actor))
}

function withActor(
  flags: IncidentFlags,
  terminal: Terminal,
  use: (backbone: Backbone, actor: Actor) => Promise<ExitCode>,
): Promise<ExitCode> {
  const actor = actorFrom(flags.as)
  if (actor === null)
    return Promise.resolve(
      wrong(terminal, '--as names nobody', 'Write NAME, or NAME:ROLE with a role such as responder.'),
    )
  return withBackbone(flags, terminal, (backbone) => use(backbone, actor))
}

/** @param text `ann`, `ann:responder`: for somebody else, e.g. by a script that knows who asked */
function actorFrom(text: string | undefined): Actor | null {
  const own = cliActor()
  if (text === undefined) return own
  const [, name = '', wanted = own.role] = /^([^:\s]{1,64})(?::([a-z]+))?$/.exec(text) ?? []
  const role = accessRoles.find((one) => one === wanted)
  return name === '' || role === undefined ? null : { ...own, name: printable(name), role }
}

function numberFrom(text: string): number | null {
  return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : null
}

async function answer(
  terminal: Terminal,
  { format }: IncidentFlags,
  value: unknown,
  text: string,
): Promise<void> {
  await terminal.answer(format === 'json' ? jsonText(value) : text)
}

function unknown(terminal: Terminal, text: string): ExitCode {
  return wrong(
    terminal,
    `There is no incident ${printable(JSON.stringify(text))}`,
    'See "autogen-bot incident list --all".',
  )
}

function wrong(terminal: Terminal, message: string, remedy: string): ExitCode {
  terminal.tell(`autogen-bot: ${printable(message.replace(/\.$/, ''))}. ${printable(remedy)}\n`)
  return exitCodes.usage
}
