/** An alert speaks to an incident that knows it, or that it belongs to: it goes on, ends, comes back, or joins. */
import { type AlertInstance, type AlertSeverity, alertKey, alertSeverities } from '../alert/alert.ts'
import { firingAlerts, type Incident, type IncidentAlert, isFlapping, isOver } from './incident.ts'
import {
  boundText,
  conclude,
  type IncidentChange,
  type IncidentContext,
  proceed,
  unchanged,
} from './incident-change.ts'
import { firstCallAt, incidentAlert } from './open-incident.ts'
import { makeCalls } from './pass-time.ts'
import { startClocks } from './phase-clocks.ts'
import { raiseTo } from './severity.ts'

/** Later returns of an alert are counted; the timeline has heard it often enough. */
const returnsToldMax = 10
/** One that has so many is about everything; more of them say nothing. */
const alertsMax = 200

/** @returns null when it says nothing new */
export function feedAlert(
  incident: Incident,
  alert: AlertInstance,
  context: IncidentContext,
): IncidentChange | null {
  const known = incident.alerts.find(({ key }) => key === alertKey(alert))
  if (known === undefined) {
    const isWanted = alert.resolvedAt === null && incident.alerts.length < alertsMax
    return isWanted ? joined(incident, alert, context) : null
  }
  if (alert.resolvedAt !== null) return ended(incident, known, alert, context)
  if (known.resolvedAt === null) return continued(incident, known, alert, context)
  // Word of an earlier time that came late.
  if (alert.firingAt <= known.resolvedAt) return null
  return returned(incident, known, alert, context)
}

function joined(incident: Incident, alert: AlertInstance, context: IncidentContext): IncidentChange {
  const { alert: name, severity, labels, value } = alert
  const change = proceed(unchanged(incident), {
    set: {
      alerts: [...incident.alerts, incidentAlert(alert)],
      mitigatedAt: null,
      onsetAt: Math.min(incident.onsetAt, alert.activeAt),
    },
    fact: { action: 'incident.alert-joined', detail: { alert: name, severity, labels, value } },
    messages: [{ kind: 'news', text: `${name} (${severity}) joined: ${boundText(alert.summary, 500)}` }],
  })
  return conclude(raised(change, severity, `${name} is ${severity}.`, context), context.at)
}

function ended(
  incident: Incident,
  known: IncidentAlert,
  { resolvedAt }: AlertInstance,
  { at }: IncidentContext,
): IncidentChange | null {
  if (known.resolvedAt !== null || resolvedAt === null) return null
  const alerts = replaced(incident, { ...known, resolvedAt })
  const isQuiet = firingAlerts({ alerts }).length === 0
  const told = known.firings <= returnsToldMax
  const change = proceed(unchanged(incident), {
    set: { alerts, mitigatedAt: isQuiet ? resolvedAt : null },
    ...(told
      ? { fact: { action: 'incident.alert-ended' as const, detail: { alert: known.alert, resolvedAt } } }
      : {}),
  })
  return conclude(change, at)
}

/** A new value alone is not worth a row each ten seconds. */
function continued(
  incident: Incident,
  known: IncidentAlert,
  alert: AlertInstance,
  context: IncidentContext,
): IncidentChange | null {
  if (!isWorse(alert.severity, known.severity)) return null
  const alerts = replaced(incident, { ...known, severity: alert.severity, summary: alert.summary })
  const change = proceed(unchanged(incident), { set: { alerts } })
  return conclude(raised(change, alert.severity, `${alert.alert} got worse.`, context), context.at)
}

function returned(
  incident: Incident,
  known: IncidentAlert,
  alert: AlertInstance,
  context: IncidentContext,
): IncidentChange {
  const firings = known.firings + 1
  const now: IncidentAlert = { ...incidentAlert(alert), firings }
  const alerts = replaced(incident, now)
  const flaps = isFlapping({ alerts })
  const change = proceed(unchanged(incident), {
    set: { alerts, mitigatedAt: null },
    ...(firings > returnsToldMax
      ? {}
      : {
          fact: {
            action: 'incident.alert-returned' as const,
            detail: { alert: alert.alert, firings, isFlapping: flaps },
          },
        }),
  })
  if (isOver(incident)) {
    const severity = isWorse(alert.severity, incident.severity) ? alert.severity : incident.severity
    const again = reopened(proceed(change, { set: { severity } }), context, `${alert.alert} came back.`)
    return conclude(makeCalls(again, context), context.at)
  }
  // It was thought to be mended.
  const back =
    incident.state === 'MONITORING' ? { set: { state: 'MITIGATING' as const, monitoringAt: null } } : {}
  const messages =
    firings === 2 || (firings === 3 && flaps)
      ? [
          {
            kind: 'news' as const,
            text: `${alert.alert} came back${firings === 3 ? ' again: it flaps' : ''}.`,
          },
        ]
      : []
  return conclude(
    raised(proceed(change, { ...back, messages }), alert.severity, 'It came back.', context),
    context.at,
  )
}

/** Everything begins again: people are to be called, clocks run, a new hypothesis is needed. */
export function reopened(change: IncidentChange, context: IncidentContext, reason: string): IncidentChange {
  const { incident } = change
  const { at, policy } = context
  const flaps = isFlapping(incident)
  const calls = policy.planCalls(incident.severity, at)
  return proceed(change, {
    set: {
      state: 'OPEN',
      resolvedAt: null,
      resolvedBy: null,
      mitigatedAt: firingAlerts(incident).length === 0 ? incident.mitigatedAt : null,
      investigatingAt: null,
      mitigatingAt: null,
      monitoringAt: null,
      hypothesis: null,
      evidence: null,
      reopenings: incident.reopenings + 1,
      calls,
      clocks: startClocks(incident.severity, firstCallAt(calls, at)),
    },
    fact: { action: 'incident.reopened', detail: { reason, isFlapping: flaps } },
    messages: [{ kind: 'news', text: `Reopened: ${reason}` }],
  })
}

function raised(
  change: IncidentChange,
  severity: AlertSeverity,
  reason: string,
  context: IncidentContext,
): IncidentChange {
  return isWorse(severity, change.incident.severity) ? raiseTo(change, severity, reason, context) : change
}

function isWorse(one: AlertSeverity, other: AlertSeverity): boolean {
  return alertSeverities.indexOf(one) < alertSeverities.indexOf(other)
}

function replaced({ alerts }: Incident, alert: IncidentAlert): readonly IncidentAlert[] {
  return alerts.map((old) => (old.key === alert.key ? alert : old))
}
