/** The indicators as the command, reports and the API ask for them: of a service that runs, or has run. */
import { recoveryTimes } from '../../../ops/incidents/recovery-times.ts'
import { isGaugeMetric } from '../../../ops/indicators/is-gauge-metric.ts'
import type { RecoveryFigures } from '../../../ops/kpis/kpi.ts'
import type { KpiStatus } from '../../../ops/kpis/kpi-status.ts'
import { kpiText, targetText } from '../../../ops/kpis/kpi-words.ts'
import { createKpis } from '../../../ops/kpis/kpis.ts'
import { measureKpis } from '../../../ops/kpis/measure-kpis.ts'
import type { Backbone } from '../backbone.ts'
import { watchClock } from '../watch/watch-clock.ts'

export const kpiWindows = { '1h': 3_600_000, '24h': 86_400_000, '30d': 30 * 86_400_000 } as const
export type KpiWindow = keyof typeof kpiWindows

export type { KpiLine, KpiStatus } from '../../../ops/kpis/kpi-status.ts'

type Parts = Pick<Backbone, 'config' | 'store'>

/** @param until milliseconds since the epoch; default: now */
export async function readKpis(
  { config, store }: Parts,
  windowMs: number,
  until: number = watchClock().now(),
): Promise<KpiStatus> {
  const { slo } = config.service
  const { from, to, observedFrom, results } = await measureKpis(
    {
      kpis: createKpis(slo),
      samples: store.samples,
      readRecovery: (end) => readRecovery({ config, store }, end),
      isGauge: isGaugeMetric,
    },
    windowMs,
    until,
  )
  const kpis = results.map(({ kpi, value, verdict, reason, parts }) => ({
    id: kpi.id,
    requirements: kpi.requirements,
    title: kpi.title,
    measured: kpi.measured,
    unit: kpi.unit,
    value,
    text: value === null ? (reason ?? '') : kpiText(value, kpi.unit, slo.availability),
    target: targetText(kpi),
    verdict,
    isMoreBetter: kpi.isMoreBetter,
    parts: parts.map((part) => ({ ...part, text: kpiText(part.value, kpi.unit, slo.availability) })),
  }))
  return { from, to, observedFrom, kpis }
}

const dayMs = 86_400_000

async function readRecovery({ store }: Parts, until: number): Promise<RecoveryFigures> {
  const [times, oldest] = await Promise.all([
    store.incidents.times(until - 90 * dayMs),
    store.samples.oldest(),
  ])
  const { windows } = recoveryTimes(times, until, oldest ?? until)
  const month = windows.find(({ days }) => days === 30)
  if (month === undefined) throw new Error('recovery times know no window of 30 days')
  return month
}
