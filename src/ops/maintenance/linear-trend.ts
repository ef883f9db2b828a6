/** A straight line through points, with how sure it is: what "it grows" is said from, and "it is full in nine days". */

export interface TrendPoint {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly value: number
}

export interface Trend {
  /** Value by the day, with the bounds between which the slope lies 19 times in 20. */
  readonly perDay: number
  readonly perDayMin: number
  readonly perDayMax: number
  /** On the line, at the last point. */
  readonly now: number
  readonly endsAt: number
  readonly points: number
}

const dayMs = 86_400_000
const pointsMin = 8
/** Neighbouring points are alike: only so many of them count as looks of their own. */
const groupsMax = 30

/** @returns null when there are too few points to say anything */
export function trendOf(points: readonly TrendPoint[]): Trend | null {
  const finite = points.filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.at - b.at)
  const last = finite.at(-1)
  if (last === undefined || finite.length < pointsMin) return null
  // Means of groups make the errors of neighbours independent enough for the bounds to mean something.
  const groups = grouped(finite)
  const n = groups.length
  const origin = last.at
  const xs = groups.map(({ at }) => (at - origin) / dayMs)
  const ys = groups.map(({ value }) => value)
  const xMean = mean(xs)
  const yMean = mean(ys)
  const spread = sum(xs.map((x) => (x - xMean) ** 2))
  if (n < 3 || spread === 0) return null
  const perDay = sum(xs.map((x, at) => (x - xMean) * ((ys[at] ?? 0) - yMean))) / spread
  const intercept = yMean - perDay * xMean
  const residual = sum(xs.map((x, at) => ((ys[at] ?? 0) - intercept - perDay * x) ** 2))
  const margin = studentOf(n - 2) * Math.sqrt(residual / (n - 2) / spread)
  return {
    perDay,
    perDayMin: perDay - margin,
    perDayMax: perDay + margin,
    now: intercept,
    endsAt: last.at,
    points: finite.length,
  }
}

export interface TimeToLimit {
  /** Days until the line meets the limit; null: it does not grow. */
  readonly days: number | null
  /** If it grows as fast as it may. */
  readonly daysMin: number | null
  /** If it grows as slowly as it may; null: perhaps never. */
  readonly daysMax: number | null
}

export function timeToLimit({ now, perDay, perDayMin, perDayMax }: Trend, limit: number): TimeToLimit {
  const daysAt = (slope: number) => (now >= limit ? 0 : slope > 0 ? (limit - now) / slope : null)
  return { days: daysAt(perDay), daysMin: daysAt(perDayMax), daysMax: daysAt(perDayMin) }
}

/** Whether it is sure to grow: not by chance, and by more than `perDay`. */
export function isGrowing({ perDayMin }: Trend, perDay = 0): boolean {
  return perDayMin > perDay
}

function grouped(points: readonly TrendPoint[]): readonly TrendPoint[] {
  const size = Math.max(1, Math.ceil(points.length / groupsMax))
  const groups: TrendPoint[] = []
  for (let from = 0; from < points.length; from += size) {
    const group = points.slice(from, from + size)
    groups.push({ at: mean(group.map(({ at }) => at)), value: mean(group.map(({ value }) => value)) })
  }
  return groups
}

/** Student's t, two-sided, 95 %. */
function studentOf(freedom: number): number {
  const table = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13]
  return table[freedom - 1] ?? 1.96 + 2.5 / freedom
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}
