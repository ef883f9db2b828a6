/** Making, listing, rotating and revoking tokens: for admins, each with an entry in the journal. */
import type { AccessScope, AccessToken, AccessTokenId } from '../../domain/actor/access-token.ts'
import { type AccessRole, type Actor, may } from '../../domain/actor/actor.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { AccessTokens } from '../../ports/store/access-tokens.ts'
import type { Journal } from '../../ports/store/journal.ts'
import { hashOfSecret, makeSecret, makeTokenId, type RandomBytes, writeToken } from './token-text.ts'

export interface TokenParts {
  readonly access: AccessTokens
  readonly journal: Journal
  readonly random: RandomBytes
  readonly clock: Clock
}

export interface NewToken {
  readonly name: string
  readonly role: AccessRole
  readonly scopes: readonly AccessScope[]
  /** For how long it opens, milliseconds. */
  readonly forMs: number
}

export interface TokenRotation {
  /** The secret so far goes on for so long. */
  readonly graceMs: number
  /** For how long the new one opens, milliseconds. */
  readonly forMs: number
}

/** The only time that the token itself is to be seen. */
export interface IssuedToken {
  readonly token: AccessToken
  readonly text: string
}

export interface TokenFailure {
  readonly kind: 'forbidden' | 'invalid' | 'name-taken' | 'unknown'
  readonly message: string
  readonly remedy: string
}

export interface Tokens {
  list(): Promise<readonly AccessToken[]>
  create(wanted: NewToken, actor: Actor): Promise<Outcome<IssuedToken, TokenFailure>>
  rotate(id: string, rotation: TokenRotation, actor: Actor): Promise<Outcome<IssuedToken, TokenFailure>>
  /** With every session that it opened. */
  revoke(id: string, actor: Actor): Promise<Outcome<AccessToken, TokenFailure>>
}

export const tokenNameForm = /^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$/
export const tokenMsMax = 366 * 86_400_000
export const graceMsMax = 7 * 86_400_000

export function createTokens({ access, journal, random, clock }: TokenParts): Tokens {
  /** Before the change: nothing happens of which nobody knows. */
  const write = (actor: Actor, action: string, { id, name }: AccessToken, detail: Record<string, unknown>) =>
    journal.append({
      at: clock.now(),
      actor,
      action,
      subject: `token ${name}`,
      incident: null,
      detail: { id, ...detail },
    })

  async function living(id: string, actor: Actor): Promise<Outcome<AccessToken, TokenFailure>> {
    if (!may(actor, 'admin')) return fail(forbidden(actor))
    const found = await access.find(id as AccessTokenId)
    return found === null || found.token.revokedAt !== null ? fail(unknown) : succeed(found.token)
  }

  return {
    list: () => access.list(),
    async create(wanted, actor) {
      if (!may(actor, 'admin')) return fail(forbidden(actor))
      const refusal = whyInvalid(wanted)
      if (refusal !== null) return fail(refusal)
      const now = clock.now()
      const { name, role, scopes, forMs } = wanted
      const token: AccessToken = {
        id: makeTokenId(random),
        name,
        role,
        scopes: [...new Set(scopes)],
        createdBy: actor.name,
        createdAt: now,
        expiresAt: now + forMs,
        revokedAt: null,
        lastUsedAt: null,
        lastUsedFrom: null,
      }
      const secret = makeSecret(random)
      const isTaken = (await access.list()).some((one) => one.name === name && one.revokedAt === null)
      if (isTaken) return fail(nameTaken)
      await write(actor, 'access.created', token, { role, scopes: token.scopes, expiresAt: token.expiresAt })
      if (!(await access.create(token, hashOfSecret(secret)))) return fail(nameTaken)
      return succeed({ token, text: writeToken({ id: token.id, secret }) })
    },
    async rotate(id, { graceMs, forMs }, actor) {
      const found = await living(id, actor)
      if (!found.ok) return found
      if (!isWithin(forMs, tokenMsMax) || graceMs < 0 || graceMs > graceMsMax) return fail(badTime)
      const now = clock.now()
      const secret = makeSecret(random)
      const change = { previousUntil: now + graceMs, expiresAt: now + forMs }
      await write(actor, 'access.rotated', found.value, change)
      if (!(await access.rotate(found.value.id, hashOfSecret(secret), change))) return fail(unknown)
      const token = { ...found.value, expiresAt: change.expiresAt }
      return succeed({ token, text: writeToken({ id: token.id, secret }) })
    },
    async revoke(id, actor) {
      const found = await living(id, actor)
      if (!found.ok) return found
      const at = clock.now()
      await write(actor, 'access.revoked', found.value, {})
      if (!(await access.revoke(found.value.id, at))) return fail(unknown)
      return succeed({ ...found.value, revokedAt: at })
    },
  }
}

function whyInvalid({ name, scopes, forMs }: NewToken): TokenFailure | null {
  if (!tokenNameForm.test(name)) {
    const remedy = 'Use letters, digits, blanks and `._@-`, at most 64, a letter or digit first.'
    return { kind: 'invalid', message: 'This is no name for a token.', remedy }
  }
  if (scopes.length === 0) {
    return { kind: 'invalid', message: 'A token without a scope opens nothing.', remedy: 'Give it a scope.' }
  }
  return isWithin(forMs, tokenMsMax) ? null : badTime
}

function isWithin(ms: number, msMax: number): boolean {
  return Number.isInteger(ms) && ms > 0 && ms <= msMax
}

const badTime: TokenFailure = {
  kind: 'invalid',
  message: 'A token cannot live for this time.',
  remedy: 'Give a time up to 366 days, and after a rotation up to 7 days for the old one.',
}

const nameTaken: TokenFailure = {
  kind: 'name-taken',
  message: 'A living token has this name.',
  remedy: 'Choose another, or rotate or revoke that one.',
}

const unknown: TokenFailure = {
  kind: 'unknown',
  message: 'There is no such token, or it is revoked.',
  remedy: 'List them with "autogen-bot access list".',
}

function forbidden({ name, role }: Actor): TokenFailure {
  return {
    kind: 'forbidden',
    message: `${name} is a ${role}; tokens are an admin's.`,
    remedy: 'Ask an admin.',
  }
}
