/** The ring keeps changes alone; what it tells is what a list of all rows would tell. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SampleRow } from '../../ports/store/samples.ts'
import type { Series } from '../series/series-source.ts'
import { createSampleRing } from './sample-ring.ts'

const silenceMs = 30_000
const everything = [{ name: '__name__', operator: '!=', value: '', passes: () => true }] as const
const names = ['a', 'b', 'c', 'd']

type Row = Pick<SampleRow, 'at' | 'layout' | 'values'>

/** Rows some seconds apart, whose series come and go, with values that mostly stay. */
const rowsOfAny = fc
  .array(
    fc.record({
      seconds: fc.constantFrom(10, 10, 10, 5, 60),
      given: fc.subarray(names),
      value: fc.constantFrom(0, 0, 1, Number.NaN),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    let at = 0
    return steps.map(({ seconds, given, value }): Row => {
      at += seconds * 1_000
      return {
        at,
        layout: given.map((__name__) => ({ __name__ })),
        values: Float64Array.from(given, (_, index) => value + (index % 2)),
      }
    })
  })

function tell(
  rows: readonly Row[],
  from: number,
  to: number,
): Map<string, (readonly [number, number | null])[]> {
  const told = new Map<string, (readonly [number, number | null])[]>()
  const open = new Set<string>()
  let last = Number.POSITIVE_INFINITY
  const put = (name: string, at: number, value: number | null) =>
    told.set(name, [...(told.get(name) ?? []), [at, value]])
  for (const { at, layout, values } of rows) {
    if (at - last > silenceMs) {
      for (const name of open) put(name, last + silenceMs, null)
      open.clear()
    }
    const given = new Map(layout.map(({ __name__ = '' }, index) => [__name__, values[index] ?? null]))
    for (const name of open) if (!given.has(name)) put(name, at, null)
    open.clear()
    for (const [name, value] of given) {
      put(name, at, value)
      open.add(name)
    }
    last = at
  }
  const within = [...told].map(
    ([name, points]) => [name, points.filter(([at]) => at >= from && at <= to)] as const,
  )
  return new Map(within.map(([name, points]) => [name, [...points]]))
}

/** An end is told once, at the latest where the window begins; what comes before the first point is nothing. */
function points({ times, values }: Series): readonly (readonly [number, number | null])[] {
  return times.map((at, index) => [at, values[index] ?? null] as const)
}

test('gives what a list of all rows would give, in any window', () => {
  fc.assert(
    fc.property(rowsOfAny, fc.nat(600_000), fc.nat(600_000), (rows, one, other) => {
      const [from, to] = one < other ? [one, other] : [other, one]
      const ring = createSampleRing({ labels: { instance: 'x' }, keptMs: 1e9, silenceMs })
      for (const row of rows) ring.add(row)
      const expected = tell(rows, from, to)
      for (const series of ring.select(everything, from, to)) {
        const real = points(series).filter(([, value]) => value !== null)
        const name = series.labels.__name__ ?? ''
        expect(real).toEqual((expected.get(name) ?? []).filter(([, value]) => value !== null))
        // Between two points of which it had an end in between, the end is told.
        for (const [at] of (expected.get(name) ?? []).filter(([, value]) => value === null)) {
          const before = points(series).filter(([time]) => time <= at)
          if (before.length > 0) expect(before.at(-1)?.[1]).toBeNull()
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('keeps what is young enough, and takes little for what stands still', () => {
  const ring = createSampleRing({ labels: {}, keptMs: 3_600_000, silenceMs })
  const layout = Array.from({ length: 1_000 }, (_, index) => ({ __name__: `n${index}` }))
  for (let look = 0; look < 2_000; look += 1) {
    const values = new Float64Array(layout.length)
    values[0] = look
    ring.add({ at: look * 10_000, layout, values })
  }
  const [moving] = ring.select([{ ...everything[0], operator: '=', value: 'n0' }], 0, 1e9)
  expect(moving?.times.length).toBeGreaterThanOrEqual(360)
  expect(moving?.times.length).toBeLessThan(360 + 300)
  expect(moving?.values.at(-1)).toBe(1_999)
  expect(ring.size).toBeLessThan(3_000)
})
