/**
 * One way to reach people. Promise: `send` ends within its own time bound, says whether a later try can help, and is
 * harmless when the same notification is sent twice (the other side folds by `dedupeKey` or `thread` where it can).
 */
import type { Notification } from '../../domain/notification/notification.ts'
import type { Outcome } from '../../domain/outcome.ts'

export interface Notifier {
  /** From the configuration. */
  readonly name: string
  send(notification: Notification, signal: AbortSignal): Promise<Outcome<NotifierReceipt, NotifierFailure>>
}

export interface NotifierReceipt {
  /** What the other side calls it, e.g. a message id or an address; for the timeline. */
  readonly reference: string | null
}

export type NotifierFailure =
  | { readonly kind: 'unreachable'; readonly message: string }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number; readonly message: string }
  /** Wrong credentials, unknown channel, refused content: trying again changes nothing. */
  | { readonly kind: 'refused'; readonly message: string }
