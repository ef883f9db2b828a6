/**
 * Where the watch loop's alerts go: into incidents, or past the store to people. Whoever answered an emergency page has
 * its incident too, so that nobody is called again about what somebody works on already.
 */
import type { Actor } from '../../domain/actor/actor.ts'
import { type AlertInstance, alertKey } from '../../domain/alert/alert.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Incidents } from '../incidents/incidents.ts'
import type { Emergency, HandedOver } from './emergency.ts'
import { keyOfAlert } from './emergency-page.ts'
import type { StoreThatIsBack } from './write-down-emergency.ts'

export interface WatchEndsParts {
  readonly emergency: Emergency
  readonly store: StoreThatIsBack
  readonly incidents: Pick<Incidents, 'receive' | 'list' | 'command'>
  readonly log: Log
}

export interface WatchEnds {
  /** @throws StoreUnavailable */
  receive(alerts: readonly AlertInstance[]): Promise<void>
  /** Never rejects. */
  page(alerts: readonly AlertInstance[]): Promise<void>
}

const lookedAtMax = 50

export function createWatchEnds({ emergency, store, incidents, log }: WatchEndsParts): WatchEnds {
  async function carryOver(
    { alert, key, acknowledgedBy }: HandedOver,
    keys: ReadonlySet<string>,
  ): Promise<void> {
    if (acknowledgedBy === null) return
    const known = await incidents.list({ states: ['OPEN'], before: null, limit: lookedAtMax })
    const incident = known.find(({ alerts }) => alerts.some((one) => keys.has(one.key)))
    if (incident === undefined) return
    const actor: Actor = { name: acknowledgedBy, role: 'responder', via: 'link' }
    const done = await incidents.command(incident.id, { kind: 'acknowledge' }, actor)
    if (!done.ok) log.warn({ alert, key, reason: done.failure.message }, 'an answer was not carried over')
  }

  return {
    async receive(alerts) {
      const handedOver = await emergency.settle(alerts, store)
      await incidents.receive(alerts)
      for (const one of handedOver) {
        const same = alerts.filter((alert) => keyOfAlert(alert) === one.key)
        await carryOver(one, new Set(same.map(alertKey)))
      }
    },
    page: (alerts) => emergency.page(alerts),
  }
}
