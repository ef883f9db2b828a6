import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distributeUnits, type Load } from './distribute-units.ts'

function load(path: string, tokens: number, rank = 0): Load {
  return { path, tokens, tokensMin: tokens, rank }
}

test('a small change is one part', () => {
  const loads = [load('a', 100), load('b', 100)]
  expect(distributeUnits(loads, new Map(), { partsMax: 5, tokensMax: 1_000 })).toEqual({
    parts: [[0, 1]],
    left: [],
  })
})

test('files that call each other are read together', () => {
  const loads = [load('a', 300), load('b', 300), load('c', 300)]
  const related = new Map([
    ['a', new Set(['c'])],
    ['c', new Set(['a'])],
  ])
  expect(distributeUnits(loads, related, { partsMax: 5, tokensMax: 1_000 }).parts).toEqual([[0, 2], [1]])
})

test('a file that is larger than a part goes on in the next', () => {
  const loads = [load('a', 500), load('a', 500), load('a', 500)]
  expect(distributeUnits(loads, new Map(), { partsMax: 3, tokensMax: 900 }).parts).toEqual([[0], [1], [2]])
})

test('when not everything fits, code comes first', () => {
  const loads = [load('package-lock.json', 900, 4), load('src/a.ts', 900, 0)]
  expect(distributeUnits(loads, new Map(), { partsMax: 1, tokensMax: 1_000 })).toEqual({
    parts: [[1]],
    left: [0],
  })
})

test('no part is above its room, every unit is somewhere once, and the same loads go the same way', () => {
  const anyLoad = fc
    .record({
      path: fc.constantFrom('a', 'b', 'c', 'd'),
      tokensMin: fc.integer({ min: 1, max: 900 }),
      rank: fc.nat(4),
    })
    .map((one) => ({ ...one, tokens: one.tokensMin * 2 }))
  fc.assert(
    fc.property(fc.array(anyLoad, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (loads, partsMax) => {
      const related = new Map([['a', new Set(['d'])]])
      const { parts, left } = distributeUnits(loads, related, { partsMax, tokensMax: 1_000 })
      expect(parts.length).toBeLessThanOrEqual(partsMax)
      expect([...parts.flat(), ...left].toSorted((a, b) => a - b)).toEqual(loads.map((_, at) => at))
      for (const part of parts)
        expect(part.reduce((sum, at) => sum + (loads[at]?.tokensMin ?? 0), 0)).toBeLessThanOrEqual(1_000)
      expect(distributeUnits(loads, related, { partsMax, tokensMax: 1_000 })).toEqual({ parts, left })
    }),
  )
})
