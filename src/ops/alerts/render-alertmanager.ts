/**
 * deploy/alertmanager/alertmanager.yml: who hears of what, and what is not worth a message while something worse fires.
 * Every alert goes to the bot itself, which opens the incident and calls people; a P1 goes past it as well, because the
 * bot cannot announce its own death.
 */
import type { AlertRule } from './alert-rule.ts'
import { durationOf } from './prometheus-duration.ts'

export interface AlertmanagerOptions {
  /** Where a web process of ours listens. */
  readonly botUrl: string
  /** A file that holds an access token: role viewer, scope alertmanager. */
  readonly tokenFile: string
  /** What takes a P1 when the bot cannot: a webhook of a pager. */
  readonly pagerUrl: string
  /** What raises the alarm when it hears nothing. */
  readonly heartbeatUrl: string
  /** How long Alertmanager waits for more of the same; tests do not wait. */
  readonly groupWaitMs: number
  /** Between two messages about the same alert, its end among them. */
  readonly groupIntervalMs: number
}

export const defaultAlertmanagerOptions: AlertmanagerOptions = {
  botUrl: 'http://127.0.0.1:3000',
  tokenFile: '/etc/alertmanager/autogen-bot.token',
  pagerUrl: 'https://pager.example.com/autogen-bot',
  heartbeatUrl: 'https://heartbeat.example.com/autogen-bot',
  groupWaitMs: 10_000,
  groupIntervalMs: 60_000,
}

/** By severity: messages about the same alert are repeated so often, as the incident's calls are. */
const repeats = { P1: '5m', P2: '15m', P3: '12h' } as const

export function renderAlertmanager(
  rules: readonly AlertRule[],
  given: Partial<AlertmanagerOptions> = {},
): string {
  const options = { ...defaultAlertmanagerOptions, ...given }
  const interval = durationOf(options.groupIntervalMs)
  return `# Made from src/ops/alerts by "npm run docs". Put your own addresses in; "autogen-bot alerts alertmanager" prints it with them.
route:
  receiver: autogen-bot
  group_by: [alertname]
  group_wait: ${durationOf(options.groupWaitMs)}
  group_interval: ${interval}
  repeat_interval: 4h
  routes:
    - matchers: ['alertname="Watchdog"']
      receiver: heartbeat
      group_wait: 0s
      group_interval: ${interval}
      repeat_interval: ${interval}
    - matchers: ['severity="P1"']
      receiver: autogen-bot-P1
      group_wait: 0s
      repeat_interval: ${repeats.P1}
    - matchers: ['severity="P2"']
      receiver: autogen-bot-P2
      repeat_interval: ${repeats.P2}
    - matchers: ['severity="P3"']
      receiver: autogen-bot-P3
      repeat_interval: ${repeats.P3}
receivers:
  - name: heartbeat
    webhook_configs:
      - url: ${JSON.stringify(options.heartbeatUrl)}
        send_resolved: false
  - name: autogen-bot
    webhook_configs:
${toBot(options)}
  - name: autogen-bot-P1
    webhook_configs:
${toBot(options)}
      - url: ${JSON.stringify(options.pagerUrl)}
        send_resolved: true
  - name: autogen-bot-P2
    webhook_configs:
${toBot(options)}
  - name: autogen-bot-P3
    webhook_configs:
${toBot(options)}
inhibit_rules:
${rules.flatMap(inhibitions).join('\n')}
`
}

function toBot({ botUrl, tokenFile }: AlertmanagerOptions): string {
  return `      - url: ${JSON.stringify(`${botUrl}/api/v1/alertmanager`)}
        send_resolved: true
        max_alerts: 100
        http_config:
          authorization:
            credentials_file: ${JSON.stringify(tokenFile)}`
}

function inhibitions({ name, inhibits }: AlertRule): readonly string[] {
  return inhibits.map(
    ({ alerts, equal }) => `  - source_matchers: ['alertname="${name}"']
    target_matchers: ['alertname=~"${alerts.join('|')}"']
    equal: [${['service', ...equal].join(', ')}]`,
  )
}
