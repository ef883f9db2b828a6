/**
 * Tokens and the sessions that they open. Promise: no secret is stored, only its hash; of living tokens no two have the
 * same name; with a token that is revoked all of its sessions are over.
 */
import type { AccessToken, AccessTokenId } from '../../domain/actor/access-token.ts'

export interface TokenHashes {
  /** SHA-256 of the secret. */
  readonly current: Buffer
  /** The one before a rotation, for as long as it still opens. */
  readonly previous: { readonly hash: Buffer; readonly until: number } | null
}

export interface StoredToken {
  readonly token: AccessToken
  readonly hashes: TokenHashes
}

export interface AccessSession {
  /** SHA-256 of what the cookie holds. */
  readonly hash: Buffer
  readonly token: AccessTokenId
  readonly openedAt: number
  readonly seenAt: number
  readonly expiresAt: number
}

export interface AccessTokens {
  /** @returns false when a living token has the name */
  create(token: AccessToken, hash: Buffer): Promise<boolean>
  find(id: AccessTokenId): Promise<StoredToken | null>
  /** Those that are over too; the newest first, at most 500. */
  list(): Promise<readonly AccessToken[]>
  /** The secret so far goes on until then. @returns false when no such token lives */
  rotate(
    id: AccessTokenId,
    hash: Buffer,
    change: { readonly previousUntil: number; readonly expiresAt: number },
  ): Promise<boolean>
  /** @returns false when no such token lives */
  revoke(id: AccessTokenId, at: number): Promise<boolean>
  used(id: AccessTokenId, at: number, from: string): Promise<void>
  /** Forgets sessions that are over, too. */
  openSession(session: AccessSession): Promise<void>
  /** With its token, whatever the state of that. */
  findSession(hash: Buffer): Promise<{ readonly session: AccessSession; readonly token: AccessToken } | null>
  sessionSeen(hash: Buffer, at: number): Promise<void>
  closeSession(hash: Buffer): Promise<void>
}
