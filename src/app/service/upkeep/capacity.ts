/** How full the service is, hour by hour, out of its samples: what trends are drawn through. */
import { isGaugeMetric } from '../../../ops/indicators/is-gauge-metric.ts'
import type { CapacityFact } from '../../../ops/maintenance/facts.ts'
import type { TrendPoint } from '../../../ops/maintenance/linear-trend.ts'
import { loadSeries } from '../../../ops/recorder/load-series.ts'
import { metricName } from '../../../ops/series/labels.ts'
import type { LabelMatcher, Series, SeriesSource } from '../../../ops/series/series-source.ts'
import type { Samples } from '../../../ports/store/samples.ts'

const hourMs = 3_600_000
/** As the alerts see it: ResourceExhausted, QueueBacklog. */
const shareLimit = 0.9
const jobsLimit = 100

export async function capacityFacts(
  samples: Pick<Samples, 'fine' | 'coarse'>,
  since: number,
  now: number,
): Promise<readonly CapacityFact[]> {
  const shares = ['cpu', 'memory', 'disk'].map((resource) => ({
    resource,
    matchers: [equals(metricName, 'autogen_resource_utilization_ratio'), equals('resource', resource)],
    limit: shareLimit,
    unit: 'share' as const,
  }))
  const queue = {
    resource: 'queue',
    matchers: [equals(metricName, 'autogen_queue_jobs'), equals('state', 'waiting')],
    limit: jobsLimit,
    unit: 'jobs' as const,
  }
  const all = [...shares, queue]
  const { source } = await loadSeries({
    samples,
    selectors: all.map(({ matchers }) => matchers),
    from: since,
    to: now,
    isGauge: isGaugeMetric,
  })
  return all.map(({ matchers, ...fact }) => ({ ...fact, points: hourly(source, matchers, since, now) }))
}

/** Of each hour the mean of the fullest process: that one meets the limit first, whatever it is called today. */
function hourly(
  source: SeriesSource,
  matchers: readonly LabelMatcher[],
  from: number,
  to: number,
): readonly TrendPoint[] {
  const hours = new Map<number, number>()
  for (const series of source.select(matchers, from, to)) {
    for (const [hour, mean] of meansByHour(series)) hours.set(hour, Math.max(hours.get(hour) ?? mean, mean))
  }
  return [...hours].map(([at, value]) => ({ at, value })).sort((one, other) => one.at - other.at)
}

function meansByHour({ times, values }: Series): ReadonlyMap<number, number> {
  const sums = new Map<number, { sum: number; count: number }>()
  for (const [at, time] of times.entries()) {
    const value = values[at]
    if (value === null || value === undefined || !Number.isFinite(value)) continue
    const hour = Math.floor(time / hourMs) * hourMs
    const { sum, count } = sums.get(hour) ?? { sum: 0, count: 0 }
    sums.set(hour, { sum: sum + value, count: count + 1 })
  }
  return new Map([...sums].map(([hour, { sum, count }]) => [hour, sum / count]))
}

function equals(name: string, value: string): LabelMatcher {
  return { name, operator: '=', value, passes: (given) => given === value }
}
