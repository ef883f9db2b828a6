/** How long the service takes to recover, and how long it holds: from the records of incidents. */
import type { ServiceObjectives } from '../../config/service/service-record.ts'
import type { Kpi, KpiPart, RecoveryFigures } from './kpi.ts'

const noIncident = 'There was no P1 or P2 incident to recover from in 30 days.'

export function recoveryKpis({ recoveryTimeMsMax }: ServiceObjectives): readonly Kpi[] {
  return [
    {
      id: 'mttr',
      requirements: ['R7'],
      title: 'MTTR, 30 days',
      unit: 'seconds',
      measured:
        'From the onset of a P1 or P2 incident until it was resolved, mean; p90 and until mitigated beside it.',
      target: { operator: '<=', value: recoveryTimeMsMax / 1_000 },
      isMoreBetter: false,
      source: { kind: 'recovery', read: ({ onsetToResolved }) => onsetToResolved.mean, parts: recoveryParts },
      silence: noIncident,
    },
    timeBetween('P1'),
    timeBetween('P2'),
  ]
}

function timeBetween(severity: 'P1' | 'P2'): Kpi {
  return {
    id: `mtbf-${severity.toLowerCase()}`,
    requirements: ['R8'],
    title: `MTBF ${severity}, 30 days`,
    unit: 'seconds',
    measured: `Time in which the service worked, by the number of ${severity} incidents.`,
    target: null,
    isMoreBetter: true,
    source: { kind: 'recovery', read: ({ betweenFailures }) => betweenFailures[severity], parts: () => [] },
    silence: `There was no ${severity} incident in 30 days.`,
  }
}

function recoveryParts({ onsetToMitigated, onsetToResolved }: RecoveryFigures): readonly KpiPart[] {
  const parts = [
    { measure: 'until resolved, p90', value: onsetToResolved.p90 },
    { measure: 'until mitigated, mean', value: onsetToMitigated.mean },
    { measure: 'until mitigated, p90', value: onsetToMitigated.p90 },
  ]
  return parts.flatMap(({ measure, value }) => (value === null ? [] : [{ labels: { measure }, value }]))
}
