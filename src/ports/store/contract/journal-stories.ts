/** One chain, whoever writes. */
import { expect, test } from 'vitest'
import { type Actor, itself } from '../../../domain/actor/actor.ts'
import {
  firstPreviousHash,
  hashOfEntry,
  type NewJournalEntry,
} from '../../../domain/journal/journal-entry.ts'
import type { StoreWorld } from './samples.ts'

export const ann: Actor = { name: 'ann', role: 'responder', via: 'cli' }

export function anEntry(but: Partial<NewJournalEntry> = {}): NewJournalEntry {
  return {
    at: 1_000,
    actor: ann,
    action: 'test.noted',
    subject: 'nothing',
    incident: null,
    detail: { b: 1, a: ['x', null] },
    ...but,
  }
}

export function journalStories(world: () => StoreWorld): void {
  test('entries of several processes that write at once stand in one chain', async () => {
    const stores = [world().store, await world().another(), await world().another()]
    const appended = await Promise.all(
      Array.from({ length: 30 }, (_, n) => stores[n % 3]?.journal.append(anEntry({ subject: `entry ${n}` }))),
    )
    expect(new Set(appended.map((entry) => entry?.sequence)).size).toBe(30)
    const chain = await world().store.journal.read(0, 100)
    expect(chain.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1))
    expect(chain.map(({ previousHash }) => previousHash)).toEqual([
      firstPreviousHash,
      ...chain.slice(0, -1).map(({ hash }) => hash),
    ])
    expect(chain.map(hashOfEntry)).toEqual(chain.map(({ hash }) => hash))
    expect(chain).toEqual(expect.arrayContaining(appended))
  })

  test('what is read is what was written, also what is odd', async () => {
    const { journal } = world().store
    const odd = anEntry({
      at: 1_764_000_000_123.7,
      subject: 'a\0b \u{d800}',
      detail: { text: '\0 \u{d800} "', gone: undefined, number: 0.1, deep: { z: 1, y: [true] } },
    })
    const written = await journal.append(odd)
    const [read] = await journal.read(0, 1)
    expect(read).toEqual(written)
    expect(read).toMatchObject({ at: 1_764_000_000_123, subject: 'a\u{fffd}b \u{fffd}' })
    expect(read === undefined ? '' : hashOfEntry(read)).toBe(written.hash)
  })

  test('by incident from the oldest, and as a list from the newest', async () => {
    const { journal } = world().store
    for (const incident of [7, null, 8, 7]) await journal.append(anEntry({ incident }))
    expect((await journal.ofIncident(7, 10)).map(({ sequence }) => sequence)).toEqual([1, 4])
    expect((await journal.list(null, 2)).map(({ sequence }) => sequence)).toEqual([4, 3])
    expect((await journal.list(3, 10)).map(({ sequence }) => sequence)).toEqual([2, 1])
    expect(await journal.read(4, 10)).toEqual([])
  })

  test('what people did stays to be found, however much the service wrote', async () => {
    const { journal } = world().store
    for (const subject of ['long ago', 'in time', 'on time'])
      await journal.append(anEntry({ subject, at: subject === 'long ago' ? 500 : 1_000 }))
    await journal.append(anEntry({ action: 'incident.acknowledged', at: 2_000 }))
    for (let n = 0; n < 5; n += 1) await journal.append(anEntry({ actor: itself, at: 3_000 + n }))
    await journal.append(anEntry({ subject: 'last', at: 4_000 }))
    const seen = async (limit: number) => (await journal.ofPeople(1_000, limit)).map(({ subject }) => subject)
    expect(await seen(10)).toEqual(['last', 'on time', 'in time'])
    expect(await seen(1)).toEqual(['last'])
  })
}
