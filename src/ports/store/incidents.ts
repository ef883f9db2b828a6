/**
 * Incidents' rows. Promise: a change is written whole, together with its journal entries and the messages that it leads
 * to, or not at all; of two that change the same incident at once one is told to look again; so are two that open an
 * incident at once, because what the second one saw may belong to the first. An alert is in one open incident at most.
 */
import type { Incident, IncidentState } from '../../domain/incident/incident.ts'
import type { NewJournalEntry } from '../../domain/journal/journal-entry.ts'
import type { Notification } from '../../domain/notification/notification.ts'

export interface IncidentRows {
  /** Those that are not over, and those resolved since then; oldest first. */
  current(resolvedSince: number): Promise<CurrentIncidents>
  find(id: number): Promise<Incident | null>
  /** Newest first. */
  list(
    states: readonly IncidentState[] | null,
    before: number | null,
    limit: number,
  ): Promise<readonly Incident[]>
  save(change: IncidentSave): Promise<'saved' | 'changed-meanwhile'>
  /** Messages that were not handed over, oldest first. */
  unsent(limit: number): Promise<readonly UnsentMessage[]>
  handedOver(ids: readonly number[]): Promise<void>
  addEvidence(bundle: EvidenceBundle): Promise<void>
  /** Newest first. */
  evidenceOf(incident: number, limit: number): Promise<readonly EvidenceBundle[]>
  /** Alerts whose runbook page was run. @returns false when it was already marked */
  markDiagnosed(incident: number, alertKey: string, at: number): Promise<boolean>
  /** Times of the incidents whose onset lies after `since`. */
  times(since: number): Promise<readonly IncidentTimes[]>
}

export interface CurrentIncidents {
  readonly incidents: readonly Incident[]
  /** The greatest number that was given; the next incident has the one after. */
  readonly lastId: number
  /** Alerts, by incident and key, whose runbook page was run. */
  readonly diagnosed: ReadonlySet<string>
}

export interface IncidentSave {
  /** With its new version; version 1 is a new incident, whose id is the last one plus 1. */
  readonly incident: Incident
  readonly entries: readonly NewJournalEntry[]
  readonly messages: readonly Notification[]
}

export interface UnsentMessage {
  readonly id: number
  readonly notification: Notification
}

export interface EvidenceBundle {
  readonly incident: number
  readonly collectedAt: number
  /** SHA-256 of `probes` as JSON, hex: the journal holds it too. */
  readonly digest: string
  readonly probes: readonly ProbeAnswer[]
}

export interface ProbeAnswer {
  readonly name: string
  readonly result: 'answered' | 'failed' | 'late'
  readonly tookMs: number
  /** Redacted and bounded JSON of what it saw; the reason in a sentence when there is none. */
  readonly seen: unknown
}

export interface IncidentTimes {
  readonly id: number
  readonly severity: Incident['severity']
  readonly onsetAt: number
  readonly ackedAt: number | null
  readonly mitigatedAt: number | null
  readonly resolvedAt: number | null
}

/** As `CurrentIncidents.diagnosed` holds it. */
export function diagnosedKey(incident: number, alertKey: string): string {
  return `${incident} ${alertKey}`
}
