/** Five minutes of rows as one: gauges by their average, counters and histograms by their last value. */
import type { SampleLayout, SampleRow } from '../../ports/store/samples.ts'

export type IsGauge = (metric: string) => boolean

interface Sum {
  readonly labels: SampleLayout[number]
  sum: number
  count: number
  last: number
}

/** @param rows of one instance, by time */
export function rollUp(rows: readonly SampleRow[], isGauge: IsGauge): Pick<SampleRow, 'layout' | 'values'> {
  const sums = new Map<string, Sum>()
  const bySeries = new Map<SampleLayout, readonly Sum[]>()
  for (const { layout, values } of rows) {
    const places = bySeries.get(layout) ?? layout.map((labels) => sumOf(sums, labels))
    bySeries.set(layout, places)
    for (const [index, place] of places.entries()) {
      const value = values[index] as number
      place.sum += value
      place.count += 1
      place.last = value
    }
  }
  const sorted = [...sums.values()]
  return {
    // Mostly nothing has come or gone meanwhile: then it is the layout that is there already.
    layout: bySeries.size === 1 ? (rows[0]?.layout ?? []) : sorted.map(({ labels }) => labels),
    values: Float64Array.from(sorted, ({ labels, sum, count, last }) =>
      isGauge(labels.__name__ ?? '') ? sum / count : last,
    ),
  }
}

function sumOf(sums: Map<string, Sum>, labels: SampleLayout[number]): Sum {
  const key = JSON.stringify(labels)
  const known = sums.get(key)
  if (known !== undefined) return known
  const sum: Sum = { labels, sum: 0, count: 0, last: Number.NaN }
  sums.set(key, sum)
  return sum
}
