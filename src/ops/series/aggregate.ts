/** sum, avg, min, max and count over groups of a vector. */
import type { Value } from './evaluate.ts'
import type { Aggregation, AggregationOperator } from './expression.ts'
import { dropLabels, keepLabels, type LabelSet, labelKey, metricName } from './labels.ts'

export function aggregate(
  { operator, grouping }: Pick<Aggregation, 'operator' | 'grouping'>,
  vector: readonly Value[],
): readonly Value[] {
  const groups = new Map<string, { readonly labels: LabelSet; readonly values: number[] }>()
  for (const { labels, value } of vector) {
    const kept = grouping.by
      ? keepLabels(labels, grouping.labels)
      : dropLabels(labels, [...grouping.labels, metricName])
    const key = labelKey(kept)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { labels: kept, values: [value] })
    else group.values.push(value)
  }
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: aggregates[operator](values) }))
}

/** Of at least one value. */
const aggregates: Readonly<Record<AggregationOperator, (values: readonly number[]) => number>> = {
  sum: sumOf,
  avg: averageOf,
  min: (values) => extremeOf(values, (value, best) => value < best),
  max: (values) => extremeOf(values, (value, best) => value > best),
  count: (values) => values.length,
}

/** With the error carried along (Neumaier), as Prometheus adds up. */
export function sumOf(values: readonly number[]): number {
  let sum = 0
  let lost = 0
  for (const value of values) {
    const next = sum + value
    if (Math.abs(sum) >= Math.abs(value)) lost += sum - next + value
    else lost += value - next + sum
    sum = next
  }
  return Number.isFinite(sum) ? sum + lost : sum
}

export function averageOf(values: readonly number[]): number {
  return sumOf(values) / values.length
}

/** A value that is not a number loses against every number. */
export function extremeOf(
  values: readonly number[],
  isBetter: (value: number, best: number) => boolean,
): number {
  let best = Number.NaN
  for (const value of values) if (Number.isNaN(best) || isBetter(value, best)) best = value
  return best
}
