/**
 * What people do to make things better, each with who, why, the incident, and its undo in the journal. The entry is
 * written before the thing is done: nothing is ever changed of which nobody knows.
 */
import { type AccessRole, type Actor, may } from '../../domain/actor/actor.ts'
import type { JournalEntry } from '../../domain/journal/journal-entry.ts'
import { isSwitch, type Mitigation, roleForMitigation } from '../../domain/operations/mitigation.ts'
import type { SwitchCause, Switches } from '../../domain/operations/switches.ts'
import { fail, type Outcome } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Queue } from '../../ports/queue/queue.ts'
import type { Releases } from '../../ports/releases/releases.ts'
import type { Scaling } from '../../ports/scaling/scaling.ts'
import type { Jobs } from '../../ports/store/jobs.ts'
import type { Journal } from '../../ports/store/journal.ts'
import type { Settings } from '../../ports/store/settings.ts'
import { carryOutOnce } from './carry-out-once.ts'
import { changeSwitch } from './change-switch.ts'
import { findUndo } from './find-undo.ts'
import { inForce, readStoredSwitches, switchesSetting } from './stored-switches.ts'

export interface MitigationRequest {
  readonly actor: Actor
  readonly mitigation: Mitigation
  /** At most 500 characters. */
  readonly reason: string
  readonly incident: number | null
}

export interface UndoRequest extends Omit<MitigationRequest, 'mitigation'> {
  /** The number of the journal entry. */
  readonly entry: number
}

export interface MitigationDone {
  /** Null: it was so already, and nothing was written. */
  readonly entry: number | null
  /** What takes it back; null: nothing does. */
  readonly undo: Mitigation | null
  /** What came of it, a sentence. */
  readonly note: string
}

export interface MitigationFailure {
  readonly kind:
    | 'forbidden'
    | 'unknown'
    | 'not-undoable'
    | 'changed-since'
    | 'not-configured'
    | 'refused'
    | 'unreachable'
  readonly message: string
  readonly remedy: string
}

export interface MitigationList {
  readonly switches: Switches
  /** By mark, see `marksOf`. */
  readonly causes: Readonly<Record<string, SwitchCause>>
  /** Newest first: what was done lately. */
  readonly entries: readonly JournalEntry[]
}

export interface Mitigations {
  list(): Promise<MitigationList>
  carryOut(request: MitigationRequest): Promise<Outcome<MitigationDone, MitigationFailure>>
  undo(request: UndoRequest): Promise<Outcome<MitigationDone, MitigationFailure>>
}

export interface MitigationParts {
  readonly settings: Settings
  readonly journal: Journal
  readonly jobs: Pick<Jobs, 'release'>
  readonly queue: Pick<Queue, 'add' | 'pause' | 'resume'>
  /** @returns false when there is no such breaker */
  readonly resetBreaker: (name: string) => Promise<boolean>
  /** Calls the next level of people about an incident. */
  readonly pageMore: PageMore
  /** Whether there is such an incident: what is done about another would stand in the timeline of one to come. */
  readonly hasIncident: (id: number) => Promise<boolean>
  /** Null: no target is configured. */
  readonly releases: Releases | null
  readonly scaling: Scaling | null
  readonly clock: Clock
}

export type PageMore = (request: {
  readonly incident: number
  readonly actor: Actor
  readonly reason: string
}) => Promise<Outcome<{ readonly note: string }, MitigationFailure>>

export const reasonCharactersMax = 500
const listedEntriesMax = 30
const readEntriesMax = 200

export function createMitigations(parts: MitigationParts): Mitigations {
  return {
    async list() {
      const stored = readStoredSwitches(await parts.settings.read(switchesSetting))
      const recent = await parts.journal.list(null, readEntriesMax)
      const entries = recent.filter(({ action }) => action.startsWith('mitigation.'))
      return {
        switches: inForce(stored.switches, parts.clock.now()),
        causes: stored.causes,
        entries: entries.slice(0, listedEntriesMax),
      }
    },
    carryOut: (request) => carryOut(parts, request, null),
    async undo({ entry, actor, reason, incident }) {
      const found = await findUndo(parts, entry)
      if (!found.ok) return found
      const request = {
        actor,
        reason,
        incident: incident ?? found.value.incident,
        mitigation: found.value.undo,
      }
      return carryOut(parts, request, entry)
    },
  }
}

/** @param undoes the entry that this takes back */
async function carryOut(
  parts: MitigationParts,
  request: MitigationRequest,
  undoes: number | null,
): Promise<Outcome<MitigationDone, MitigationFailure>> {
  const { mitigation, actor } = request
  const needed = roleForMitigation[mitigation.kind]
  if (!may(actor, needed)) return fail(forbidden(actor, needed))
  if (request.incident !== null && !(await parts.hasIncident(request.incident)))
    return fail(noIncident(request.incident))
  const bounded = { ...request, reason: request.reason.slice(0, reasonCharactersMax) }
  return isSwitch(mitigation)
    ? changeSwitch(parts, { ...bounded, mitigation }, undoes)
    : carryOutOnce(parts, { ...bounded, mitigation })
}

function noIncident(id: number): MitigationFailure {
  const remedy = 'List them with "autogen-bot incident list --all".'
  return { kind: 'unknown', message: `There is no incident ${id}; nothing was done.`, remedy }
}

function forbidden({ name, role }: Actor, needed: AccessRole): MitigationFailure {
  return {
    kind: 'forbidden',
    message: `${name} is a ${role}; this needs a ${needed}.`,
    remedy: `Ask a ${needed}, or an admin for a token with that role.`,
  }
}
