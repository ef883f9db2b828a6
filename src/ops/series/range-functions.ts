/** What functions make of the points of one series in a range. */
import { averageOf, extremeOf, sumOf } from './aggregate.ts'
import type { FunctionName } from './expression.ts'
import { extrapolatedChange } from './extrapolated-change.ts'
import { linearRegression } from './linear-regression.ts'

/** At least one point. */
export interface Points {
  readonly times: readonly number[]
  readonly values: readonly number[]
}

export interface Window {
  /** Milliseconds since the epoch. */
  readonly begin: number
  readonly end: number
  /** The moment of the evaluation, which no offset moves. */
  readonly at: number
  readonly generation: 2 | 3
  /** The function's second argument. */
  readonly parameter: number
}

/** @returns null for no result: too few points */
type RangeFunction = (points: Points, window: Window) => number | null

export const rangeFunctions = {
  rate: (points, window) => extrapolatedChange(points, window, true, (window.end - window.begin) / 1_000),
  increase: (points, window) => extrapolatedChange(points, window, true),
  delta: (points, window) => extrapolatedChange(points, window, false),
  irate: ({ times, values }) => {
    const [one, other] = values.slice(-2)
    const [before, after] = times.slice(-2)
    if (one === undefined || other === undefined || before === undefined || after === undefined) return null
    return (other < one ? other : other - one) / ((after - before) / 1_000)
  },
  deriv: (points) => linearRegression(points, points.times[0] ?? 0)?.slope ?? null,
  predict_linear: (points, { at, parameter }) => {
    const line = linearRegression(points, at)
    return line === null ? null : line.slope * parameter + line.intercept
  },
  changes: ({ values }) =>
    countSteps(values, (one, other) => one !== other && !(Number.isNaN(one) && Number.isNaN(other))),
  resets: ({ values }) => countSteps(values, (one, other) => other < one),
  avg_over_time: ({ values }) => averageOf(values),
  sum_over_time: ({ values }) => sumOf(values),
  min_over_time: ({ values }) => extremeOf(values, (value, best) => value < best),
  max_over_time: ({ values }) => extremeOf(values, (value, best) => value > best),
  count_over_time: ({ values }) => values.length,
  last_over_time: ({ values }) => values.at(-1) ?? null,
} as const satisfies Partial<Record<FunctionName, RangeFunction>>

export function isRangeFunction(name: FunctionName): name is keyof typeof rangeFunctions {
  return Object.hasOwn(rangeFunctions, name)
}

function countSteps(values: readonly number[], isStep: (one: number, other: number) => boolean): number {
  let count = 0
  for (let index = 1; index < values.length; index += 1) {
    if (isStep(values[index - 1] as number, values[index] as number)) count += 1
  }
  return count
}
