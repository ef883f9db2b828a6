/** How every alert stands, as the process that leads evaluated it last. */
import type { AlertInstance, AlertSeverity } from '../../../domain/alert/alert.ts'
import { alertRules } from '../../../ops/alerts/catalogue.ts'
import { type AlertmanagerOptions, renderAlertmanager } from '../../../ops/alerts/render-alertmanager.ts'
import { type RulesOptions, renderRules } from '../../../ops/alerts/render-rules.ts'
import { alertStatesSetting, readStates } from '../../../ops/alerts/stored-states.ts'
import type { Backbone } from '../backbone.ts'

export interface AlertOverview {
  /** Milliseconds since the epoch; null: never. */
  readonly evaluatedAt: number | null
  /** Every alert, the most urgent first. */
  readonly alerts: readonly AlertStanding[]
}

export interface AlertStanding {
  readonly alert: string
  readonly severity: AlertSeverity | 'none'
  readonly requirements: readonly string[]
  readonly page: string
  readonly state: 'inactive' | 'pending' | 'firing'
  readonly instances: readonly StandingInstance[]
}

export interface StandingInstance extends Pick<AlertInstance, 'labels' | 'summary' | 'value' | 'activeAt'> {
  readonly state: 'pending' | 'firing'
  readonly firingAt: number | null
  /** Alerts that fire and explain this one. */
  readonly inhibitedBy: readonly string[]
}

export async function alertOverview({ store }: Pick<Backbone, 'store'>): Promise<AlertOverview> {
  const kept = readStates(await store.settings.read(alertStatesSetting))
  const alerts = alertRules.map(({ name, severity, requirements, page }): AlertStanding => {
    const instances = (kept?.states ?? [])
      .filter(({ alert }) => alert === name)
      .map(({ labels, summary, value, activeAt, firingAt, inhibitedBy }) => ({
        state: firingAt === null ? ('pending' as const) : ('firing' as const),
        labels,
        summary,
        value: Number.isFinite(value) ? value : null,
        activeAt,
        firingAt,
        inhibitedBy,
      }))
    const state = instances.some((one) => one.state === 'firing')
      ? 'firing'
      : instances.length > 0
        ? 'pending'
        : 'inactive'
    return { alert: name, severity, requirements, page, state, instances }
  })
  return { evaluatedAt: kept?.at ?? null, alerts }
}

/** For Prometheus. */
export function rulesText(options: Partial<RulesOptions>): string {
  return renderRules(alertRules, options)
}

/** For Alertmanager. */
export function alertmanagerText(options: Partial<AlertmanagerOptions>): string {
  return renderAlertmanager(alertRules, options)
}
