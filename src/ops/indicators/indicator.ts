/** What a figure is, before anybody measures it. */
export interface Indicator {
  readonly name: string
  readonly kind: 'counter' | 'gauge' | 'histogram'
  /** What it is and how it is measured. */
  readonly help: string
  readonly unit: 'seconds' | 'bytes' | 'count' | 'ratio' | 'state' | 'dollars'
  readonly labels: readonly string[]
  /** Upper bounds of a histogram's buckets, in its unit. */
  readonly buckets?: readonly number[]
  /** Label values that are there from the start at 0: a rate over a counter that is born at 1 sees nothing. */
  readonly bornAt0?: readonly Readonly<Record<string, string>>[]
  /** Declared for a part that is not built yet; nobody gives it. */
  readonly isAwaited?: true
}

/** Seconds, up to a minute: an alert on "slower than 10 s" needs buckets beyond 10 s. */
export const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 15, 30, 60] as const
export const longSecondsBuckets = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600] as const
