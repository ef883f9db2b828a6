/** The line through the points with the least squares. */
import { sumOf } from './aggregate.ts'
import type { Points } from './range-functions.ts'

export interface Line {
  /** Per second. */
  readonly slope: number
  /** Its value at the zero of time. */
  readonly intercept: number
}

/** @param zero milliseconds since the epoch @returns null with fewer than two points */
export function linearRegression({ times, values }: Points, zero: number): Line | null {
  const first = values[0]
  if (first === undefined || values.length < 2) return null
  if (values.every((value) => value === first)) {
    return Number.isFinite(first)
      ? { slope: 0, intercept: first }
      : { slope: Number.NaN, intercept: Number.NaN }
  }
  const seconds = times.map((time) => (time - zero) / 1_000)
  const count = values.length
  const sumX = sumOf(seconds)
  const sumY = sumOf(values)
  const covariance = sumOf(seconds.map((x, index) => x * (values[index] as number))) - (sumX * sumY) / count
  const variance = sumOf(seconds.map((x) => x * x)) - (sumX * sumX) / count
  const slope = covariance / variance
  return { slope, intercept: sumY / count - (slope * sumX) / count }
}
