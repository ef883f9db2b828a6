/** The rules of the house: whom to call when (R145-R147, from the service record), how long quiet is quiet. */
import type { ServiceRecord } from '../../config/service/service-record.ts'
import type { AlertSeverity } from '../../domain/alert/alert.ts'
import type { CorrelationRules } from '../../domain/incident/correlate.ts'
import type { Call } from '../../domain/incident/incident.ts'
import type { IncidentPolicy } from '../../domain/incident/incident-change.ts'
import { createBusinessCalendar } from '../service/business-hours.ts'
import { managingLevels } from '../service/managing-levels.ts'

const minuteMs = 60_000

export const stabilityMs: IncidentPolicy['stabilityMs'] = {
  P1: 15 * minuteMs,
  P2: 10 * minuteMs,
  P3: 5 * minuteMs,
}
export const reopenWithinMs = 30 * minuteMs
const correlationWindowMs = 10 * minuteMs

export function createIncidentPolicy(
  record: Pick<ServiceRecord, 'contacts' | 'escalation' | 'escalationRules' | 'businessHours'>,
): Omit<IncidentPolicy, 'verification'> {
  const calendar = createBusinessCalendar(record.businessHours)
  // Where nobody is named, everybody is reached by the first level.
  const levels = Math.max(1, record.escalation.length)
  const managing = managingLevels(record)

  function planCalls(severity: AlertSeverity, from: number): readonly Call[] {
    const { levelsAtOnce, nextLevelAfterMs, isInBusinessHoursOnly } = record.escalationRules[severity]
    const start = isInBusinessHoursOnly ? calendar.nextOpening(from) : from
    const first = firstLevels(levels, levelsAtOnce, severity === 'P1' ? managing : [])
    const call = (level: number, isAtOnce: boolean, nextAt: number): Call => ({
      level,
      isAtOnce,
      nextAt,
      times: 0,
      lastAt: null,
    })
    const atOnce = first.map((level) => call(level, true, start))
    if (nextLevelAfterMs === null) return atOnce
    const later = Array.from({ length: levels }, (_, level) => level)
      .filter((level) => !first.includes(level))
      .map((level, n) => call(level, false, start + (n + 1) * nextLevelAfterMs))
    return [...atOnce, ...later].sort((one, other) => one.level - other.level)
  }

  return {
    stabilityMs,
    reopenWithinMs,
    planCalls,
    levels,
    repeatCallMs: (severity) => record.escalationRules[severity].repeatPageEveryMs,
    mayPage: (severity, at) => !record.escalationRules[severity].isInBusinessHoursOnly || calendar.isOpen(at),
  }
}

/** The first and those that have to be called; then, in their order, as many as there should be. */
function firstLevels(levels: number, wanted: number, needed: readonly number[]): readonly number[] {
  const certain = new Set([0, ...needed])
  const others = Array.from({ length: levels }, (_, level) => level).filter((level) => !certain.has(level))
  return [...certain, ...others.slice(0, Math.max(0, wanted - certain.size))]
}

export function createCorrelationRules(kinships: CorrelationRules['kinships']): CorrelationRules {
  return { kinships, windowMs: correlationWindowMs, reopenWithinMs }
}
