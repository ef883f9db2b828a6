/** Tokens and logins over the store of this process. */
import { randomBytes } from 'node:crypto'
import type { AccessToken } from '../../../domain/actor/access-token.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { Outcome } from '../../../domain/outcome.ts'
import { type Authenticator, createAuthenticator } from '../../../ops/access/authenticate.ts'
import {
  createTokens,
  type IssuedToken,
  type NewToken,
  type TokenFailure,
  type TokenRotation,
  type Tokens,
} from '../../../ops/access/tokens.ts'
import type { Backbone } from '../backbone.ts'
import { clock } from '../open-backbone.ts'

export type TokenAnswer<Value> = Outcome<Value, TokenFailure>
export type TokenSecret = IssuedToken

export function openTokens({ store }: Pick<Backbone, 'store'>): Tokens {
  return createTokens({ access: store.access, journal: store.journal, random: randomBytes, clock })
}

export function openAuthenticator({ store, security }: Pick<Backbone, 'store' | 'security'>): Authenticator {
  const { journal, secretNamed } = security
  return createAuthenticator({
    access: store.access,
    security: journal,
    secretNamed,
    random: randomBytes,
    clock,
  })
}

/** The CLI's doors: it may not know `ops`. */
export function listTokens(backbone: Backbone): Promise<readonly AccessToken[]> {
  return openTokens(backbone).list()
}

export function createToken(
  backbone: Backbone,
  wanted: NewToken,
  actor: Actor,
): Promise<TokenAnswer<IssuedToken>> {
  return openTokens(backbone).create(wanted, actor)
}

export async function rotateToken(
  backbone: Backbone,
  named: string,
  rotation: TokenRotation,
  actor: Actor,
): Promise<TokenAnswer<IssuedToken>> {
  return openTokens(backbone).rotate(await idOf(backbone, named), rotation, actor)
}

export async function revokeToken(
  backbone: Backbone,
  named: string,
  actor: Actor,
): Promise<TokenAnswer<AccessToken>> {
  return openTokens(backbone).revoke(await idOf(backbone, named), actor)
}

/** People name a token by its name or its id. */
async function idOf(backbone: Backbone, named: string): Promise<string> {
  const living = (await listTokens(backbone)).filter(({ revokedAt }) => revokedAt === null)
  return living.find(({ id, name }) => id === named || name === named)?.id ?? named
}
