/**
 * GoAlert's generic API: one alert per thread, closed under the same key. Its token goes in a form's body, because in
 * the address every proxy on the way would keep it. It takes no answers and no news.
 */
import type { GoAlertNotifierConfig } from '../../config/service/notifier-config.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { succeed } from '../../domain/outcome.ts'
import type { Notifier } from '../../ports/notifier/notifier.ts'
import { clipped, linesOf, linksOf, titleOf } from './plain-text.ts'
import type { Post } from './post.ts'

const summaryMax = 1_000
const detailsMax = 6_000
const keyMax = 500

export function createGoAlertNotifier({ name, token, apiUrl }: GoAlertNotifierConfig, post: Post): Notifier {
  return {
    name,
    async send(notification, signal) {
      const dedup = clipped(notification.thread, keyMax)
      for (const fields of formsOf(notification)) {
        const sent = await post(
          {
            url: `${apiUrl.replace(/\/+$/, '')}/api/v2/generic/incoming`,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: String(new URLSearchParams({ token, dedup, ...fields })),
            secrets: [token],
          },
          signal,
        )
        if (!sent.ok) return sent
      }
      return succeed({ reference: dedup })
    },
  }
}

function formsOf(notification: Notification): readonly Readonly<Record<string, string>>[] {
  const summary = clipped(titleOf(notification), summaryMax)
  const links = linksOf(notification).map(({ title, url }) => `${title}: ${url}`)
  const open = { summary, details: clipped([linesOf(notification), ...links].join('\n'), detailsMax) }
  switch (notification.kind) {
    case 'page':
      return [open]
    case 'ended':
      return [{ summary, action: 'close' }]
    case 'test':
      return [open, { summary, action: 'close' }]
    default:
      return []
  }
}
