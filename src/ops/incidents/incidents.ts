/** The use cases of incidents: the CLI, the HTTP API, ack links and the watch loop all call these. */
import type { Actor } from '../../domain/actor/actor.ts'
import type { AlertInstance, AlertSeverity } from '../../domain/alert/alert.ts'
import type { Incident, IncidentState } from '../../domain/incident/incident.ts'
import type { IncidentCommand, IncidentRefusal } from '../../domain/incident/incident-command.ts'
import type { JournalEntry } from '../../domain/journal/journal-entry.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { EvidenceBundle } from '../../ports/store/incidents.ts'

export interface Incidents {
  /**
   * What fires now and what has just ended, as often as it is evaluated; saying the same again changes nothing. May be
   * called by several processes at once.
   */
  receive(alerts: readonly AlertInstance[]): Promise<void>
  /** What time alone does: calls, clocks, ends by silence, evidence that was not collected, messages not handed over. */
  tick(): Promise<void>
  /** @returns as it is afterwards; a refusal says what to do instead */
  command(id: number, command: IncidentCommand, actor: Actor): Promise<Outcome<Incident, IncidentRefusal>>
  /** A person says that something is wrong, without an alert. */
  declare(declaration: Declaration, actor: Actor): Promise<Outcome<Incident, IncidentRefusal>>
  /** Newest first. */
  list(filter: IncidentFilter): Promise<readonly Incident[]>
  /** Null: there is no such incident. */
  show(id: number): Promise<IncidentView | null>
  /** The post-incident report, Markdown; null: there is no such incident. */
  report(id: number): Promise<string | null>
  recoveryTimes(): Promise<RecoveryTimes>
  /** Resolves when what `receive` and `tick` began in the background has ended. */
  settled(): Promise<void>
}

export interface Declaration {
  readonly severity: AlertSeverity
  readonly title: string
}

export interface IncidentFilter {
  /** Null: all. */
  readonly states: readonly IncidentState[] | null
  /** Only with smaller numbers; null: from the newest. */
  readonly before: number | null
  /** At most 200. */
  readonly limit: number
}

export interface IncidentView {
  readonly incident: Incident
  /** Oldest first. */
  readonly timeline: readonly JournalEntry[]
  /** Newest first. */
  readonly evidence: readonly EvidenceBundle[]
  /** What is to be done next, as commands. */
  readonly next: readonly string[]
}

export interface RecoveryTimes {
  readonly windows: readonly RecoveryWindow[]
}

/** R7, R8. Seconds; null: nothing to measure in this window. */
export interface RecoveryWindow {
  readonly days: 30 | 90
  readonly incidents: number
  readonly onsetToAck: Spread
  readonly onsetToMitigated: Spread
  readonly onsetToResolved: Spread
  /** Time between failures, with the service up: by severity. */
  readonly betweenFailures: {
    readonly P1: number | null
    readonly P2: number | null
  }
}

export interface Spread {
  readonly count: number
  readonly mean: number | null
  readonly p90: number | null
}
