/** What must never be said, of the ways to reach people. */
import type { NotifierConfig } from '../../config/service/notifier-config.ts'
import type { ServiceConfig } from '../../config/service/service-config.ts'

export function notifierSecrets({
  notifiers,
  heartbeat,
}: Pick<ServiceConfig, 'notifiers' | 'heartbeat'>): readonly string[] {
  return [...notifiers.flatMap(secretsOfNotifier), ...(heartbeat === null ? [] : [heartbeat.url])]
}

function secretsOfNotifier(config: NotifierConfig): readonly string[] {
  switch (config.kind) {
    case 'slack':
      return [config.url]
    case 'webhook':
      return [config.secret]
    case 'email': {
      const { username, password } = new URL(config.smtpUrl)
      const isSecret = username !== '' && password !== ''
      return isSecret ? [config.smtpUrl, password, decodeURIComponent(password)] : []
    }
    case 'pagerduty':
      return [config.routingKey]
    case 'opsgenie':
      return [config.apiKey]
    case 'goalert':
      return [config.token]
    case 'github-issue':
      return []
  }
}
