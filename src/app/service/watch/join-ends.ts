/**
 * Where an alert goes: into an incident while the store can be reached, straight to people while it cannot. When the store
 * is back, what was told past it is written down, and whoever answered then has the incident now.
 */
import type { Actor } from '../../../domain/actor/actor.ts'
import { type AlertInstance, alertKey } from '../../../domain/alert/alert.ts'
import { firingAlerts } from '../../../domain/incident/incident.ts'
import type { Incidents } from '../../../ops/incidents/incidents.ts'
import type { HandedOver } from '../../../ops/notifications/emergency.ts'
import { keyOfAlert } from '../../../ops/notifications/emergency-page.ts'
import type { LiveSeries } from '../../../ops/recorder/live-series.ts'
import { StoreUnavailable } from '../../../ports/store/store-unavailable.ts'
import type { Backbone } from '../backbone.ts'
import type { EvaluatorParts } from './evaluator.ts'

export interface EndsParts {
  readonly backbone: Pick<Backbone, 'store'> & {
    readonly notifications: Pick<Backbone['notifications'], 'emergency'>
  }
  readonly incidents: Pick<Incidents, 'receive' | 'list' | 'command'>
  readonly live: LiveSeries
}

export function joinEnds({
  backbone: { store, notifications },
  incidents,
  live,
}: EndsParts): Pick<EvaluatorParts, 'readSeries' | 'receive' | 'page'> {
  const { emergency } = notifications
  return {
    async readSeries() {
      // Without the store this process's own series go on.
      await live.refresh().catch(unlessUnavailable)
      return live.source
    },
    async receive(alerts) {
      const handedOver = await emergency.settle(alerts, store)
      await incidents.receive(alerts)
      await acknowledgeAnswered(incidents, alerts, handedOver)
    },
    page: (alerts) => emergency.page(alerts),
  }
}

function unlessUnavailable(error: unknown): void {
  if (!(error instanceof StoreUnavailable)) throw error
}

/** Who answered the emergency page is not called again for the same thing. */
async function acknowledgeAnswered(
  incidents: EndsParts['incidents'],
  alerts: readonly AlertInstance[],
  handedOver: readonly HandedOver[],
): Promise<void> {
  const answered = handedOver.filter(({ acknowledgedBy }) => acknowledgedBy !== null)
  if (answered.length === 0) return
  const open = await incidents.list({ states: ['OPEN'], before: null, limit: 200 })
  for (const { key, acknowledgedBy } of answered) {
    const keys = new Set(alerts.filter((alert) => keyOfAlert(alert) === key).map(alertKey))
    const incident = open.find((one) => firingAlerts(one).some((alert) => keys.has(alert.key)))
    const actor: Actor = { name: acknowledgedBy ?? '', role: 'responder', via: 'link' }
    if (incident !== undefined) await incidents.command(incident.id, { kind: 'acknowledge' }, actor)
  }
}
