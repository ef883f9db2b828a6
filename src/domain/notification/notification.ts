/** A message to people about the service. */
import type { AlertSeverity } from '../alert/alert.ts'

export interface Notification {
  /** A second message with the same key is not sent while the first one is kept (48 h). */
  readonly dedupeKey: string
  /** What systems on the other side fold repeats and ends by, e.g. `incident-12`. */
  readonly thread: string
  /** `page` wants an answer; `acknowledged` says that it got one; `ended` takes it back; the others are news. */
  readonly kind: 'page' | 'acknowledged' | 'ended' | 'status' | 'report' | 'test'
  readonly severity: AlertSeverity
  /** Plain text, one line, at most 200 characters. */
  readonly title: string
  /** Plain text, at most 8,000 characters; each notifier escapes it for its own form. */
  readonly text: string
  readonly incident: number | null
  readonly links: readonly { readonly title: string; readonly url: string }[]
  /** Whom: a level of the escalation (see the service record), or everybody on `channel`. */
  readonly to: NotificationTarget
}

export type NotificationTarget =
  | { readonly kind: 'on-call'; readonly level: number }
  | { readonly kind: 'channel' }
  | { readonly kind: 'notifier'; readonly name: string }
