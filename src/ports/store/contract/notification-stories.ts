/** A message is sent once by one, however many want to send it. */
import { expect, test } from 'vitest'
import type { Notification } from '../../../domain/notification/notification.ts'
import type { ClaimedOutgoing } from '../notifications.ts'
import { eventually, type StoreWorld } from './samples.ts'

const at = Date.UTC(2026, 10, 23)
const minuteMs = 60_000

export function aNotification(dedupeKey: string, but: Partial<Notification> = {}): Notification {
  return {
    dedupeKey,
    thread: `thread of ${dedupeKey}`,
    kind: 'page',
    severity: 'P1',
    title: 'ServiceDown',
    text: 'It does not answer.',
    incident: null,
    links: [],
    to: { kind: 'on-call', level: 0 },
    ...but,
  }
}

export function notificationStories(world: () => StoreWorld): void {
  const box = () => world().store.notifications
  const add = (notifier: string, ...all: readonly Notification[]) =>
    box().add(
      all.map((notification) => ({ notifier, notification })),
      at,
    )
  const claim = (notifier: string, but: { at?: number; leaseMs?: number; limit?: number } = {}) =>
    box().claim(notifier, { at, leaseMs: minuteMs, limit: 10, ...but })
  const keysOf = (rows: readonly ClaimedOutgoing[]) => rows.map(({ notification }) => notification.dedupeKey)

  test('a key comes to each notifier once, also after it was sent', async () => {
    expect(await add('slack', aNotification('a'), aNotification('b'))).toBe(2)
    expect(await add('slack', aNotification('a'))).toBe(0)
    expect(await add('mail', aNotification('a'))).toBe(1)
    const [first] = await claim('slack')
    if (first === undefined) throw new Error('nothing to send')
    expect(await box().settle(first, { kind: 'sent', reference: 'm-1' }, at)).toBe(true)
    expect(await add('slack', aNotification('a'))).toBe(0)
    expect(await box().find(first.id)).toMatchObject({ state: 'sent', reference: 'm-1', attempts: 1 })
    expect(await box().waiting()).toEqual({ slack: 1, mail: 1 })

    await add('chat', aNotification('c', { kind: 'status' }))
    await add('chat', aNotification('c', { kind: 'page' }), aNotification('d'))
    expect(await add('chat', aNotification('c', { kind: 'report' }))).toBe(0)
    expect((await claim('chat')).map(({ notification }) => notification.kind)).toEqual(['page', 'page'])
  })

  test('what is urgent comes first; within a thread nothing overtakes what has to wait', async () => {
    const thread = 'incident-1'
    await add('slack', aNotification('report', { kind: 'report' }), aNotification('news', { kind: 'status' }))
    await add('slack', aNotification('page', { thread }), aNotification('end', { thread, kind: 'ended' }))
    const claimed = await claim('slack')
    expect(keysOf(claimed)).toEqual(['page', 'end', 'news', 'report'])
    for (const row of claimed) {
      const isPage = row.notification.dedupeKey === 'page'
      const notBefore = at + minuteMs
      await box().settle(
        row,
        isPage ? { kind: 'retry', notBefore, failure: 'away' } : { kind: 'put-off', notBefore: at },
        at,
      )
    }
    expect(keysOf(await claim('slack'))).toEqual(['news', 'report'])
    const later = await claim('slack', { at: at + minuteMs })
    expect(keysOf(later)).toEqual(['page', 'end'])
    expect(later.map(({ attempts }) => attempts)).toEqual([1, 0])
  })

  test('of many senders each row has one, and who lost its lease changes nothing', async () => {
    const other = await world().another()
    const messages = Array.from({ length: 40 }, (_, n) => aNotification(`m${n}`))
    await add('slack', ...messages)
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 === 0 ? box() : other.notifications).claim('slack', { at, leaseMs: minuteMs, limit: 10 }),
      ),
    )
    expect(new Set(keysOf(claims.flat())).size).toBe(40)
    expect(claims.flat()).toHaveLength(40)

    await add('mail', aNotification('slow'))
    const [slow] = await claim('mail', { leaseMs: 1 })
    let again: readonly ClaimedOutgoing[] = []
    await eventually(async () => {
      again = await other.notifications.claim('mail', { at, leaseMs: minuteMs, limit: 1 })
      return again.length > 0
    })
    if (slow === undefined || again[0] === undefined) throw new Error('nothing to send')
    expect(again[0].token).toBeGreaterThan(slow.token)
    expect(await box().settle(slow, { kind: 'dead', failure: 'late' }, at)).toBe(false)
    expect(await box().settle(again[0], { kind: 'sent', reference: null }, at)).toBe(true)
    expect(await box().find(slow.id)).toMatchObject({ state: 'sent', failure: null })
  })

  test('what was given up waits for people, and is tried again when they say so', async () => {
    await add('slack', aNotification('a'), aNotification('b'))
    const rows = await claim('slack')
    for (const row of rows) await box().settle(row, { kind: 'dead', failure: 'no such channel' }, at)
    const dead = await box().list(['dead'], 10)
    expect(dead.map(({ failure }) => failure)).toEqual(['no such channel', 'no such channel'])
    expect(await box().retryDead([dead[0]?.id ?? 0], at)).toBe(1)
    expect(await box().retryDead(null, at)).toBe(1)
    expect(await claim('slack')).toMatchObject([{ attempts: 0 }, { attempts: 0 }])
  })

  test('what was sent while the store was away is not sent again', async () => {
    await add('slack', aNotification('a'))
    const rows = ['a', 'b'].map((key) => ({
      notifier: 'slack',
      notification: aNotification(key),
      reference: null,
    }))
    await box().recordSent(rows, at)
    await box().recordSent(rows, at)
    expect(await claim('slack')).toEqual([])
    expect(await add('slack', aNotification('b'))).toBe(0)
    expect(await box().list(['sent'], 10)).toHaveLength(2)
  })

  test('a thread was told where one of its messages was taken, by itself or within another', async () => {
    const thread = 'incident-1'
    await add('chat', aNotification('a', { thread }), aNotification('b', { thread }))
    await add('chat', aNotification('dead', { thread: 'incident-2' }))
    await add('pager', aNotification('a', { thread: 'incident-2' }))
    const told = (...notifiers: readonly string[]) => box().firstSent([thread, 'incident-2'], notifiers)
    expect(await told('chat', 'pager')).toEqual(new Map())
    for (const row of await claim('chat')) {
      const { dedupeKey } = row.notification
      if (dedupeKey === 'dead') await box().settle(row, { kind: 'dead', failure: '' }, at)
      else if (dedupeKey === 'a') await box().settle(row, { kind: 'folded', into: 'digest' }, at + minuteMs)
      else await box().settle(row, { kind: 'sent', reference: null }, at + 2 * minuteMs)
    }
    for (const row of await claim('pager')) await box().settle(row, { kind: 'sent', reference: null }, at)
    expect(await told('chat')).toEqual(new Map([[thread, at + minuteMs]]))
    expect(await told('chat', 'pager')).toEqual(
      new Map([
        [thread, at + minuteMs],
        ['incident-2', at],
      ]),
    )
    expect(await told()).toEqual(new Map())
  })

  test('the health of a notifier is its last try, whoever made it', async () => {
    await box().noteTry('slack', at, null)
    await box().noteTry('slack', at + 1, 'refused')
    expect(await box().health()).toEqual([
      { notifier: 'slack', succeededAt: at, failedAt: at + 1, failure: 'refused', isUp: false },
    ])
    await box().noteTry('slack', at + 2, null)
    expect(await box().health()).toMatchObject([{ succeededAt: at + 2, isUp: true }])
  })

  test('a link is used once, by one of many; what led to nothing may be used again', async () => {
    const uses = await Promise.all(
      Array.from({ length: 8 }, (_, n) => box().useLink('hash', { by: `p${n}`, at, expiresAt: at + 1 })),
    )
    expect(uses.filter((used) => used === null)).toHaveLength(1)
    expect(uses.find((used) => used !== null)).toMatchObject({ by: expect.stringMatching(/^p\d$/), at })
    await box().releaseLink('hash')
    expect(await box().useLink('hash', { by: 'again', at, expiresAt: at + 1 })).toBeNull()
  })

  test('old rows go; their key is free again; dead ones stay longer', async () => {
    await add('slack', aNotification('sent'), aNotification('dead'), aNotification('waits'))
    for (const row of await claim('slack', { limit: 2 })) {
      const isDead = row.notification.dedupeKey === 'dead'
      await box().settle(row, isDead ? { kind: 'dead', failure: '' } : { kind: 'sent', reference: null }, at)
    }
    await box().useLink('old', { by: 'ann', at, expiresAt: at })
    expect(await box().forget({ finished: at + 1, dead: at, links: at + 1 })).toBe(2)
    expect(await box().list(['sent', 'dead', 'waiting'], 10)).toHaveLength(2)
    expect(await add('slack', aNotification('sent'))).toBe(1)
  })
}
