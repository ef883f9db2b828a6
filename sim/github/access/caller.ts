/** Who asks. */

import type { App } from '../apps/app.ts'
import { readAppJwt } from '../apps/app-jwt.ts'
import type { InstallationToken } from '../apps/installation-token.ts'
import { refuse } from '../http/refusal.ts'
import type { Account } from '../world/account.ts'
import type { World } from '../world/world.ts'

export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'installation'; readonly token: InstallationToken }
  | { readonly kind: 'person'; readonly account: Account }

export function readCaller(world: World, authorization: string | undefined): Caller {
  if (authorization === undefined) return { kind: 'anonymous' }
  const secret = secretIn(authorization)
  const token = world.installationTokens.get(secret)
  if (token !== undefined && token.expiresMs > world.clock() && !token.installation.isDeleted) {
    if (token.installation.suspendedMs !== null) throw refuse(403, 'This installation has been suspended')
    return { kind: 'installation', token }
  }
  const account = world.personTokens.get(secret)
  if (account !== undefined) return { kind: 'person', account }
  if (secret.split('.').length !== 3) throw refuse(401, 'Bad credentials')
  const answer = readAppJwt(world, secret)
  if ('refusal' in answer) throw refuse(401, answer.refusal)
  return { kind: 'app', app: answer.app }
}

/** `bearer X`, `token X`, and `basic` with the token as its password, as git sends it. */
function secretIn(authorization: string): string {
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/)
  if (scheme.toLowerCase() !== 'basic') return value
  return Buffer.from(value, 'base64').toString('utf8').split(':').slice(1).join(':')
}

/** Whose name stands on what the caller writes. */
export function actorOf(caller: Caller): Account {
  switch (caller.kind) {
    case 'person':
      return caller.account
    case 'installation':
      return caller.token.installation.app.bot
    default:
      throw refuse(401, 'Requires authentication')
  }
}

export function appOf(caller: Caller): App | null {
  if (caller.kind === 'app') return caller.app
  return caller.kind === 'installation' ? caller.token.installation.app : null
}
