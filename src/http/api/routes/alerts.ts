/** What can fire, and what does. */
import { z } from 'zod'
import { alertSeverities } from '../../../domain/alert/alert.ts'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import type { Operations } from '../operations.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const Severity = z.enum([...alertSeverities, 'none'])

const Rule = named(
  'AlertRule',
  z.object({
    name: z.string(),
    severity: Severity,
    expr: z.string().describe('PromQL.'),
    forMs: z.int(),
    about: z.string(),
    page: z.string().describe('Of the runbook.'),
  }),
)

const Standing = named(
  'AlertStanding',
  z.object({
    alert: z.string(),
    severity: Severity,
    requirements: z.array(z.string()),
    page: z.string(),
    state: z.enum(['inactive', 'pending', 'firing']),
    instances: z.array(
      z.object({
        state: z.enum(['pending', 'firing']),
        labels: z.record(z.string(), z.string()),
        summary: z.string(),
        value: z.number().nullable(),
        activeAt: Time,
        firingAt: Time.nullable().describe('Null: it is pending.'),
        inhibitedBy: z.array(z.string()).describe('Alerts that fire and explain this one.'),
      }),
    ),
  }),
)

export function addAlertRoutes(add: AddRoute, alerts: Operations['alerts']): void {
  add({
    id: 'listAlerts',
    method: 'GET',
    path: '/alerts',
    tag: 'alerts',
    summary: 'Tell how every alert stands, by the built-in evaluator.',
    answer: z.object({
      evaluatedAt: Time.nullable().describe('Null: nobody has evaluated yet.'),
      alerts: z.array(Standing).describe('The most urgent first.'),
    }),
    handle: async () => succeed(await alerts.overview()),
  })

  add({
    id: 'listAlertRules',
    method: 'GET',
    path: '/alerts/rules',
    tag: 'alerts',
    summary: 'List every alert that there is.',
    answer: z.object({ rules: z.array(Rule) }),
    handle: async () => succeed({ rules: alerts.rules }),
  })
}
