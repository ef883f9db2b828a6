import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dollars } from './dollars.ts'

test('cents, thousands, and as many digits as tell a small sum from none', () => {
  const sums = [0, 0.25, 12, 4_200, 10_000, 12_345, 99_400, 99_600, 123_400, 1_999_999, 1_234_500_000]
  expect(sums.map(dollars)).toEqual([
    '$0.00',
    '$0.00000025',
    '$0.000012',
    '$0.0042',
    '$0.01',
    '$0.012',
    '$0.099',
    '$0.10',
    '$0.12',
    '$2.00',
    '$1,234.50',
  ])
})

test('no sum is shown as nothing, and none is off by more than a twentieth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e13 }), (sum) => {
      const shown = Number(dollars(sum).replaceAll(/[$,]/g, '')) * 1_000_000
      expect(Math.abs(shown - sum)).toBeLessThanOrEqual(sum / 20)
    }),
  )
})
