/** Every alert, each defined once; the most urgent first. */
import type { AlertRule } from './alert-rule.ts'
import { availabilityAlerts } from './catalogue/availability.ts'
import { dependencyAlerts } from './catalogue/dependencies.ts'
import { processAlerts } from './catalogue/processes.ts'
import { requestAlerts } from './catalogue/requests.ts'
import { securityAlerts } from './catalogue/security.ts'
import { upkeepAlerts } from './catalogue/upkeep.ts'
import { workAlerts } from './catalogue/work.ts'

const all: readonly AlertRule[] = [
  ...availabilityAlerts,
  ...securityAlerts,
  ...requestAlerts,
  ...workAlerts,
  ...processAlerts,
  ...dependencyAlerts,
  ...upkeepAlerts,
]

export const alertRules: readonly AlertRule[] = (['P1', 'P2', 'P3', 'none'] as const).flatMap((severity) =>
  all.filter((rule) => rule.severity === severity),
)

export function alertRule(name: string): AlertRule | null {
  return alertRules.find((rule) => rule.name === name) ?? null
}
