/**
 * A message that holds a secret of ours is not sent. Of a page goes out what can be said without its words, so that
 * nobody can silence one by getting a secret into it.
 */
import type { Notification } from '../../domain/notification/notification.ts'
import type { OutgoingGuard } from '../../ports/security/outgoing-guard.ts'

export const withheldBecause =
  'The message holds a secret of this service, so it was not sent: see the security events.'

export function mayLeave(guard: OutgoingGuard, notification: Notification, notifier: string): boolean {
  return guard.lets(JSON.stringify(notification), `notifier ${notifier}`)
}

/** Under the same thread, so that its answer and its end reach it. */
export function withoutWords(notification: Notification): Notification {
  const { incident } = notification
  const subject = incident === null ? 'An alert' : `Incident ${incident}`
  const look = incident === null ? 'autogen-bot alerts' : `autogen-bot incident show ${incident}`
  return {
    ...notification,
    title: `${subject} wants an answer`,
    text: [
      'The words of this page hold a secret of the service, so they are not sent.',
      `Read them with: ${look}`,
      'Then see the page of SecurityIncident: somebody may have got hold of the secret.',
    ].join('\n'),
    links: [],
  }
}
