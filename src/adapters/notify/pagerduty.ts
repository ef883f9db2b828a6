/** PagerDuty's Events API v2: one alert per thread, answered and ended under the same key. It takes no news. */
import type { PagerDutyNotifierConfig } from '../../config/service/notifier-config.ts'
import type { AlertSeverity } from '../../domain/alert/alert.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { succeed } from '../../domain/outcome.ts'
import type { Notifier } from '../../ports/notifier/notifier.ts'
import { clipped, linesOf, linksOf, titleOf } from './plain-text.ts'
import type { Post } from './post.ts'

export interface PagerDutyParts {
  readonly post: Post
  readonly service: string
}

const severityOf: Readonly<Record<AlertSeverity, string>> = { P1: 'critical', P2: 'error', P3: 'warning' }
/** The provider's own bounds. */
const summaryMax = 1_024
const keyMax = 255

export function createPagerDutyNotifier(
  { name, routingKey, apiUrl }: PagerDutyNotifierConfig,
  { post, service }: PagerDutyParts,
): Notifier {
  const enqueue = (event: object, signal: AbortSignal) =>
    post(
      {
        url: `${apiUrl.replace(/\/+$/, '')}/v2/enqueue`,
        body: { routing_key: routingKey, ...event },
        secrets: [routingKey],
      },
      signal,
    )
  return {
    name,
    async send(notification, signal) {
      const key = clipped(notification.thread, keyMax)
      for (const event of eventsOf(notification, service)) {
        const sent = await enqueue({ dedup_key: key, ...event }, signal)
        if (!sent.ok) return sent
      }
      return succeed({ reference: key })
    },
  }
}

/** A test leaves nothing behind: it is taken back at once. */
function eventsOf(notification: Notification, service: string): readonly object[] {
  switch (notification.kind) {
    case 'page':
      return [trigger(notification, service, severityOf[notification.severity])]
    case 'acknowledged':
      return [{ event_action: 'acknowledge' }]
    case 'ended':
      return [{ event_action: 'resolve' }]
    case 'test':
      return [trigger(notification, service, 'info'), { event_action: 'resolve' }]
    case 'status':
    case 'report':
      return []
  }
}

function trigger(notification: Notification, service: string, severity: string): object {
  return {
    event_action: 'trigger',
    client: service,
    payload: {
      summary: clipped(titleOf(notification), summaryMax),
      source: service,
      severity,
      component: service,
      class: notification.kind,
      custom_details: { text: linesOf(notification), incident: notification.incident },
    },
    links: linksOf(notification).map(({ title, url }) => ({ href: url, text: title })),
  }
}
