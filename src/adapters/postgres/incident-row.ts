/** An incident as columns, and back. */
import type { Incident, IncidentAlert } from '../../domain/incident/incident.ts'
import { timeOf, timeOrNull } from './times.ts'

export interface IncidentRow {
  readonly id: string
  readonly version: string
  readonly state: Incident['state']
  readonly severity: Incident['severity']
  readonly title: string
  readonly onset_at: number
  readonly opened_at: number
  readonly acked_at: number | null
  readonly mitigated_at: number | null
  readonly resolved_at: number | null
  readonly reviewed_at: number | null
  readonly facts: string
  readonly alerts: readonly AlertRow[]
  readonly clocks: readonly ClockRow[]
  readonly calls: readonly CallRow[]
}

/** Within JSON, times are text. */
interface AlertRow {
  readonly alert_key: string
  readonly instance: string
  readonly resolved_at: string | null
  readonly firings: number
  readonly diagnosed_at: string | null
}

interface ClockRow {
  readonly name: string
  readonly due_at: string
  readonly met_at: string | null
  readonly breached_at: string | null
}

interface CallRow {
  readonly level: number
  readonly is_at_once: boolean
  readonly next_at: string | null
  readonly times: number
  readonly last_at: string | null
}

/** What has no column of its own. */
type Facts = Omit<
  Incident,
  | 'id'
  | 'version'
  | 'state'
  | 'severity'
  | 'title'
  | 'onsetAt'
  | 'openedAt'
  | 'ackedAt'
  | 'mitigatedAt'
  | 'resolvedAt'
  | 'reviewedAt'
  | 'alerts'
  | 'clocks'
  | 'calls'
>

export function incidentRow(incident: Incident) {
  const {
    id,
    version,
    state,
    severity,
    title,
    onsetAt,
    openedAt,
    ackedAt,
    mitigatedAt,
    resolvedAt,
    reviewedAt,
    alerts: _alerts,
    clocks: _clocks,
    calls: _calls,
    ...facts
  } = incident
  return {
    id,
    version,
    state,
    severity,
    title,
    onset_at: timeOf(onsetAt),
    opened_at: timeOf(openedAt),
    acked_at: timeOrNull(ackedAt),
    mitigated_at: timeOrNull(mitigatedAt),
    resolved_at: timeOrNull(resolvedAt),
    reviewed_at: timeOrNull(reviewedAt),
    facts: JSON.stringify(facts satisfies Facts),
  }
}

export function alertRows({ alerts }: Incident) {
  return alerts.map(({ key, firings, resolvedAt, ...instance }) => ({
    alert_key: key,
    alert: instance.alert,
    instance: JSON.stringify(instance),
    active_at: timeOf(instance.activeAt),
    resolved_at: timeOrNull(resolvedAt),
    firings,
  }))
}

export function clockRows({ clocks }: Incident) {
  return clocks.map(({ name, dueAt, metAt, breachedAt }) => ({
    name,
    due_at: timeOf(dueAt),
    met_at: timeOrNull(metAt),
    breached_at: timeOrNull(breachedAt),
  }))
}

export function callRows({ calls }: Incident) {
  return calls.map(({ level, isAtOnce, nextAt, times, lastAt }) => ({
    level,
    is_at_once: isAtOnce,
    next_at: timeOrNull(nextAt),
    times,
    last_at: timeOrNull(lastAt),
  }))
}

export function incidentFrom(row: IncidentRow): Incident {
  return {
    ...(JSON.parse(row.facts) as Facts),
    id: Number(row.id),
    version: Number(row.version),
    state: row.state,
    severity: row.severity,
    title: row.title,
    onsetAt: row.onset_at,
    openedAt: row.opened_at,
    ackedAt: row.acked_at,
    mitigatedAt: row.mitigated_at,
    resolvedAt: row.resolved_at,
    reviewedAt: row.reviewed_at,
    alerts: row.alerts.map(({ alert_key, instance, resolved_at, firings }) => ({
      ...(JSON.parse(instance) as Omit<IncidentAlert, 'key' | 'firings' | 'resolvedAt'>),
      key: alert_key,
      firings,
      resolvedAt: msOrNull(resolved_at),
    })),
    clocks: row.clocks.map(({ name, due_at, met_at, breached_at }) => ({
      name,
      dueAt: Date.parse(due_at),
      metAt: msOrNull(met_at),
      breachedAt: msOrNull(breached_at),
    })),
    calls: row.calls.map(({ level, is_at_once, next_at, times, last_at }) => ({
      level,
      isAtOnce: is_at_once,
      nextAt: msOrNull(next_at),
      times,
      lastAt: msOrNull(last_at),
    })),
  }
}

function msOrNull(time: string | null): number | null {
  return time === null ? null : Date.parse(time)
}
