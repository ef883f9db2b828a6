/** A step of an incident: what it is now, what goes into the journal, whom it is told. Steps are added to each other. */
import type { Actor } from '../actor/actor.ts'
import type { AlertSeverity } from '../alert/alert.ts'
import type { Call, Incident } from './incident.ts'
import type { VerificationCheck } from './incident-command.ts'
import { meetClocks } from './phase-clocks.ts'

export interface IncidentChange {
  readonly incident: Incident
  readonly facts: readonly IncidentFact[]
  readonly messages: readonly IncidentMessage[]
}

/** Of the journal. */
export interface IncidentFact {
  readonly action: IncidentAction
  readonly detail: Readonly<Record<string, unknown>>
}

export type IncidentAction = `incident.${
  | 'opened'
  | 'alert-joined'
  | 'alert-ended'
  | 'alert-returned'
  | 'acknowledged'
  | 'assessed'
  | 'investigating'
  | 'hypothesis'
  | 'mitigation'
  | 'monitoring'
  | 'resolved'
  | 'reopened'
  | 'severity'
  | 'note'
  | 'status'
  | 'called'
  | 'engaged'
  | 'assigned'
  | 'follow-up'
  | 'follow-up-done'
  | 'reviewed'
  | 'clock-breached'
  | 'evidence'}`

export type IncidentMessage =
  | { readonly kind: 'opened' }
  | {
      readonly kind: 'page'
      readonly level: number
      readonly why: PageReason
      /** Clocks that ran out, or a person's reason. */
      readonly detail: string | null
    }
  | { readonly kind: 'acknowledged'; readonly text: string }
  | { readonly kind: 'news'; readonly text: string }
  | { readonly kind: 'ended'; readonly text: string }

export type PageReason = 'opened' | 'unanswered' | 'unresolved' | 'reopened' | 'raised' | 'engaged' | 'clocks'

/** Who does it, when, and by which rules. */
export interface IncidentContext {
  readonly actor: Actor
  readonly at: number
  readonly policy: IncidentPolicy
}

export interface IncidentPolicy {
  /** Time without an alert after which it counts as over. */
  readonly stabilityMs: Readonly<Record<AlertSeverity, number>>
  /** An alert that comes back sooner after the end reopens its incident. */
  readonly reopenWithinMs: number
  /** Whom to call when, from a moment on, for a severity; never empty. */
  readonly planCalls: (severity: AlertSeverity, from: number) => readonly Call[]
  /** Null: a call is not repeated. */
  readonly repeatCallMs: (severity: AlertSeverity) => number | null
  /** False outside of business hours for what waits for them. */
  readonly mayPage: (severity: AlertSeverity, at: number) => boolean
  /** How many levels of people there are. */
  readonly levels: number
  /** Null: not asked for. */
  readonly verification: readonly VerificationCheck[] | null
}

export function unchanged(incident: Incident): IncidentChange {
  return { incident, facts: [], messages: [] }
}

export interface Step {
  readonly set?: Partial<Incident>
  readonly fact?: IncidentFact
  readonly messages?: readonly IncidentMessage[]
}

export function proceed(
  { incident, facts, messages }: IncidentChange,
  { set, fact, messages: more }: Step,
): IncidentChange {
  return {
    incident: { ...incident, ...set },
    facts: fact === undefined ? facts : [...facts, fact],
    messages: [...messages, ...(more ?? [])],
  }
}

/** The last step of every change: clocks that are met by it, and the next version. */
export function conclude({ incident, facts, messages }: IncidentChange, at: number): IncidentChange {
  return { incident: { ...meetClocks(incident, at), version: incident.version + 1 }, facts, messages }
}

/** Free text of people, bounded. */
export function boundText(text: string, charactersMax = 2_000): string {
  const trimmed = text.trim()
  return trimmed.length <= charactersMax ? trimmed : `${trimmed.slice(0, charactersMax - 1)}…`
}
