/**
 * Credentials of one App: a signed statement for the App itself, and tokens of its installations.
 *
 * `auth-app` signs; tokens are kept here. Its own cache forgets by age instead of by the token's end, its hook sleeps
 * after a 401, and what it coalesces is keyed by the installation's number alone, across all Apps of the process: two
 * hosts that number alike would get each other's tokens.
 */
import { createAppAuth } from '@octokit/auth-app'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { AppName, InstallationId } from '../../domain/repository/repository.ts'
import type { CacheBook } from '../../ports/cache/cache-book.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { Exchange } from './api/exchange.ts'
import { hostFailure } from './api/failures.ts'
import { readShape } from './api/read-shape.ts'
import { unlessCalledOff } from './api/unless-called-off.ts'

export interface InstallationToken {
  readonly token: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

export interface Tokens {
  /** The `authorization` header of the App itself. */
  appHeader(): Promise<Outcome<string, HostFailure>>
  /** One that lives five minutes more at least. */
  get(installation: InstallationId, signal: AbortSignal): Promise<Outcome<InstallationToken, HostFailure>>
  /** A token that was refused; the next one is new. */
  forget(installation: InstallationId, token: string): void
  /** A token keeps the permissions that it was made with; after a minute the next one may have more. */
  doubt(installation: InstallationId, token: string): void
}

export interface TokensOptions {
  readonly app: AppName
  readonly appId: number
  readonly privateKey: string
  readonly caches: CacheBook
  /** Carries the App's own credentials already. */
  readonly exchange: Exchange
  readonly now: () => number
}

const installationsMax = 10_000
const renewBeforeEndMs = 5 * 60_000
const doubtAfterMs = 60_000

const TokenAnswer = z.object({
  token: z.string().min(1).max(4_096),
  expires_at: z.iso.datetime({ offset: true }),
})

export function createTokens({ app, appId, privateKey, exchange, caches, now }: TokensOptions): Tokens {
  const tokens = new LRUCache<InstallationId, InstallationToken & { readonly mintedAt: number }>({
    max: installationsMax,
  })
  const tally = caches.enter({
    name: `github-tokens/${app}`,
    lies: 'in memory',
    bound: { unit: 'entries', max: installationsMax },
    measure: () => ({ entries: tokens.size, bytes: null }),
  })
  const minting = new Map<InstallationId, Promise<Outcome<InstallationToken, HostFailure>>>()

  async function mint(installation: InstallationId): Promise<Outcome<InstallationToken, HostFailure>> {
    const answer = await exchange({
      // It makes something, but making it twice harms nobody.
      kind: 'read',
      resource: 'core',
      installation: null,
      urgency: 'command',
      route: 'POST /app/installations/{installation_id}/access_tokens',
      parameters: { installation_id: installation },
      body: null,
      headers: {},
      // Shared by everyone who waits for it; the time bound of each request ends it.
      signal: new AbortController().signal,
    })
    if (!answer.ok) return answer
    const read = readShape(TokenAnswer, answer.value, 'read')
    if (!read.ok) return read
    const token = { token: read.value.token, expiresAt: Date.parse(read.value.expires_at) }
    tokens.set(installation, { ...token, mintedAt: now() })
    return succeed(token)
  }

  return {
    appHeader: createAppHeader(appId, privateKey),
    get(installation, signal) {
      const kept = tokens.get(installation)
      if (kept !== undefined && kept.expiresAt - now() > renewBeforeEndMs) {
        tally.hit()
        return Promise.resolve(succeed({ token: kept.token, expiresAt: kept.expiresAt }))
      }
      tally.miss()
      const already = minting.get(installation)
      const token = already ?? mint(installation).finally(() => minting.delete(installation))
      if (already === undefined) minting.set(installation, token)
      return unlessCalledOff(token, signal)
    },
    forget(installation, token) {
      if (tokens.peek(installation)?.token === token) tokens.delete(installation)
    },
    doubt(installation, token) {
      const kept = tokens.peek(installation)
      if (kept?.token === token && now() - kept.mintedAt > doubtAfterMs) tokens.delete(installation)
    },
  }
}

function createAppHeader(appId: number, privateKey: string): Tokens['appHeader'] {
  const auth = createAppAuth({ appId, privateKey, log: { warn() {} } })
  return async () => {
    try {
      const { token } = await auth({ type: 'app' })
      return succeed(`bearer ${token}`)
    } catch {
      // The error's own words may hold the key.
      return fail(
        hostFailure({
          kind: 'unauthorized',
          message: 'The private key of the App cannot be used.',
          remedy: 'Store the key file as GitHub gave it: PEM text, all its lines.',
        }),
      )
    }
  }
}
