/** Tokens, their rotation and their end, and the sessions that end with them. */
import { expect, test } from 'vitest'
import type { AccessToken, AccessTokenId } from '../../../domain/actor/access-token.ts'
import type { StoreWorld } from './samples.ts'

const one = Buffer.alloc(32, 1)
const two = Buffer.alloc(32, 2)

function aToken(but: Partial<AccessToken> = {}): AccessToken {
  return {
    id: 'abcdefghij' as AccessTokenId,
    name: 'ann',
    role: 'responder',
    scopes: ['all', 'alertmanager'],
    createdBy: 'root',
    createdAt: 1_000,
    expiresAt: 9_000,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedFrom: null,
    ...but,
  }
}

export function accessStories(world: () => StoreWorld): void {
  test('of living tokens no two have the same name, and a revoked one makes room', async () => {
    const { access } = world().store
    const token = aToken()
    expect(await access.create(token, one)).toBe(true)
    expect(await access.create(aToken({ id: 'bbbbbbbbbb' as AccessTokenId }), two)).toBe(false)
    expect(await access.find(token.id)).toEqual({ token, hashes: { current: one, previous: null } })
    expect(await access.revoke(token.id, 2_000)).toBe(true)
    expect(await access.revoke(token.id, 3_000)).toBe(false)
    const next = aToken({ id: 'bbbbbbbbbb' as AccessTokenId, createdAt: 4_000 })
    expect(await access.create(next, two)).toBe(true)
    expect(await access.list()).toEqual([next, { ...token, revokedAt: 2_000 }])
    expect(await access.find('cccccccccc' as AccessTokenId)).toBeNull()
  })

  test('a rotated token has a new secret, and the old one for a while', async () => {
    const { access } = world().store
    const { id } = aToken()
    await access.create(aToken(), one)
    expect(await access.rotate(id, two, { previousUntil: 5_000, expiresAt: 20_000 })).toBe(true)
    expect(await access.find(id)).toEqual({
      token: aToken({ expiresAt: 20_000 }),
      hashes: { current: two, previous: { hash: one, until: 5_000 } },
    })
    await access.used(id, 6_000, '192.0.2.1')
    expect((await access.find(id))?.token).toMatchObject({ lastUsedAt: 6_000, lastUsedFrom: '192.0.2.1' })
    await access.revoke(id, 7_000)
    expect(await access.rotate(id, one, { previousUntil: 8_000, expiresAt: 30_000 })).toBe(false)
  })

  test('a session ends with its token, by itself, and when somebody leaves', async () => {
    const { access } = world().store
    const token = aToken()
    await access.create(token, one)
    const session = { hash: one, token: token.id, openedAt: 100, seenAt: 100, expiresAt: 200 }
    await access.openSession(session)
    await access.sessionSeen(one, 150)
    expect(await access.findSession(one)).toEqual({ session: { ...session, seenAt: 150 }, token })
    // Opening one forgets what is over.
    await access.openSession({ ...session, hash: two, openedAt: 300, seenAt: 300, expiresAt: 400 })
    expect(await access.findSession(one)).toBeNull()
    await access.closeSession(two)
    expect(await access.findSession(two)).toBeNull()
    await access.openSession({ ...session, openedAt: 300, expiresAt: 400 })
    await access.revoke(token.id, 350)
    expect(await access.findSession(one)).toBeNull()
  })
}
