/** What time alone does to an incident: calls fall due, clocks run out, silence becomes an end. */
import { type Call, firingAlerts, type Incident, isFlapping, isOver } from './incident.ts'
import {
  conclude,
  type IncidentChange,
  type IncidentContext,
  type IncidentMessage,
  type IncidentPolicy,
  type PageReason,
  proceed,
  unchanged,
} from './incident-change.ts'
import { phaseClock, runningClocks } from './phase-clocks.ts'

/** @returns null when nothing is due */
export function passTime(incident: Incident, context: IncidentContext): IncidentChange | null {
  if (isOver(incident)) return null
  const begun = unchanged(incident)
  const change = [endBySilence, makeCalls, breachClocks].reduce((soFar, step) => step(soFar, context), begun)
  return change === begun ? null : conclude(change, context.at)
}

/** Since when no alert holds and, once people watch, since when they do. Null: an alert holds. */
export function quietSince(incident: Incident): number | null {
  if (firingAlerts(incident).length > 0) return null
  const ends = incident.alerts.map(({ resolvedAt }) => resolvedAt ?? 0)
  return Math.max(incident.monitoringAt ?? 0, ...ends) || incident.openedAt
}

/** Longer for what comes and goes. */
export function stabilityMsOf(incident: Incident, policy: Pick<IncidentPolicy, 'stabilityMs'>): number {
  return policy.stabilityMs[incident.severity] * (isFlapping(incident) ? 3 : 1)
}

/** Nobody took it and it went away. What somebody has taken is theirs to end. */
function endBySilence(change: IncidentChange, { at, policy }: IncidentContext): IncidentChange {
  const { incident } = change
  const since = quietSince(incident)
  if (incident.state !== 'OPEN' || since === null || incident.alerts.length === 0) return change
  const watchMs = stabilityMsOf(incident, policy)
  if (at - since < watchMs) return change
  const text = `Its alerts have ended and did not come back for ${Math.round(watchMs / 60_000)} min; nobody had taken it.`
  return proceed(change, {
    set: { state: 'RESOLVED', resolvedAt: at, resolvedBy: null, mitigatedAt: since },
    fact: { action: 'incident.resolved', detail: { how: 'by itself', quietSince: since, text } },
    messages: [{ kind: 'ended', text: `Resolved by itself: ${text}` }],
  })
}

/** Everybody whose time it is. For what has become quiet nobody is woken; when it is back, they are. */
export function makeCalls(change: IncidentChange, { at, policy }: IncidentContext): IncidentChange {
  const { incident } = change
  if (isOver(incident) || incident.mitigatedAt !== null) return change
  const due = incident.calls.filter(({ nextAt }) => nextAt !== null && nextAt <= at)
  return due.reduce((soFar, call) => makeCall(soFar, call, at, policy), change)
}

function makeCall(change: IncidentChange, call: Call, at: number, policy: IncidentPolicy): IncidentChange {
  const { incident } = change
  const why = reasonOf(call, incident)
  // Answered before it was due: nobody has to be woken to hear that.
  const isNeeded = why === 'unresolved' || incident.state === 'OPEN'
  const repeatMs = policy.repeatCallMs(incident.severity)
  const next: Call = isNeeded
    ? { ...call, times: call.times + 1, lastAt: at, nextAt: repeatMs === null ? null : at + repeatMs }
    : { ...call, nextAt: null }
  const set = { calls: incident.calls.map((old) => (old.level === call.level ? next : old)) }
  if (!isNeeded) return proceed(change, { set })
  return proceed(change, {
    set,
    fact: { action: 'incident.called', detail: { level: call.level, why, times: next.times } },
    messages: [{ kind: 'page', level: call.level, why, detail: null }],
  })
}

function reasonOf(call: Call, incident: Incident): PageReason {
  if (call.times > 0) return 'unanswered'
  if (call.isAtOnce) return incident.reopenings > 0 ? 'reopened' : 'opened'
  return 'unresolved'
}

/** All that ran out together are one page. */
function breachClocks(change: IncidentChange, { at, policy }: IncidentContext): IncidentChange {
  const { incident } = change
  const late = runningClocks(incident).filter(({ dueAt }) => dueAt <= at)
  if (late.length === 0) return change
  const lateNames = new Set(late.map(({ name }) => name))
  const noted = late.reduce(
    (soFar, { name, dueAt }) =>
      proceed(soFar, {
        fact: {
          action: 'incident.clock-breached',
          detail: { clock: name, due: dueAt, lines: phaseClock(incident.severity, name)?.lines ?? [] },
        },
      }),
    proceed(change, {
      set: {
        clocks: incident.clocks.map((clock) =>
          lateNames.has(clock.name) && clock.metAt === null ? { ...clock, breachedAt: at } : clock,
        ),
      },
    }),
  )
  const missing = late.map(({ name }) => phaseClock(incident.severity, name)?.about ?? name).join('; ')
  const message: IncidentMessage = policy.mayPage(incident.severity, at)
    ? { kind: 'page', level: 0, why: 'clocks', detail: missing }
    : { kind: 'news', text: `Time ran out for: ${missing}.` }
  return proceed(noted, { messages: [message] })
}
