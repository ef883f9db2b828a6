/** Every way to reach people that was configured. */
import type { GitHubIssueNotifierConfig, NotifierConfig } from '../../config/service/notifier-config.ts'
import { assertNever } from '../../domain/assert-never.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { IncidentIssues } from '../../ports/notifier/incident-issues.ts'
import type { Notifier } from '../../ports/notifier/notifier.ts'
import { createEmailNotifier } from './email.ts'
import { createGitHubIssueNotifier } from './github-issue.ts'
import { createGoAlertNotifier } from './goalert.ts'
import { createOpsgenieNotifier } from './opsgenie.ts'
import { createPagerDutyNotifier } from './pagerduty.ts'
import { createPost } from './post.ts'
import { createSlackNotifier } from './slack.ts'
import { createWebhookNotifier } from './webhook.ts'

export interface NotifierParts {
  /** Of the service, as people call it. */
  readonly service: string
  readonly clock: Clock
  readonly userAgent: string
  /** The code host is another adapter: whoever knows both hands it in. */
  readonly issuesOf: (config: GitHubIssueNotifierConfig) => IncidentIssues
}

export function createNotifiers(
  configs: readonly NotifierConfig[],
  { service, clock, userAgent, issuesOf }: NotifierParts,
): readonly Notifier[] {
  const post = createPost({ clock, userAgent })
  return configs.map((config) => {
    switch (config.kind) {
      case 'slack':
        return createSlackNotifier(config, post)
      case 'webhook':
        return createWebhookNotifier(config, { post, clock, service })
      case 'email':
        return createEmailNotifier(config, { service })
      case 'pagerduty':
        return createPagerDutyNotifier(config, { post, service })
      case 'opsgenie':
        return createOpsgenieNotifier(config, { post, service })
      case 'goalert':
        return createGoAlertNotifier(config, post)
      case 'github-issue':
        return createGitHubIssueNotifier(config, { issues: issuesOf(config), clock })
      default:
        return assertNever(config)
    }
  })
}
