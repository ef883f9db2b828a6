import type { RuleRecord } from '../../domain/finding/observation.ts'

function record<Id extends string>(
  id: Id,
  title: string,
  severity: RuleRecord['severity'],
  confidence: number,
): RuleRecord & { readonly id: Id } {
  return { id, title, severity, category: 'secret', cwe: ['CWE-798'], confidence, defect: 'secret' }
}

export const rules = [
  record('aws-access-key', 'AWS access key ID', 'critical', 0.95),
  record('aws-secret-key', 'AWS secret access key', 'critical', 0.95),
  record('azure-key', 'Azure storage or bus key', 'critical', 0.95),
  record('gcp-api-key', 'Google API key', 'high', 0.85),
  record('github-token', 'GitHub token', 'critical', 0.97),
  record('gitlab-token', 'GitLab token', 'critical', 0.95),
  record('slack-token', 'Slack token or webhook', 'high', 0.92),
  record('stripe-key', 'Stripe live key', 'critical', 0.97),
  record('twilio-key', 'Twilio API key', 'high', 0.85),
  record('sendgrid-key', 'SendGrid API key', 'high', 0.97),
  record('registry-token', 'Package registry token', 'critical', 0.95),
  record('model-api-key', 'Key of a language-model service', 'high', 0.95),
  record('provider-token', 'Token of another service', 'high', 0.93),
  record('jwt', 'JSON Web Token', 'high', 0.75),
  record('private-key', 'Private key', 'critical', 0.95),
  record('database-password', 'Database or broker address with a password', 'high', 0.85),
  record('url-password', 'Address with a password', 'high', 0.85),
  record('container-registry-login', 'Login of a container registry', 'high', 0.9),
  record('assigned-secret', 'Password, secret or token assigned as a literal', 'medium', 0.7),
] as const satisfies readonly RuleRecord[]

export type SecretRule = (typeof rules)[number]['id']

const byId: ReadonlyMap<string, RuleRecord> = new Map(rules.map((rule) => [rule.id, rule]))

export function ruleOf(id: SecretRule): RuleRecord {
  return byId.get(id) as RuleRecord
}
