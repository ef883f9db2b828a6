/** Opsgenie's alert API, which Jira Service Management took over: one alert per thread, its alias. News become notes. */
import type { OpsgenieNotifierConfig } from '../../config/service/notifier-config.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { succeed } from '../../domain/outcome.ts'
import type { Notifier } from '../../ports/notifier/notifier.ts'
import { clipped, linesOf, linksOf, titleOf } from './plain-text.ts'
import type { Post } from './post.ts'

export interface OpsgenieParts {
  readonly post: Post
  readonly service: string
}

interface Step {
  /** Below `/v2/alerts`. */
  readonly path: string
  readonly body: object
}

/** The provider's own bounds. */
const messageMax = 130
const aliasMax = 512
const descriptionMax = 15_000
const noteMax = 25_000

export function createOpsgenieNotifier(
  { name, apiKey, apiUrl }: OpsgenieNotifierConfig,
  { post, service }: OpsgenieParts,
): Notifier {
  return {
    name,
    async send(notification, signal) {
      const alias = clipped(notification.thread, aliasMax)
      for (const { path, body } of stepsOf(notification, alias, service)) {
        const sent = await post(
          {
            url: `${apiUrl.replace(/\/+$/, '')}/v2/alerts${path}`,
            body: { source: service, ...body },
            headers: { authorization: `GenieKey ${apiKey}` },
            secrets: [apiKey],
          },
          signal,
        )
        if (!sent.ok) return sent
      }
      return succeed({ reference: alias })
    },
  }
}

function stepsOf(notification: Notification, alias: string, service: string): readonly Step[] {
  const of = (action: string) => `/${encodeURIComponent(alias)}/${action}?identifierType=alias`
  const note = clipped(`${titleOf(notification)}\n${linesOf(notification)}`, noteMax)
  switch (notification.kind) {
    case 'page':
      return [create(notification, alias, service, notification.severity)]
    case 'acknowledged':
      return [{ path: of('acknowledge'), body: { note } }]
    case 'ended':
      return [{ path: of('close'), body: { note } }]
    case 'test':
      return [create(notification, alias, service, 'P5'), { path: of('close'), body: { note } }]
    case 'status':
      return [{ path: of('notes'), body: { note } }]
    case 'report':
      return []
  }
}

function create(notification: Notification, alias: string, service: string, priority: string): Step {
  const links = linksOf(notification).map(({ title, url }) => `${title}: ${url}`)
  return {
    path: '',
    body: {
      message: clipped(titleOf(notification), messageMax),
      alias,
      description: clipped([linesOf(notification), ...links].join('\n'), descriptionMax),
      priority,
      entity: service,
      tags: [service.slice(0, 50), notification.severity],
      ...(notification.incident === null ? {} : { details: { incident: String(notification.incident) } }),
    },
  }
}
