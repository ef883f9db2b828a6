/**
 * JSON to a server of the operator's own, signed. The time is in what is signed, so that a message that somebody kept
 * cannot be played again later; `Idempotency-Key` is the same for each try of one message.
 */
import { createHash, createHmac } from 'node:crypto'
import type { WebhookNotifierConfig } from '../../config/service/notifier-config.ts'
import { succeed } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Notifier } from '../../ports/notifier/notifier.ts'
import { linesOf, linksOf, titleOf } from './plain-text.ts'
import type { Post } from './post.ts'

export interface WebhookParts {
  readonly post: Post
  readonly clock: Clock
  readonly service: string
}

export function createWebhookNotifier(
  { name, url, secret }: WebhookNotifierConfig,
  { post, clock, service }: WebhookParts,
): Notifier {
  return {
    name,
    async send(notification, signal) {
      const { dedupeKey, thread, kind, severity, incident } = notification
      const body = JSON.stringify({
        version: 1,
        service,
        id: dedupeKey,
        thread,
        kind,
        severity,
        title: titleOf(notification),
        text: linesOf(notification),
        incident,
        links: linksOf(notification),
      })
      const timestamp = String(Math.floor(clock.now() / 1_000))
      const sent = await post(
        {
          url,
          body,
          headers: {
            'content-type': 'application/json',
            'idempotency-key': createHash('sha256').update(dedupeKey).digest('hex'),
            'x-autogen-timestamp': timestamp,
            'x-autogen-signature-256': `sha256=${signWebhook(secret, timestamp, body)}`,
          },
          secrets: [secret, url],
        },
        signal,
      )
      return sent.ok ? succeed({ reference: null }) : sent
    },
  }
}

/** Hex of HMAC-SHA256 over time, dot, body. */
export function signWebhook(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
}
