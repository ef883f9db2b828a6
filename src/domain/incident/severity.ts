/** A severity that changes: other clocks, other people. */
import { type AlertSeverity, alertSeverities } from '../alert/alert.ts'
import type { Call, Incident, IncidentClock } from './incident.ts'
import { type IncidentChange, type IncidentContext, proceed } from './incident-change.ts'
import { firstCallAt } from './open-incident.ts'
import { startClocks } from './phase-clocks.ts'

/** Raised: time begins to run anew. Lowered: it goes on from where it began. */
export function raiseTo(
  change: IncidentChange,
  severity: AlertSeverity,
  reason: string,
  { at, policy }: IncidentContext,
): IncidentChange {
  const { incident } = change
  const isRaised = alertSeverities.indexOf(severity) < alertSeverities.indexOf(incident.severity)
  const from = isRaised ? at : incident.openedAt
  const planned = policy.planCalls(severity, from)
  const calls = mergeCalls(incident, planned, isRaised, at)
  const text = `${isRaised ? 'Raised' : 'Lowered'} from ${incident.severity} to ${severity}: ${reason}`
  return proceed(change, {
    set: {
      severity,
      calls,
      clocks: mergeClocks(incident, startClocks(severity, firstCallAt(planned, from))),
    },
    fact: { action: 'incident.severity', detail: { from: incident.severity, to: severity, reason } },
    messages: [{ kind: 'news', text }],
  })
}

/** What was called stays called; an answered level is not called again, an unanswered one is when it got worse. */
function mergeCalls(
  { state, calls }: Incident,
  planned: readonly Call[],
  isRaised: boolean,
  at: number,
): readonly Call[] {
  const kept = calls.filter(({ times }) => times > 0)
  const keptLevels = new Set(kept.map(({ level }) => level))
  return [
    ...kept.map((call) => (isRaised && state === 'OPEN' ? { ...call, nextAt: at } : call)),
    ...planned.filter(({ level }) => !keptLevels.has(level)),
  ].sort((one, other) => one.level - other.level)
}

/** What was met or breached is history; what runs is measured anew. */
function mergeClocks({ clocks }: Incident, fresh: readonly IncidentClock[]): readonly IncidentClock[] {
  const past = clocks.filter(({ metAt, breachedAt }) => metAt !== null || breachedAt !== null)
  const pastNames = new Set(past.map(({ name }) => name))
  return [...past, ...fresh.filter(({ name }) => !pastNames.has(name))]
}
