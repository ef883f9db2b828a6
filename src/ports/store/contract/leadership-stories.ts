/** One leads, and it is always known who may. */
import { expect, test } from 'vitest'
import { eventually, type StoreWorld } from './samples.ts'

export function leadershipStories(world: () => StoreWorld): void {
  test('of ten that want to lead one does, until it resigns', async () => {
    const stores = [world().store, await world().another(), await world().another()]
    const wanting = Array.from({ length: 10 }, (_, n) => stores[n % 3]?.leadership.take(`p${n}`))
    const terms = (await Promise.all(wanting)).filter((term) => term != null)
    expect(terms).toHaveLength(1)
    const [first] = terms
    expect(first?.holds()).toBe(true)
    expect(await stores[1]?.leadership.holder()).toMatch(/^p\d$/)
    await first?.resign()
    expect(first?.signal.aborted).toBe(true)
    expect(first?.holds()).toBe(false)
    expect(await stores[1]?.leadership.holder()).toBeNull()
    const second = await stores[1]?.leadership.take('another')
    expect(second?.number).toBeGreaterThan(first?.number ?? 0)
    await first?.resign()
    expect(await stores[0]?.leadership.holder()).toBe('another')
  })

  test('a store that closes gives leadership back', async () => {
    const leaving = await world().another()
    const term = await leaving.leadership.take('leaving')
    expect(await world().store.leadership.take('staying')).toBeNull()
    await leaving.close()
    expect(term?.signal.aborted).toBe(true)
    expect(await world().store.leadership.take('staying')).not.toBeNull()
  })

  test('a term is renewed for as long as it is wanted', async () => {
    const { leadership } = world().store
    const other = await world().another()
    const term = await leadership.take('first')
    const begunAt = performance.now()
    await eventually(() => performance.now() - begunAt > 2_500)
    expect(term?.holds()).toBe(true)
    expect(await other.leadership.take('other')).toBeNull()
  })
}
