import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGrowing, timeToLimit, trendOf } from './linear-trend.ts'

const dayMs = 86_400_000
const start = Date.parse('2026-11-01T00:00:00Z')

/** Sixty looks over six days. */
function points(valueAt: (day: number, n: number) => number) {
  return Array.from({ length: 60 }, (_, n) => ({ at: start + (n * dayMs) / 10, value: valueAt(n / 10, n) }))
}

test('a straight line is found, and so is the day on which it meets its limit', () => {
  const trend = trendOf(points((day) => 0.4 + 0.02 * day))
  expect(trend?.perDay).toBeCloseTo(0.02, 6)
  expect(trend?.now).toBeCloseTo(0.4 + 0.02 * 5.9, 6)
  if (trend === null) throw new Error('no trend')
  expect(timeToLimit(trend, 0.9).days).toBeCloseTo((0.9 - 0.518) / 0.02, 3)
  expect(isGrowing(trend)).toBe(true)
})

test('what only goes up and down does not grow', () => {
  const trend = trendOf(points((_, n) => 0.5 + 0.1 * Math.sin(n * 2.4)))
  if (trend === null) throw new Error('no trend')
  expect(isGrowing(trend)).toBe(false)
  expect(timeToLimit(trend, 0.9).daysMax).toBeNull()
})

test('too few points say nothing; what is full is full now', () => {
  expect(trendOf(points(() => 1).slice(0, 7))).toBeNull()
  expect(trendOf([])).toBeNull()
  const trend = trendOf(points(() => 0.95))
  expect(trend && timeToLimit(trend, 0.9)).toEqual({ days: 0, daysMin: 0, daysMax: 0 })
})

test('the true slope lies between the bounds nearly always, in whatever order the points come', () => {
  let inside = 0
  let runs = 0
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
      (slope, noise) => {
        const drawn = points((day, n) => 10 + slope * day + 0.2 * (noise[n] ?? 0))
        const trend = trendOf(drawn)
        expect(trend).toEqual(trendOf([...drawn].reverse()))
        if (trend === null) throw new Error('no trend')
        expect(trend.perDayMin).toBeLessThanOrEqual(trend.perDay)
        expect(trend.perDayMax).toBeGreaterThanOrEqual(trend.perDay)
        runs += 1
        if (trend.perDayMin <= slope && slope <= trend.perDayMax) inside += 1
      },
    ),
    { numRuns: 200, seed: 7 },
  )
  expect(inside / runs).toBeGreaterThan(0.7)
})
