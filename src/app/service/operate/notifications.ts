/** What an operator does with the notifiers: see how they are, try them, deal with what was given up. */
import type { NotifierConfig } from '../../../config/service/notifier-config.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { Notification } from '../../../domain/notification/notification.ts'
import type { NotifierHealth, Outgoing } from '../../../ports/store/notifications.ts'
import type { Backbone } from '../backbone.ts'
import { watchClock } from '../watch/watch-clock.ts'

export interface NotifierStatus {
  readonly name: string
  readonly kind: NotifierConfig['kind']
  readonly isChannel: boolean
  /** Contacts that it reaches. */
  readonly reaches: readonly string[]
  readonly waiting: number
  /** Null: it was never tried. */
  readonly health: NotifierHealth | null
}

export interface NotifierTest {
  readonly name: string
  readonly ok: boolean
  /** What the other side calls it, or why it did not take it. */
  readonly words: string | null
}

const listedMax = 100
const testMsMax = 25_000

export async function listNotifiers({
  config,
  store,
}: Pick<Backbone, 'config' | 'store'>): Promise<readonly NotifierStatus[]> {
  const [waiting, health] = await Promise.all([store.notifications.waiting(), store.notifications.health()])
  return config.notifiers.map(({ name, kind, isChannel }) => ({
    name,
    kind,
    isChannel,
    reaches: config.service.contacts
      .filter(({ notifiers }) => notifiers.includes(name))
      .map((contact) => contact.name),
    waiting: waiting[name] ?? 0,
    health: health.find(({ notifier }) => notifier === name) ?? null,
  }))
}

/**
 * Sends now, past the rows, so that it works without a leader and says at once what is wrong. How it went is written
 * down: a notifier that works again is no longer reported as failing.
 *
 * @param name null: all @returns null when there is no such notifier
 */
export async function testNotifiers(
  { config, store, notifications }: Pick<Backbone, 'config' | 'store' | 'notifications'>,
  name: string | null,
  actor: Actor,
): Promise<readonly NotifierTest[] | null> {
  const chosen = notifications.notifiers.filter((one) => name === null || one.name === name)
  if (name !== null && chosen.length === 0) return null
  const at = watchClock().now()
  const results = await Promise.all(
    chosen.map(async (notifier): Promise<NotifierTest> => {
      const message = testMessage(config.service.name, notifier.name, actor, at)
      const sent = await notifier.send(message, AbortSignal.timeout(testMsMax))
      const failure = sent.ok ? null : sent.failure.message
      await store.notifications.noteTry(notifier.name, at, failure)
      return {
        name: notifier.name,
        ok: sent.ok,
        words: sent.ok ? sent.value.reference : sent.failure.message,
      }
    }),
  )
  const detail = {
    sent: results.filter(({ ok }) => ok).length,
    failed: results.filter(({ ok }) => !ok).length,
  }
  const subject = name === null ? 'notifiers' : `notifier ${name}`
  await store.journal.append({ at, actor, action: 'notification.tested', subject, incident: null, detail })
  return results
}

export function deadNotifications({ store }: Pick<Backbone, 'store'>): Promise<readonly Outgoing[]> {
  return store.notifications.list(['dead'], listedMax)
}

/** @param ids null: every dead one @returns how many wait again */
export async function retryNotifications(
  { store }: Pick<Backbone, 'store'>,
  ids: readonly number[] | null,
  actor: Actor,
): Promise<number> {
  const at = watchClock().now()
  const retried = await store.notifications.retryDead(ids, at)
  const detail = { retried, ids: ids === null ? 'all' : ids.slice(0, listedMax) }
  await store.journal.append({
    at,
    actor,
    action: 'notification.retried',
    subject: 'notifications',
    incident: null,
    detail,
  })
  return retried
}

function testMessage(service: string, notifier: string, actor: Actor, at: number): Notification {
  return {
    dedupeKey: `test/${notifier}/${at}`,
    thread: `test-${notifier}`,
    kind: 'test',
    severity: 'P3',
    title: `${service}: a test of the notifier ${notifier}`,
    text: `Asked for by ${actor.name} at ${new Date(at).toISOString()}. Nothing is wrong, and there is nothing to do.`,
    incident: null,
    links: [],
    to: { kind: 'notifier', name: notifier },
  }
}
