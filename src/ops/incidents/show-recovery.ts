/** R7, R8 as figures: what `incident times` says of the last 30 days, for those who look at `/metrics`. */
import type { Labels, Meter } from '../../ports/meter/meter.ts'
import type { IncidentTimes } from '../../ports/store/incidents.ts'
import type { RecoveryWindow } from './incidents.ts'
import { recoveryTimes } from './recovery-times.ts'

export type ShowRecovery = (times: readonly IncidentTimes[], now: number, observedSince: number) => void

/** A figure that nothing stands behind any more becomes NaN; one that never had anything is not given. */
export function createShowRecovery(meter: Pick<Meter, 'set'>): ShowRecovery {
  const given = new Set<string>()
  function show(name: string, value: number | null, labels: Labels): void {
    const key = JSON.stringify([name, labels])
    if (value === null && !given.has(key)) return
    given.add(key)
    meter.set(name, value ?? Number.NaN, labels)
  }
  return (times, now, observedSince) => {
    const all = month(times, now, observedSince)
    for (const severity of ['P1', 'P2'] as const) {
      const own = month(
        times.filter((one) => one.severity === severity),
        now,
        observedSince,
      )
      show('autogen_recovery_seconds', own.onsetToMitigated.mean, { severity, to: 'mitigated' })
      show('autogen_recovery_seconds', own.onsetToResolved.mean, { severity, to: 'resolved' })
      show('autogen_failure_interval_seconds', all.betweenFailures[severity], { severity })
    }
  }
}

function month(times: readonly IncidentTimes[], now: number, observedSince: number): RecoveryWindow {
  const window = recoveryTimes(times, now, observedSince).windows.find(({ days }) => days === 30)
  if (window === undefined) throw new Error('recovery times know no window of 30 days')
  return window
}
