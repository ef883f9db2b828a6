/** What the service is to the people who run it: names, promises, whom to reach and when. Types and defaults alone. */
import type { AlertSeverity } from '../../domain/alert/alert.ts'

export interface ServiceRecord {
  readonly name: string
  /** 1 to 4; 2 is business critical. */
  readonly tier: number
  readonly slo: ServiceObjectives
  readonly owners: readonly string[]
  readonly contacts: readonly Contact[]
  /** In the order in which people are called; level 0 is called first. */
  readonly escalation: readonly EscalationLevel[]
  readonly escalationRules: Readonly<Record<AlertSeverity, EscalationRule>>
  readonly businessHours: BusinessHours
  /** Where people find the console or a dashboard; null: nowhere. */
  readonly dashboardUrl: string | null
}

export interface ServiceObjectives {
  /** Share of time in which a webhook would have been taken in, over 30 days: 0.999. */
  readonly availability: number
  readonly recoveryTimeMsMax: number
  readonly recoveryPointMsMax: number
}

/** Each has at least one way to be reached, each way checked for its form. */
export interface Contact {
  readonly name: string
  readonly role: string
  readonly email: string | null
  /** E.164, e.g. `+14155550123`. */
  readonly phone: string | null
  /** Names of notifiers that reach this contact. */
  readonly notifiers: readonly string[]
}

export interface EscalationLevel {
  /** E.g. `on-call`, `engineering-manager`. */
  readonly name: string
  /** Names of contacts. */
  readonly contacts: readonly string[]
}

export interface EscalationRule {
  /** So many levels are called when the incident opens; for a P1 the first and every engineering manager's, in any case. */
  readonly levelsAtOnce: number
  /** The next level is called when it is unresolved for so long; null: never by time. P2: 30 min. */
  readonly nextLevelAfterMs: number | null
  /** A page that nobody acknowledged is repeated so often; null: it is not. */
  readonly repeatPageEveryMs: number | null
  /** Pages wait for business hours. P3. */
  readonly isInBusinessHoursOnly: boolean
}

export interface BusinessHours {
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly timeZone: string
  /** 1 is Monday. */
  readonly days: readonly number[]
  /** `09:00` */
  readonly from: string
  readonly to: string
  /** Dates without business, `2026-12-25`. */
  readonly holidays: readonly string[]
}

const minuteMs = 60_000

export const defaultServiceRecord: ServiceRecord = {
  name: 'autogen-bot',
  tier: 2,
  slo: { availability: 0.999, recoveryTimeMsMax: 15 * minuteMs, recoveryPointMsMax: 5 * minuteMs },
  owners: [],
  contacts: [],
  escalation: [],
  escalationRules: {
    P1: {
      levelsAtOnce: 2,
      nextLevelAfterMs: 15 * minuteMs,
      repeatPageEveryMs: 5 * minuteMs,
      isInBusinessHoursOnly: false,
    },
    P2: {
      levelsAtOnce: 1,
      nextLevelAfterMs: 30 * minuteMs,
      repeatPageEveryMs: 15 * minuteMs,
      isInBusinessHoursOnly: false,
    },
    P3: { levelsAtOnce: 1, nextLevelAfterMs: null, repeatPageEveryMs: null, isInBusinessHoursOnly: true },
  },
  businessHours: { timeZone: 'UTC', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: [] },
  dashboardUrl: null,
}
