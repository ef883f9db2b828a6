/** What is known of one incident: the alerts that made it, how far people are, what time is left for what. */
import type { AlertInstance, AlertSeverity } from '../alert/alert.ts'

export const incidentStates = [
  'OPEN',
  'ACKED',
  'INVESTIGATING',
  'MITIGATING',
  'MONITORING',
  'RESOLVED',
  'REVIEWED',
] as const
export type IncidentState = (typeof incidentStates)[number]

/** All times in milliseconds since the epoch. */
export interface Incident {
  /** From 1, without gaps: what people call it. */
  readonly id: number
  /** Grows with each change; two that change the same one at once are told apart by it. */
  readonly version: number
  readonly state: IncidentState
  readonly severity: AlertSeverity
  readonly title: string
  /** When the first of its alerts began to hold: before anybody could know. */
  readonly onsetAt: number
  readonly openedAt: number
  /** The first time; so are the ones below, but for what a return of the alert takes back. */
  readonly ackedAt: number | null
  readonly ackedBy: string | null
  readonly investigatingAt: number | null
  readonly mitigatingAt: number | null
  readonly monitoringAt: number | null
  /** No alert of it has held since then; null while one does. */
  readonly mitigatedAt: number | null
  readonly resolvedAt: number | null
  readonly resolvedBy: string | null
  readonly reviewedAt: number | null
  readonly assessment: Assessment | null
  readonly hypothesis: string | null
  readonly mitigations: readonly Mitigation[]
  /** What the review found. */
  readonly cause: string | null
  readonly followUps: readonly FollowUp[]
  /** People who were named as working on it. */
  readonly responders: readonly string[]
  /** When it was found that the channel has been told of it (R32): a message was taken there, not only written. */
  readonly channelOpenedAt: number | null
  /** When a person last told the channel how it stands. */
  readonly statusAt: number | null
  /** Names of the probes that answered, of the newest bundle. */
  readonly evidence: { readonly at: number; readonly answered: readonly string[] } | null
  readonly reopenings: number
  readonly alerts: readonly IncidentAlert[]
  readonly clocks: readonly IncidentClock[]
  readonly calls: readonly Call[]
}

export interface IncidentAlert extends AlertInstance {
  /** See `alertKey`. */
  readonly key: string
  /** How often it began since the incident opened. */
  readonly firings: number
}

export interface IncidentClock {
  readonly name: string
  readonly dueAt: number
  readonly metAt: number | null
  readonly breachedAt: number | null
}

/** One level of the escalation. */
export interface Call {
  /** 0 is called first. */
  readonly level: number
  /** Called when the incident opens, not only when it lasts. */
  readonly isAtOnce: boolean
  /** When it is called, or called again; null: no more. */
  readonly nextAt: number | null
  readonly times: number
  readonly lastAt: number | null
}

export interface Assessment {
  readonly impact: string
  readonly plan: string
  readonly isEscalated: boolean
}

export interface Mitigation {
  readonly at: number
  readonly by: string
  readonly action: string
  /** How to take it back; null: it cannot be, or need not. */
  readonly undo: string | null
}

export interface FollowUp {
  /** From 1 in each incident. */
  readonly number: number
  readonly text: string
  readonly owner: string | null
  /** `2026-12-01` */
  readonly due: string | null
  readonly doneAt: number | null
}

export function isOver({ state }: Pick<Incident, 'state'>): boolean {
  return state === 'RESOLVED' || state === 'REVIEWED'
}

export function firingAlerts({ alerts }: Pick<Incident, 'alerts'>): readonly IncidentAlert[] {
  return alerts.filter(({ resolvedAt }) => resolvedAt === null)
}

/** An alert that comes and goes is one trouble, not many. */
export function isFlapping({ alerts }: Pick<Incident, 'alerts'>): boolean {
  return alerts.some(({ firings }) => firings >= 3)
}
