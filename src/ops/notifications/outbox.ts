/** Where a message begins: committed as rows, one for each notifier that it comes to, before anybody tries to send it. */
import type { Notification } from '../../domain/notification/notification.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Notifications } from '../../ports/store/notifications.ts'
import { type Directory, recipientsOf } from './recipients.ts'

export interface OutboxParts {
  readonly notifications: Pick<Notifications, 'add'>
  readonly directory: Directory
  readonly clock: Clock
  readonly log: Log
}

/** @returns how many rows were written: none when the key was told already. @throws StoreUnavailable */
export type Notify = (notification: Notification) => Promise<number>

const titleMax = 200
const textMax = 8_000
const keyMax = 500
const linksMax = 10
const unheardMax = 1_000

export function createNotify({ notifications, directory, clock, log }: OutboxParts): Notify {
  /** Keys that were complained about: one message has several ways, and may be handed over by two at once. */
  const unheard = new Set<string>()
  return async (wanted) => {
    const notification = bounded(wanted)
    const recipients = recipientsOf(notification.to, directory)
    if (recipients.length === 0 && !unheard.has(notification.dedupeKey)) {
      const { kind, title, dedupeKey } = notification
      if (unheard.size >= unheardMax) unheard.clear()
      unheard.add(dedupeKey)
      log.warn({ kind, title, to: notification.to.kind }, 'a message reaches nobody')
    }
    const rows = recipients.map((notifier) => ({ notifier, notification }))
    return notifications.add(rows, clock.now())
  }
}

/** Whoever writes a message may have facts of the outside in it. */
export function bounded(notification: Notification): Notification {
  return {
    ...notification,
    dedupeKey: notification.dedupeKey.slice(0, keyMax),
    thread: notification.thread.slice(0, keyMax),
    title: notification.title.replaceAll(/\s+/g, ' ').slice(0, titleMax),
    text: notification.text.slice(0, textMax),
    links: notification.links.slice(0, linksMax),
  }
}
