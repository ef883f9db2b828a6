/**
 * Who somebody is, by a token or by the session that it opened. Every way of being wrong takes the same steps and has
 * the same answer; each is a security event.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type AccessToken, isAlive } from '../../domain/actor/access-token.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { SecurityJournal } from '../../ports/security/security-journal.ts'
import type { AccessTokens, StoredToken } from '../../ports/store/access-tokens.ts'
import { createFailureLimits } from './failure-limits.ts'
import { hashOfSecret, makeSecret, type RandomBytes, readToken } from './token-text.ts'

export interface AuthenticatorParts {
  readonly access: AccessTokens
  readonly security: SecurityJournal
  /** The name of the secret or decoy of ours that a text is, which nobody has a reason to present; null: none. */
  readonly secretNamed: (text: string) => string | null
  readonly random: RandomBytes
  readonly clock: Clock
}

export interface Caller {
  readonly token: AccessToken
  readonly via: 'token' | 'session'
}

export interface OpenedSession {
  /** For the cookie. */
  readonly secret: string
  /** To be sent with each change that relies on the cookie. */
  readonly csrf: string
  readonly expiresAt: number
  readonly token: AccessToken
}

export type AuthFailure =
  | { readonly kind: 'unauthorised' }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number }

interface Mistake {
  /** The public part of the token, as far as there is one. */
  readonly name: string | null
  readonly why: string
}

export interface Authenticator {
  /** @param address where the request came from */
  byToken(text: string, address: string): Promise<Outcome<Caller, AuthFailure>>
  login(text: string, address: string): Promise<Outcome<OpenedSession, AuthFailure>>
  /** @param csrf null for requests that change nothing */
  bySession(
    secret: string,
    csrf: { readonly given: string } | null,
    address: string,
  ): Promise<Outcome<Caller & { readonly expiresAt: number }, AuthFailure>>
  logout(secret: string): Promise<void>
  csrfOf(secret: string): string
}

/** Short: behind a proxy many people have one address, and whoever is on call may be among them. */
const windowMs = 60_000
const failuresMax = 10
/** A session that nobody used for so long is over, and any after eight hours. */
const idleMs = 30 * 60_000
const sessionMs = 8 * 3_600_000
/** What is written down of a use is true to the minute. */
const noteEveryMs = 60_000
const secretForm = /^[A-Za-z0-9]{43}$/

export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  const { access, security, random, clock } = parts
  const limits = () => createFailureLimits({ failuresMax, windowMs, clock })
  const loginsOfAddress = limits()
  const loginsOfName = limits()
  const requestsOfAddress = limits()
  // Compared with when there is nothing else to compare with.
  const nobody = hashOfSecret(makeSecret(random))

  function tellFailure(address: string, { name, why }: Mistake): void {
    security.record({ kind: 'login-failed', app: null, detail: { address, name: name ?? '', why } })
  }

  /** Of requests only wrong ones are slowed down: a forgotten token somewhere must not keep out who has the right one. */
  function refuseRequest(address: string, mistake: Mistake): AuthFailure {
    tellFailure(address, mistake)
    const wait = requestsOfAddress.waitSeconds(address)
    requestsOfAddress.failed(address)
    return wait > 0 ? { kind: 'limited', retryAfterSeconds: wait } : { kind: 'unauthorised' }
  }

  function tellSecret(text: string, address: string): void {
    const held = parts.secretNamed(text)
    if (held === null) return
    const detail = { address, held, where: 'presented to the API' }
    security.record({ kind: 'canary-leaked', app: null, detail })
  }

  async function check(text: string, address: string): Promise<Outcome<AccessToken, Mistake>> {
    const read = readToken(text)
    if (read === null) return fail({ name: null, why: 'no token' })
    const stored = await access.find(read.id)
    const isRight = opens(stored, hashOfSecret(read.secret))
    if (stored === null || !isRight) return fail({ name: read.id, why: 'wrong secret' })
    if (!isAlive(stored.token, clock.now())) return fail({ name: read.id, why: 'expired or revoked' })
    await noteUse(stored.token, address)
    return succeed(stored.token)
  }

  /** Both are compared always, in constant time. */
  function opens(stored: StoredToken | null, hash: Buffer): boolean {
    const previous = stored?.hashes.previous ?? null
    const isPreviousOpen = previous !== null && previous.until > clock.now()
    const isCurrent = timingSafeEqual(hash, stored?.hashes.current ?? nobody)
    const isPrevious = timingSafeEqual(hash, isPreviousOpen ? previous.hash : nobody)
    return isCurrent || isPrevious
  }

  async function noteUse({ id, lastUsedAt }: AccessToken, address: string): Promise<void> {
    const now = clock.now()
    if (lastUsedAt !== null && now - lastUsedAt < noteEveryMs) return
    await access.used(id, now, address)
  }

  return {
    async byToken(text, address) {
      tellSecret(text, address)
      const checked = await check(text, address)
      if (checked.ok) return succeed({ token: checked.value, via: 'token' })
      return fail(refuseRequest(address, checked.failure))
    },
    async login(text, address) {
      // Before the limits: it is no guess.
      tellSecret(text, address)
      const name = readToken(text)?.id ?? null
      const ofName = name === null ? 0 : loginsOfName.waitSeconds(name)
      const wait = Math.max(loginsOfAddress.waitSeconds(address), ofName)
      if (wait > 0) return fail({ kind: 'limited', retryAfterSeconds: wait })
      const checked = await check(text, address)
      if (!checked.ok) {
        loginsOfAddress.failed(address)
        if (name !== null) loginsOfName.failed(name)
        tellFailure(address, checked.failure)
        return fail({ kind: 'unauthorised' })
      }
      const token = checked.value
      const secret = makeSecret(random)
      const now = clock.now()
      const expiresAt = Math.min(now + sessionMs, token.expiresAt)
      await access.openSession({
        hash: hashOfSecret(secret),
        token: token.id,
        openedAt: now,
        seenAt: now,
        expiresAt,
      })
      return succeed({ secret, csrf: csrfOf(secret), expiresAt, token })
    },
    async bySession(secret, csrf, address) {
      tellSecret(secret, address)
      if (!secretForm.test(secret)) return fail(refuseRequest(address, { name: null, why: 'no session' }))
      const found = await access.findSession(hashOfSecret(secret))
      // One that is over is no attack: whoever comes back after lunch logs in again.
      if (found === null) return fail({ kind: 'unauthorised' })
      const now = clock.now()
      const { session, token } = found
      const isOver = session.expiresAt <= now || now - session.seenAt > idleMs || !isAlive(token, now)
      if (isOver) return fail({ kind: 'unauthorised' })
      if (csrf !== null && !isSame(csrf.given, csrfOf(secret)))
        return fail(refuseRequest(address, { name: token.id, why: 'request without its sign' }))
      if (now - session.seenAt >= noteEveryMs) await access.sessionSeen(session.hash, now)
      return succeed({ token, via: 'session', expiresAt: session.expiresAt })
    },
    logout: (secret) => access.closeSession(hashOfSecret(secret)),
    csrfOf,
  }
}

/** Whoever knows the session can compute it; from it nobody can compute the session. */
function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('csrf').digest('base64url')
}

function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(hashOfSecret(given), hashOfSecret(wanted))
}
