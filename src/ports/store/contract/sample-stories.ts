/** What was measured is read back, rolled up, filled in and forgotten. */
import { expect, test } from 'vitest'
import { bucketMs, type FineRow, type SampleLayout, type SampleQuery } from '../samples.ts'
import type { StoreWorld } from './samples.ts'

const start = Date.UTC(2026, 10, 23)
const layout: SampleLayout = [{ __name__: 'a_total' }, { __name__: 'b', kind: 'odd \u{1f600}' }]

function aRow(at: number, but: Partial<FineRow> = {}): FineRow {
  return { instance: 'one/web', at, pid: 7, serves: true, layout, values: Float64Array.of(at, 0.5), ...but }
}

function all(but: Partial<SampleQuery> = {}): SampleQuery {
  return { from: 0, to: start + 1e9, instance: null, after: null, limit: 1_000, ...but }
}

export function sampleStories(world: () => StoreWorld): void {
  test('rows come back as they were written, once each, by time and instance', async () => {
    const { samples } = world().store
    const odd = Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-300, 2 ** 53)
    const wide = odd.values().map((_, index) => ({ __name__: `n${index}` }))
    await samples.write([
      aRow(start + 1),
      aRow(start),
      aRow(start, { instance: 'a', layout: [...wide], values: odd }),
    ])
    await samples.write([aRow(start, { values: Float64Array.of(9, 9) }), aRow(start + 2)])
    await samples.write([])
    const rows = await (await world().another()).samples.fine(all())
    expect(rows.map(({ at, instance }) => [at - start, instance])).toEqual([
      [0, 'a'],
      [0, 'one/web'],
      [1, 'one/web'],
      [2, 'one/web'],
    ])
    expect(rows[0]?.values).toEqual(odd)
    expect(rows[1]).toEqual({
      instance: 'one/web',
      at: start,
      serves: true,
      layout,
      values: Float64Array.of(start, 0.5),
    })
    expect(rows[1]?.layout).toBe(rows[2]?.layout)
  })

  test('they are read page by page, of one instance or of all', async () => {
    const { samples } = world().store
    await samples.write([0, 10, 20].flatMap((at) => [aRow(at), aRow(at, { instance: 'two' })]))
    const first = await samples.fine(all({ limit: 4 }))
    const rest = await samples.fine(all({ after: first.at(-1) ?? null }))
    expect([...first, ...rest]).toHaveLength(6)
    expect(rest.map(({ at }) => at)).toEqual([20, 20])
    expect(await samples.fine(all({ instance: 'two', from: 10, to: 10 }))).toHaveLength(1)
  })

  test('news is what has come since, late rows too', async () => {
    const { samples } = world().store
    await samples.write([aRow(10), aRow(20), aRow(20, { instance: 'two' })])
    const seen = new Map([['one/web', 20]])
    expect((await samples.news(seen, 0, 10)).map(({ instance }) => instance)).toEqual(['two'])
    // It was cut off from the store for a while.
    await samples.write([aRow(5, { instance: 'three' })])
    expect(await samples.news(new Map([...seen, ['two', 20]]), 0, 10)).toMatchObject([{ instance: 'three' }])
    expect(await samples.news(new Map(), 15, 10)).toHaveLength(2)
  })

  test('the newest row of an instance, the last of those that take webhooks, the oldest of all', async () => {
    const { samples } = world().store
    expect([await samples.newest('two'), await samples.lastServed(), await samples.oldest()]).toEqual([
      null,
      null,
      null,
    ])
    await samples.write([aRow(10), aRow(20), aRow(30, { instance: 'two', serves: false, pid: 8 })])
    await samples.roll({ ...aRow(5), sources: 1 })
    expect(await samples.newest('two')).toEqual({ at: 30, pid: 8 })
    expect(await samples.lastServed()).toBe(20)
    expect(await samples.oldest()).toBe(5)
  })

  test('a gap is filled without touching what is there', async () => {
    const { samples } = world().store
    await samples.write([aRow(20)])
    const row = aRow(0, { values: Float64Array.of(0, 0) })
    await samples.fillFine({ row, from: 10, to: 40 }, 10)
    const rows = await samples.fine(all())
    expect(rows.map(({ at, values }) => [at, values[1]])).toEqual([
      [10, 0],
      [20, 0.5],
      [30, 0],
    ])
    await samples.fillCoarse({ row, from: bucketMs + 1, to: 3 * bucketMs + 1 })
    expect((await samples.coarse(all())).map(({ at }) => at / bucketMs)).toEqual([2, 3])
  })

  test('a bucket asks to be rolled up, and again when late rows have come', async () => {
    const { samples } = world().store
    const begin = Math.floor(start / bucketMs) * bucketMs
    await samples.write([aRow(begin), aRow(begin + 10), aRow(begin + bucketMs)])
    const closed = () => samples.unrolled(begin, begin + bucketMs, 10)
    expect(await closed()).toEqual([{ instance: 'one/web', begin }])
    await samples.roll({ ...aRow(begin + bucketMs), sources: 2 })
    expect(await closed()).toEqual([])
    expect(await samples.unrolled(begin, begin + 2 * bucketMs, 10)).toEqual([
      { instance: 'one/web', begin: begin + bucketMs },
    ])
    await samples.write([aRow(begin + 20)])
    expect(await closed()).toHaveLength(1)
    await samples.roll({ ...aRow(begin + bucketMs, { values: Float64Array.of(1, 2) }), sources: 3 })
    expect(await closed()).toEqual([])
    expect(await samples.coarse(all())).toMatchObject([{ values: Float64Array.of(1, 2) }])
  })

  test('what is too old is gone', async () => {
    const { samples } = world().store
    await samples.write([aRow(10), aRow(20)])
    await samples.roll({ ...aRow(10), sources: 1 })
    await samples.roll({ ...aRow(20), sources: 1 })
    expect(await samples.forget({ fine: 20, coarse: 11 })).toBe(2)
    expect(await samples.fine(all())).toMatchObject([{ at: 20 }])
    expect(await samples.coarse(all())).toMatchObject([{ at: 20 }])
  })
}
