/** The first moment of an incident. */
import { type AlertInstance, type AlertSeverity, alertKey } from '../alert/alert.ts'
import type { Call, Incident, IncidentAlert } from './incident.ts'
import { boundText, conclude, type IncidentChange, type IncidentContext, proceed } from './incident-change.ts'
import { makeCalls } from './pass-time.ts'
import { startClocks } from './phase-clocks.ts'

export interface Opening {
  readonly id: number
  readonly severity: AlertSeverity
  readonly title: string
  readonly onsetAt: number
  /** Null: a person declared it. */
  readonly alert: AlertInstance | null
}

export function openingOf(id: number, alert: AlertInstance): Opening {
  const title = boundText(`${alert.alert}: ${alert.summary}`, 150)
  return { id, severity: alert.severity, title, onsetAt: alert.activeAt, alert }
}

export function openIncident(
  { id, severity, title, onsetAt, alert }: Opening,
  context: IncidentContext,
): IncidentChange {
  const { at, policy } = context
  const calls = policy.planCalls(severity, at)
  const incident: Incident = {
    id,
    version: 0,
    state: 'OPEN',
    severity,
    title,
    onsetAt: Math.min(onsetAt, at),
    openedAt: at,
    ackedAt: null,
    ackedBy: null,
    investigatingAt: null,
    mitigatingAt: null,
    monitoringAt: null,
    mitigatedAt: null,
    resolvedAt: null,
    resolvedBy: null,
    reviewedAt: null,
    assessment: null,
    hypothesis: null,
    mitigations: [],
    cause: null,
    followUps: [],
    responders: [],
    channelOpenedAt: null,
    statusAt: null,
    evidence: null,
    reopenings: 0,
    alerts: alert === null ? [] : [incidentAlert(alert)],
    clocks: startClocks(severity, firstCallAt(calls, at)),
    calls,
  }
  const detail = {
    severity,
    title,
    onset: onsetAt,
    ...(alert === null ? {} : { alert: alert.alert, labels: alert.labels, value: alert.value }),
  }
  const opened = { incident, facts: [{ action: 'incident.opened' as const, detail }], messages: [] }
  return conclude(proceed(makeCalls(opened, context), { messages: [{ kind: 'opened' }] }), at)
}

export function incidentAlert(alert: AlertInstance): IncidentAlert {
  return { ...alert, key: alertKey(alert), summary: boundText(alert.summary, 500), firings: 1 }
}

/** What waits for business hours has its clocks wait too. */
export function firstCallAt(calls: readonly Call[], at: number): number {
  return Math.max(at, Math.min(...calls.map(({ nextAt }) => nextAt ?? at)))
}
