/** The mitigations over store, queue and breakers of this process. */
import { fail, succeed } from '../../../domain/outcome.ts'
import type { Incidents } from '../../../ops/incidents/incidents.ts'
import {
  createMitigations,
  type MitigationDone,
  type MitigationList,
  type MitigationRequest,
  type Mitigations,
  type PageMore,
  type UndoRequest,
} from '../../../ops/mitigations/mitigations.ts'
import type { Backbone } from '../backbone.ts'
import { circuitName } from '../circuit-text.ts'
import { openIncidents } from '../watch/incidents.ts'
import { watchClock } from '../watch/watch-clock.ts'

export function openMitigations(
  { store, queue, circuits }: Pick<Backbone, 'store' | 'queue' | 'circuits'>,
  pageMore: PageMore,
): Mitigations {
  return createMitigations({
    settings: store.settings,
    journal: store.journal,
    jobs: store.jobs,
    queue,
    resetBreaker: async (name) => {
      const parsed = circuitName(name)
      return parsed !== null && circuits.reset(parsed)
    },
    pageMore,
    hasIncident: async (id) => (await store.incidents.find(id)) !== null,
    // What releases and scales this service is not known yet.
    releases: null,
    scaling: null,
    clock: watchClock(),
  })
}

/** The next level that was not called about the incident. */
export function pageMoreBy(incidents: Pick<Incidents, 'command'>): PageMore {
  return async ({ incident, actor, reason }) => {
    const engaged = await incidents.command(incident, { kind: 'engage', level: null, reason }, actor)
    if (engaged.ok) {
      // Those that are still to come are in there too.
      const [called] = engaged.value.calls.toSorted((one, other) => (other.lastAt ?? 0) - (one.lastAt ?? 0))
      const level = called?.level ?? 0
      return succeed({ note: `Level ${level} of the escalation is called about incident ${incident}.` })
    }
    const { kind, message, remedy } = engaged.failure
    const known = kind === 'unknown' ? 'unknown' : kind === 'not-allowed' ? 'forbidden' : 'changed-since'
    return fail({ kind: known, message, remedy })
  }
}

/** A command ends when it is done: with it what an incident had to do beside. */
function openForCommand(backbone: Backbone): Mitigations {
  return openMitigations(backbone, async (request) => {
    const incidents = openIncidents(backbone)
    const paged = await pageMoreBy(incidents)(request)
    await incidents.settled()
    return paged
  })
}

export type MitigationAnswer = Awaited<ReturnType<Mitigations['carryOut']>>
export type MitigationResult = MitigationDone
export type ListedMitigations = MitigationList

/** The CLI's doors: it may not know `ops`. */
export function listMitigations(backbone: Backbone): Promise<MitigationList> {
  return openForCommand(backbone).list()
}

export function carryOutMitigation(
  backbone: Backbone,
  request: MitigationRequest,
): Promise<MitigationAnswer> {
  return openForCommand(backbone).carryOut(request)
}

export function undoMitigation(backbone: Backbone, request: UndoRequest): Promise<MitigationAnswer> {
  return openForCommand(backbone).undo(request)
}
