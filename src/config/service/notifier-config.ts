/** The ways to reach people that a service has. Secrets come from the environment or from files, never from this file's text. */
export type NotifierConfig =
  | SlackNotifierConfig
  | WebhookNotifierConfig
  | EmailNotifierConfig
  | PagerDutyNotifierConfig
  | OpsgenieNotifierConfig
  | GoAlertNotifierConfig
  | GitHubIssueNotifierConfig

interface Named {
  readonly name: string
  /** Status updates and incidents' beginnings and ends go here too, not pages alone. */
  readonly isChannel: boolean
}

/** Incoming webhook as Slack, Mattermost, Rocket.Chat and Discord (`/slack`) understand it. The address is the secret. */
export interface SlackNotifierConfig extends Named {
  readonly kind: 'slack'
  readonly url: string
}

/** JSON by POST, signed: `X-Autogen-Signature-256: sha256=HEX` over `X-Autogen-Timestamp`, a dot and the body. */
export interface WebhookNotifierConfig extends Named {
  readonly kind: 'webhook'
  readonly url: string
  readonly secret: string
}

export interface EmailNotifierConfig extends Named {
  readonly kind: 'email'
  /** `smtp://` or `smtps://`, with user and password. */
  readonly smtpUrl: string
  readonly from: string
  readonly to: readonly string[]
}

/** Events API v2. */
export interface PagerDutyNotifierConfig extends Named {
  readonly kind: 'pagerduty'
  readonly routingKey: string
  /** Default `https://events.pagerduty.com`. */
  readonly apiUrl: string
}

/** Opsgenie's alert API; Jira Service Management takes the same form. */
export interface OpsgenieNotifierConfig extends Named {
  readonly kind: 'opsgenie'
  readonly apiKey: string
  /** Default `https://api.opsgenie.com`. */
  readonly apiUrl: string
}

/** GoAlert's generic API. */
export interface GoAlertNotifierConfig extends Named {
  readonly kind: 'goalert'
  /** Of a generic integration key. */
  readonly token: string
  /** Of the server. */
  readonly apiUrl: string
}

/** An issue per incident in a repository where an App of ours is installed. */
export interface GitHubIssueNotifierConfig extends Named {
  readonly kind: 'github-issue'
  readonly app: string
  /** `owner/name` */
  readonly repository: string
}
