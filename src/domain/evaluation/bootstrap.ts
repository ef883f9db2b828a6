/**
 * How sure a figure is, given how few changes it was counted on: changes are drawn again and again, with replacement,
 * from those that there are, and the middle 95 % of what comes out is the interval (percentile bootstrap). Two runs are
 * compared on the same draws, change by change, so what is hard for both cancels out.
 */
import { type CaseCounts, type MetricName, metricNames, metrics } from './scores.ts'
import { seededNumbers } from './seeded-numbers.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

export interface BootstrapOptions {
  readonly seed: number
  readonly draws: number
}

export const bootstrapDefaults: BootstrapOptions = { seed: 20_240_229, draws: 2_000 }

export type Intervals = Readonly<Record<MetricName, Interval | null>>

export interface Difference {
  readonly first: number | null
  readonly second: number | null
  /** Second minus first. */
  readonly difference: number | null
  readonly interval: Interval | null
  /** The interval does not hold zero. */
  readonly isSignificant: boolean
}

export function intervalsOf(cases: readonly CaseCounts[], options = bootstrapDefaults): Intervals {
  const drawn = drawsOf(cases.length, options).map((places) => places.map((at) => cases[at] as CaseCounts))
  return each((name) => intervalOf(drawn.map((sample) => metrics[name](sample))))
}

/** @param pairs the same change in both runs */
export function compareRuns(
  pairs: readonly (readonly [CaseCounts, CaseCounts])[],
  options = bootstrapDefaults,
): Readonly<Record<MetricName, Difference>> {
  const [first, second] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)]
  const draws = drawsOf(pairs.length, options)
  return each((name) => {
    const of = (cases: readonly CaseCounts[]) => metrics[name](cases)
    const differences = draws.map((places) =>
      minus(
        of(places.map((at) => second[at] as CaseCounts)),
        of(places.map((at) => first[at] as CaseCounts)),
      ),
    )
    const interval = intervalOf(differences)
    return {
      first: of(first),
      second: of(second),
      difference: minus(of(second), of(first)),
      interval,
      isSignificant: interval !== null && (interval.low > 0 || interval.high < 0),
    }
  })
}

function drawsOf(count: number, { seed, draws }: BootstrapOptions): readonly (readonly number[])[] {
  if (count < 2) return []
  const next = seededNumbers(seed)
  return Array.from({ length: draws }, () => Array.from({ length: count }, () => Math.floor(next() * count)))
}

/** Null when the figure was undefined in half of the draws: then it says nothing. */
function intervalOf(values: readonly (number | null)[]): Interval | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  if (sorted.length === 0 || sorted.length < values.length / 2) return null
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }
}

/** Between the two nearest values, by how near each is. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below] as number
  return low + ((sorted[below + 1] ?? low) - low) * (place - below)
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b
}

function each<Value>(make: (name: MetricName) => Value): Readonly<Record<MetricName, Value>> {
  return Object.fromEntries(metricNames.map((name) => [name, make(name)])) as Record<MetricName, Value>
}
