/**
 * Answering a page by the link in it. Looking changes nothing, because mail scanners and chats fetch what they see;
 * answering does, once. Who answers says so in a form: the link tells which notifier it came by, and no more.
 */
import type { Actor } from '../../domain/actor/actor.ts'
import { printable } from '../../domain/text/printable.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Notifications } from '../../ports/store/notifications.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { type AckKey, currentAckKey } from './ack-key.ts'
import { type AckClaim, type AckSubject, hashOfToken, readAckToken } from './ack-token.ts'

export type Acknowledged =
  | { readonly kind: 'acknowledged' }
  /** Nothing to answer: it is over, unknown, or somebody has it. */
  | { readonly kind: 'not-needed'; readonly reason: string }

export interface AckLinksParts {
  readonly notifications: Pick<Notifications, 'useLink' | 'releaseLink' | 'find'>
  readonly key: AckKey
  readonly acknowledge: (incident: number, actor: Actor) => Promise<Acknowledged>
  /** @returns false when there is no such page */
  readonly acknowledgeEmergency: (alert: string, actor: Actor) => Promise<boolean>
  readonly clock: Clock
}

export type AckLook =
  | { readonly kind: 'open'; readonly subject: AckSubject }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'expired' }

export type AckAnswer =
  | AckLook
  | { readonly kind: 'done'; readonly subject: AckSubject; readonly result: Acknowledged }
  | { readonly kind: 'used'; readonly subject: AckSubject; readonly by: string; readonly at: number }

export interface AckLinks {
  look(token: string): Promise<AckLook>
  /** @param name as the person says; may be empty. @throws StoreUnavailable */
  answer(token: string, name: string): Promise<AckAnswer>
}

const nameMax = 60
/** Another process may have made a new key. */
const keyReadEveryMs = 10_000

export function createAckLinks(parts: AckLinksParts): AckLinks {
  const { notifications, key, clock } = parts
  let keyReadAt = Number.NEGATIVE_INFINITY

  /** Whoever guesses costs no look into the store but one in a while. */
  async function read(
    token: string,
  ): Promise<AckLook | { readonly kind: 'claim'; readonly claim: AckClaim }> {
    const now = clock.now()
    const known = key.remembered()
    const first = known === null ? null : readAckToken(token, known, now)
    if (first !== null && (first.ok || first.failure === 'expired' || now - keyReadAt < keyReadEveryMs))
      return found(first)
    keyReadAt = now
    const secret = await currentAckKey(key)
    if (secret === null) throw new StoreUnavailable('The key of links cannot be read.')
    return found(readAckToken(token, secret, now))
  }

  async function answerIncident(
    token: string,
    name: string,
    claim: AckClaim,
    incident: number,
  ): Promise<AckAnswer> {
    const { subject, serial, expiresAt } = claim
    const page = await notifications.find(serial)
    const actor = actorOf(name, page?.notifier ?? 'a page')
    const hash = hashOfToken(token)
    const used = await notifications.useLink(hash, { by: actor.name, at: clock.now(), expiresAt })
    if (used !== null) return { kind: 'used', subject, ...used }
    try {
      return { kind: 'done', subject, result: await parts.acknowledge(incident, actor) }
    } catch (error) {
      // It was of no use: the same link may be tried again.
      await notifications.releaseLink(hash).catch(() => {})
      throw error
    }
  }

  return {
    async look(token) {
      const what = await read(token)
      return what.kind === 'claim' ? { kind: 'open', subject: what.claim.subject } : what
    },
    async answer(token, name) {
      const what = await read(token)
      if (what.kind !== 'claim') return what
      const { subject } = what.claim
      if (subject.kind === 'incident') return answerIncident(token, name, what.claim, subject.incident)
      const isKnown = await parts.acknowledgeEmergency(subject.key, actorOf(name, 'an emergency page'))
      const reason = 'There is no such page any more.'
      return {
        kind: 'done',
        subject,
        result: isKnown ? { kind: 'acknowledged' } : { kind: 'not-needed', reason },
      }
    },
  }
}

function found(
  claim: ReturnType<typeof readAckToken>,
): AckLook | { readonly kind: 'claim'; readonly claim: AckClaim } {
  return claim.ok ? { kind: 'claim', claim: claim.value } : { kind: claim.failure }
}

/** What somebody says of himself is shown as that. */
function actorOf(name: string, through: string): Actor {
  const said = printable(name.trim().slice(0, nameMax)).slice(0, nameMax)
  return {
    name: said === '' ? `link in ${through}` : `${said} (link in ${through})`,
    role: 'responder',
    via: 'link',
  }
}
