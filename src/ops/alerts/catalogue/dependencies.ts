/** What the service needs and does not own. */
import { type AlertRule, minuteMs } from '../alert-rule.ts'

const secondsLeft = 'min by (certificate) (autogen_certificate_not_after_timestamp_seconds) - time()'

export const dependencyAlerts = [
  {
    name: 'VitalDependencyDown',
    severity: 'P2',
    requirements: ['R31', 'R35'],
    expr: 'min by (dependency) (autogen_dependency_up{criticality="vital"}) == 0',
    forMs: minuteMs,
    summary: '{dependency} cannot be reached: no review is made without it.',
    about: 'The store, or the code host of an App. The store down for five minutes is ServiceDown.',
    page: 'vital-dependency-down',
    inhibits: [{ alerts: ['ReviewSuccessLow', 'QueueStuck', 'QueueBacklog', 'ReconcilerStale'], equal: [] }],
  },
  {
    name: 'ComponentFailed',
    severity: 'P3',
    requirements: ['R26'],
    expr: 'min by (dependency) (autogen_dependency_up{criticality="component",dependency!~"notifier/.*"}) == 0',
    forMs: 2 * minuteMs,
    summary: '{dependency} has failed; the service does without.',
    about: 'The queue in Redis, a provider of models, DNS, TLS: the service goes on with less.',
    page: 'component-failed',
    inhibits: [],
  },
  {
    name: 'NotifierFailing',
    severity: 'P3',
    requirements: ['R26'],
    expr: 'min by (dependency) (autogen_dependency_up{criticality="component",dependency=~"notifier/.+"}) == 0',
    forMs: 2 * minuteMs,
    summary: '{dependency} cannot deliver messages to people.',
    about: 'Messages wait and are tried again; the other notifiers carry the news.',
    page: 'notifier-failing',
    inhibits: [],
  },
  {
    name: 'GitHubBudgetLow',
    severity: 'P3',
    requirements: ['R53', 'R54'],
    expr: 'min by (app, resource) (autogen_github_budget_remaining_ratio) < 0.1',
    forMs: minuteMs,
    summary: '{percent} of the hourly budget of {app} ({resource}) is left.',
    about: 'Of the installation that has least. At 0 its jobs are parked until the host gives a new budget.',
    page: 'github-budget-low',
    inhibits: [],
  },
  {
    name: 'BudgetNearlySpent',
    severity: 'P3',
    requirements: [],
    expr: 'max(autogen_model_budget_used_ratio) > 0.8',
    forMs: minuteMs,
    summary: '{percent} of the budget for language models of one day is used.',
    about:
      'Of the last 24 hours, tokens or money. At 100 % analysers alone review until enough of it is a day old.',
    page: 'budget-nearly-spent',
    inhibits: [],
  },
  {
    name: 'CertificateExpiring',
    severity: 'P3',
    requirements: ['R28'],
    expr: `${secondsLeft} < 604800
and ${secondsLeft} < min by (certificate) (autogen_certificate_lifetime_seconds) / 3`,
    forMs: 0,
    summary: 'The certificate of {certificate} ends in {duration}.',
    about: 'Within seven days, or within a third of its lifetime when that is shorter.',
    page: 'certificate-expiring',
    inhibits: [],
  },
] as const satisfies readonly AlertRule[]
