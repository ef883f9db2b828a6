/** R7, R8: how long it takes to recover, and how long it holds, from what incidents have recorded. */
import type { IncidentTimes } from '../../ports/store/incidents.ts'
import type { RecoveryTimes, RecoveryWindow, Spread } from './incidents.ts'

const dayMs = 86_400_000
export const recoveryDays = [30, 90] as const

/**
 * @param times of at least 90 days
 * @param observedSince when the service was first watched; time before that says nothing about failures
 */
export function recoveryTimes(
  times: readonly IncidentTimes[],
  now: number,
  observedSince: number,
): RecoveryTimes {
  return { windows: recoveryDays.map((days) => windowOf(days, times, now, observedSince)) }
}

function windowOf(
  days: RecoveryWindow['days'],
  times: readonly IncidentTimes[],
  now: number,
  observedSince: number,
): RecoveryWindow {
  const since = now - days * dayMs
  const inWindow = times.filter(({ onsetAt }) => onsetAt >= since)
  // What can wait until Monday is no measure of how fast people are.
  const urgent = inWindow.filter(({ severity }) => severity !== 'P3')
  const observed = {
    from: Math.max(since, Math.min(observedSince, ...inWindow.map((one) => one.onsetAt))),
    to: now,
  }
  return {
    days,
    incidents: inWindow.length,
    onsetToAck: spreadOf(urgent, ({ ackedAt }) => ackedAt),
    onsetToMitigated: spreadOf(urgent, ({ mitigatedAt }) => mitigatedAt),
    onsetToResolved: spreadOf(urgent, ({ resolvedAt }) => resolvedAt),
    betweenFailures: {
      P1: betweenFailures(inWindow, 'P1', observed),
      P2: betweenFailures(inWindow, 'P2', observed),
    },
  }
}

function spreadOf(times: readonly IncidentTimes[], end: (one: IncidentTimes) => number | null): Spread {
  const seconds = times
    .flatMap((one) => {
      const at = end(one)
      return at === null ? [] : [Math.max(0, at - one.onsetAt) / 1000]
    })
    .sort((one, other) => one - other)
  if (seconds.length === 0) return { count: 0, mean: null, p90: null }
  return {
    count: seconds.length,
    mean: seconds.reduce((sum, one) => sum + one, 0) / seconds.length,
    // The nearest rank: a time that was really taken.
    p90: seconds[Math.ceil(seconds.length * 0.9) - 1] ?? null,
  }
}

/** Time in which it worked, by the number of failures; null when there was none. */
function betweenFailures(
  times: readonly IncidentTimes[],
  severity: IncidentTimes['severity'],
  { from, to }: { readonly from: number; readonly to: number },
): number | null {
  const failures = times.filter((one) => one.severity === severity)
  if (failures.length === 0) return null
  const downMs = failures.reduce((sum, { onsetAt, mitigatedAt, resolvedAt }) => {
    return sum + Math.max(0, (mitigatedAt ?? resolvedAt ?? to) - onsetAt)
  }, 0)
  return Math.max(0, to - from - downMs) / failures.length / 1000
}
