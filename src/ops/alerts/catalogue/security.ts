/** Somebody tries something. */
import type { AlertRule } from '../alert-rule.ts'

const events = (matcher: string) => `sum by (kind) (increase(autogen_security_events_total{${matcher}}[5m]))`

export const securityAlerts = [
  {
    name: 'SecurityIncident',
    severity: 'P1',
    requirements: ['R20'],
    expr: `${events('kind!~"bad-signature|login-failed"')} > 0
or ${events('kind="bad-signature"')} > 20
or ${events('kind="login-failed"')} > 10`,
    forMs: 0,
    summary: 'The detector "{kind}" has struck: {number} in five minutes.',
    about:
      'Wrong signatures (more than 20 in five minutes) and failed logins (more than 10) happen by mistake; the other kinds never do.',
    page: 'security-incident',
    inhibits: [],
  },
] as const satisfies readonly AlertRule[]
