import { expect, test } from 'vitest'
import { covered, percentile, summed } from './own-time.ts'

test('what overlaps is covered once, and gaps are not', () => {
  const calls = [
    { from: 10, to: 20 },
    { from: 0, to: 4 },
    { from: 12, to: 15 },
    { from: 18, to: 25 },
  ]
  expect(covered(calls)).toBe(4 + 15)
  expect(summed(calls)).toBe(10 + 4 + 3 + 7)
  expect(covered([])).toBe(0)
})

test('percentiles are values that were measured', () => {
  const values = [5, 1, 4, 2, 3]
  expect([0.5, 0.95, 0].map((share) => percentile(values, share))).toEqual([3, 5, 1])
})
