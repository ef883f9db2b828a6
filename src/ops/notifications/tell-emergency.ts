/** Tells one emergency page to those who have not got it yet; what fails is tried again in the next round. */
import type { Notification } from '../../domain/notification/notification.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Notifier } from '../../ports/notifier/notifier.ts'
import type { OutgoingGuard } from '../../ports/security/outgoing-guard.ts'
import { type EmergencyPage, renderEmergency } from './emergency-page.ts'
import { mayLeave, withheldBecause, withoutWords } from './withhold.ts'

export interface TellParts {
  /** Of everybody who is ever called. */
  readonly notifiers: readonly Notifier[]
  /** The link by which a page is answered; null without. */
  readonly linkFor: (key: string, at: number) => Promise<string | null>
  readonly guard: OutgoingGuard
  readonly clock: Clock
  readonly log: Log
}

const sendMsMax = 25_000

/** @returns what was sent now */
export async function tellEmergency(page: EmergencyPage, parts: TellParts): Promise<EmergencyPage['sent']> {
  const kind = page.endedAt !== null ? 'ended' : page.acknowledgedBy !== null ? 'acknowledged' : 'page'
  if (kind !== 'page' && page.sent.length === 0) return []
  const link = kind === 'page' ? await parts.linkFor(page.key, page.firingAt).catch(() => null) : null
  const notification = renderEmergency(page, kind, link)
  const due = parts.notifiers.filter(({ name }) => {
    const own = page.sent.filter((one) => one.notifier === name)
    if (own.some(({ dedupeKey }) => dedupeKey === notification.dedupeKey)) return false
    // An end is told to whom the beginning was.
    return kind === 'page' || own.length > 0
  })
  const sent = await Promise.all(due.map((notifier) => send(notifier, notification, parts)))
  return sent.flat()
}

async function send(
  notifier: Notifier,
  notification: Notification,
  { guard, clock, log }: TellParts,
): Promise<EmergencyPage['sent']> {
  const { name } = notifier
  const isClean = mayLeave(guard, notification, name)
  if (!isClean)
    log.error({ notifier: name, reason: withheldBecause }, 'an emergency page was sent without its words')
  const told = await notifier
    .send(isClean ? notification : bare(notification), AbortSignal.timeout(sendMsMax))
    .catch((error: unknown) => ({ ok: false as const, failure: { message: String(error) } }))
  if (!told.ok) {
    log.warn({ notifier: name, reason: told.failure.message }, 'an emergency page could not be sent')
    return []
  }
  const { title, dedupeKey } = notification
  log.warn({ notifier: name, title }, 'an emergency page was sent')
  return [{ notifier: name, dedupeKey, at: clock.now(), reference: told.value.reference }]
}

/** Its only link is ours: the one by which it is answered. */
function bare(notification: Notification): Notification {
  return { ...withoutWords(notification), links: notification.links }
}
