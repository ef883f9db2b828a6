/** From alerts to incidents: each alert goes to the one that it belongs to, or opens one. */
import { type AlertInstance, alertSeverities } from '../../domain/alert/alert.ts'
import { type Belonging, type CorrelationRules, correlate } from '../../domain/incident/correlate.ts'
import { feedAlert } from '../../domain/incident/feed-alert.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import {
  boundText,
  type IncidentChange,
  type IncidentContext,
} from '../../domain/incident/incident-change.ts'
import { openIncident, openingOf } from '../../domain/incident/open-incident.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { CurrentIncidents, IncidentRows } from '../../ports/store/incidents.ts'
import type { IncidentWriter } from './incident-writer.ts'

export interface ReceivingParts {
  readonly rows: IncidentRows
  readonly correlation: CorrelationRules
  readonly write: IncidentWriter
  readonly clock: Clock
  readonly log: Log
}

const alertsMax = 500
const triesMax = 20
const labelsMax = 30
const labelCharactersMax = 200

export async function receiveAlerts(
  parts: ReceivingParts,
  alerts: readonly AlertInstance[],
  context: () => IncidentContext,
): Promise<void> {
  const { log } = parts
  if (alerts.length > alertsMax) log.warn({ alerts: alerts.length, kept: alertsMax }, 'too many alerts')
  const ordered = alerts.map(boundAlert).sort(byUrgency).slice(0, alertsMax)
  if (ordered.length === 0) return
  let seen = await look(parts)
  for (const alert of ordered) seen = await receiveAlert(parts, alert, seen, context)
}

function look({ rows, clock, correlation }: ReceivingParts): Promise<CurrentIncidents> {
  return rows.current(clock.now() - correlation.reopenWithinMs)
}

/** @returns what is there afterwards */
async function receiveAlert(
  parts: ReceivingParts,
  alert: AlertInstance,
  before: CurrentIncidents,
  context: () => IncidentContext,
): Promise<CurrentIncidents> {
  let seen = before
  for (let tries = 0; tries < triesMax; tries += 1) {
    const now = context()
    const change = changeFor(alert, seen, parts.correlation, now)
    if (change === null) return seen
    const isSaved = await parts.write.save(change, now)
    seen = await look(parts)
    if (isSaved) return seen
  }
  parts.log.error(
    { alert: alert.alert },
    'alert could not be taken in: others change its incident all the time',
  )
  return seen
}

function changeFor(
  alert: AlertInstance,
  { incidents, lastId }: CurrentIncidents,
  correlation: CorrelationRules,
  context: IncidentContext,
): IncidentChange | null {
  const belonging = correlate(alert, incidents, correlation)
  if (alert.resolvedAt !== null && belonging.kind !== 'known') return null
  const incident = incidentOf(belonging)
  return incident === null
    ? openIncident(openingOf(lastId + 1, alert), context)
    : feedAlert(incident, alert, context)
}

function incidentOf(belonging: Belonging): Incident | null {
  return belonging.kind === 'opens' ? null : belonging.incident
}

/** Ends before beginnings, so that what ended does not take in what begins; then the worst, which names the incident. */
function byUrgency(one: AlertInstance, other: AlertInstance): number {
  const ended = Number(one.resolvedAt === null) - Number(other.resolvedAt === null)
  if (ended !== 0) return ended
  const severity = alertSeverities.indexOf(one.severity) - alertSeverities.indexOf(other.severity)
  return severity !== 0 ? severity : one.activeAt - other.activeAt
}

/** Another system's alerts may hold anything. */
function boundAlert(alert: AlertInstance): AlertInstance {
  const labels = Object.entries(alert.labels)
    .slice(0, labelsMax)
    .map(([name, value]) => [name.slice(0, labelCharactersMax), value.slice(0, labelCharactersMax)])
  return {
    ...alert,
    alert: alert.alert.slice(0, labelCharactersMax),
    labels: Object.fromEntries(labels),
    summary: boundText(alert.summary, 500),
    activeAt: Math.trunc(alert.activeAt),
    firingAt: Math.trunc(alert.firingAt),
    resolvedAt: alert.resolvedAt === null ? null : Math.trunc(alert.resolvedAt),
  }
}
