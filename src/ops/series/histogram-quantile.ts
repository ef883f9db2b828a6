/** A quantile of a histogram's buckets: linear inside the bucket, as Prometheus does it. */
import type { Value } from './evaluate.ts'
import { dropLabels, type LabelSet, labelKey, metricName } from './labels.ts'

interface Bucket {
  readonly upperBound: number
  /** Of everything up to the bound. */
  readonly count: number
}

export function histogramQuantile(quantile: number, vector: readonly Value[]): readonly Value[] {
  const histograms = new Map<string, { readonly labels: LabelSet; readonly buckets: Bucket[] }>()
  for (const { labels, value } of vector) {
    const upperBound = boundOf(labels.le)
    if (upperBound === null) continue
    const rest = dropLabels(labels, ['le', metricName])
    const key = labelKey(rest)
    const histogram = histograms.get(key)
    const bucket = { upperBound, count: value }
    if (histogram === undefined) histograms.set(key, { labels: rest, buckets: [bucket] })
    else histogram.buckets.push(bucket)
  }
  return [...histograms.values()].map(({ labels, buckets }) => ({
    labels,
    value: quantileOf(quantile, buckets),
  }))
}

function boundOf(text: string | undefined): number | null {
  if (text === undefined || text === '') return null
  if (/^\+?inf$/i.test(text)) return Number.POSITIVE_INFINITY
  const bound = Number(text)
  return Number.isNaN(bound) ? null : bound
}

function quantileOf(quantile: number, given: readonly Bucket[]): number {
  if (Number.isNaN(quantile)) return Number.NaN
  if (quantile < 0) return Number.NEGATIVE_INFINITY
  if (quantile > 1) return Number.POSITIVE_INFINITY
  const buckets = rising(merged(given))
  const last = buckets.length - 1
  if (last < 1 || buckets[last]?.upperBound !== Number.POSITIVE_INFINITY) return Number.NaN
  const observations = buckets[last].count
  if (observations === 0) return Number.NaN
  const rank = quantile * observations
  const found = buckets.slice(0, last).findIndex(({ count }) => count >= rank)
  if (found === -1) return buckets[last - 1]?.upperBound ?? Number.NaN
  const { upperBound, count } = buckets[found] as Bucket
  const below = buckets[found - 1]
  if (below === undefined) return upperBound <= 0 ? upperBound : upperBound * (rank / count)
  const share = (rank - below.count) / (count - below.count)
  return below.upperBound + (upperBound - below.upperBound) * share
}

/** By bound, those of the same bound added up. */
function merged(buckets: readonly Bucket[]): readonly Bucket[] {
  const counts = new Map<number, number>()
  for (const { upperBound, count } of buckets) counts.set(upperBound, (counts.get(upperBound) ?? 0) + count)
  return [...counts]
    .map(([upperBound, count]) => ({ upperBound, count }))
    .sort((one, other) => (one.upperBound < other.upperBound ? -1 : 1))
}

/** Buckets that were read at different times may fall; a wider bucket never holds less. */
function rising(buckets: readonly Bucket[]): readonly Bucket[] {
  let highest = Number.NEGATIVE_INFINITY
  return buckets.map(({ upperBound, count }) => {
    highest = Math.max(highest, count)
    return { upperBound, count: highest }
  })
}
