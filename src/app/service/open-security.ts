/** What watches over secrets: the journal of security events, the canary, and the guard over everything that is sent. */
import { randomBytes } from 'node:crypto'
import { createOutgoingGuard } from '../../ops/security/create-outgoing-guard.ts'
import { createSecurityJournal } from '../../ops/security/create-security-journal.ts'
import { createOwnSecrets } from '../../ops/security/own-secrets.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { OutgoingGuard } from '../../ports/security/outgoing-guard.ts'
import type { SecurityJournal } from '../../ports/security/security-journal.ts'
import type { Store } from '../../ports/store/store.ts'

export interface Security {
  readonly journal: SecurityJournal
  readonly guard: OutgoingGuard
  /** Takes secrets of ours out of what goes to models and of what comes from them; each one is written down as an event. */
  readonly hideFromModels: (text: string) => string
  /** The name of the secret of ours, or of the canary, that a text is: nobody has a reason to present it. Null: none. */
  readonly secretNamed: (text: string) => string | null
}

export interface SecurityParts {
  readonly store: Pick<Store, 'settings' | 'security'>
  readonly secrets: readonly string[]
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

export const canarySetting = 'security.canary'

/**
 * The canary looks like a credential and opens nothing. It stands in the environment of this process and in the settings,
 * where whoever steals would take it along; where it turns up again, somebody has been there.
 */
export async function openSecurity({ store, secrets, clock, log, meter }: SecurityParts): Promise<Security> {
  const journal = createSecurityJournal({ security: store.security, clock, log, meter })
  const canary = await canaryOf(store, log)
  if (canary !== null) process.env.AUTOGEN_ADMIN_TOKEN = canary
  const own = createOwnSecrets([
    ...(canary === null ? [] : [{ name: 'the canary', text: canary }]),
    ...secrets.map((text) => ({ name: 'a secret of the configuration', text })),
  ])
  const guard = createOutgoingGuard({ secrets: own, journal })
  return {
    journal,
    guard,
    hideFromModels: (text) => (guard.lets(text, 'a model') ? text : own.hide(text)),
    secretNamed: (text) => own.named(text),
  }
}

/** @returns null when the store is away: the secrets are guarded all the same */
async function canaryOf({ settings }: SecurityParts['store'], log: Log): Promise<string | null> {
  try {
    const known = await settings.read(canarySetting)
    if (typeof known === 'string') return known
    const fresh = `ghp_${randomBytes(27).toString('base64url').replaceAll(/[-_]/g, '0')}`
    // Of processes that begin together one is first; the others take its canary.
    if (await settings.replace(canarySetting, null, fresh)) return fresh
    const first = await settings.read(canarySetting)
    return typeof first === 'string' ? first : null
  } catch (error) {
    log.warn({ error: String(error) }, 'no canary is set')
    return null
  }
}
