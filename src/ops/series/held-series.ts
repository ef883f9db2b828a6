/** A source over points that are held as they are: what was loaded for one evaluation, or what a test makes up. */
import { metricName } from './labels.ts'
import { type LabelMatcher, passesAll, type Series, type SeriesSource } from './series-source.ts'

export function holdSeries(series: readonly Series[]): SeriesSource {
  const byName = Map.groupBy(series, ({ labels }) => labels[metricName] ?? '')
  return {
    select(matchers, from, to) {
      return candidates(byName, matchers)
        .filter(({ labels }) => passesAll(matchers, labels))
        .map((one) => slice(one, from, to))
    },
  }
}

/** Nearly every selector names its metric. */
export function candidates<Candidate>(
  byName: ReadonlyMap<string, readonly Candidate[]>,
  matchers: readonly LabelMatcher[],
): readonly Candidate[] {
  const name = matchers.find((matcher) => matcher.name === metricName && matcher.operator === '=')
  return name === undefined ? [...byName.values()].flat() : (byName.get(name.value) ?? [])
}

function slice({ labels, times, values }: Series, from: number, to: number): Series {
  const begin = firstAtOrAfter(times, from)
  const end = firstAtOrAfter(times, to + 1)
  return { labels, times: times.slice(begin, end), values: values.slice(begin, end) }
}

/** @param times rising @returns its index; the length when there is none */
export function firstAtOrAfter(times: readonly number[], time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) < time) low = middle + 1
    else high = middle
  }
  return low
}
