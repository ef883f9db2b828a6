/** Incidents and the journal as the command line asks for them: it may not know `ops`. */
import type { Actor } from '../../../domain/actor/actor.ts'
import type { Incident, IncidentState } from '../../../domain/incident/incident.ts'
import type { IncidentCommand, IncidentRefusal } from '../../../domain/incident/incident-command.ts'
import type { JournalEntry } from '../../../domain/journal/journal-entry.ts'
import type { Outcome } from '../../../domain/outcome.ts'
import type {
  Declaration,
  RecoveryTimes as Times,
  IncidentView as View,
} from '../../../ops/incidents/incidents.ts'
import type { ChainVerdict as Verdict } from '../../../ops/journal/verify-chain.ts'
import { verifyJournal } from '../../../ops/journal/verify-journal.ts'
import type { Backbone } from '../backbone.ts'
import { openIncidents } from '../watch/incidents.ts'
import { watchClock } from '../watch/watch-clock.ts'

export type IncidentView = View
export type RecoveryTimes = Times
export type ChainVerdict = Verdict

/** What time it is for incidents: in a drill it runs faster. */
export function incidentNow(): number {
  return watchClock().now()
}

export function listIncidents(
  backbone: Backbone,
  states: readonly IncidentState[] | null,
  limit: number,
): Promise<readonly Incident[]> {
  return openIncidents(backbone).list({ states, before: null, limit })
}

export function showIncident(backbone: Backbone, id: number): Promise<IncidentView | null> {
  return openIncidents(backbone).show(id)
}

export function commandIncident(
  backbone: Backbone,
  id: number,
  command: IncidentCommand,
  actor: Actor,
): Promise<Outcome<Incident, IncidentRefusal>> {
  return openIncidents(backbone).command(id, command, actor)
}

export function declareIncident(
  backbone: Backbone,
  declaration: Declaration,
  actor: Actor,
): Promise<Outcome<Incident, IncidentRefusal>> {
  return openIncidents(backbone).declare(declaration, actor)
}

export function reportIncident(backbone: Backbone, id: number): Promise<string | null> {
  return openIncidents(backbone).report(id)
}

export function incidentTimes(backbone: Backbone): Promise<RecoveryTimes> {
  return openIncidents(backbone).recoveryTimes()
}

/** A break that a person finds is an event as well as one that the regular look finds. */
export async function verifyAudit({ store }: Pick<Backbone, 'store'>): Promise<ChainVerdict> {
  const verdict = await verifyJournal(store)
  if (verdict.broken !== null) {
    const { sequence, reason } = verdict.broken
    const detail = { sequence: String(sequence), reason }
    await store.security.record({ kind: 'audit-chain-broken', app: null, at: incidentNow(), detail })
  }
  return verdict
}

export function listAudit(
  { store }: Pick<Backbone, 'store'>,
  before: number | null,
  limit: number,
): Promise<readonly JournalEntry[]> {
  return store.journal.list(before, limit)
}
