/**
 * What an incident sets going beside itself: messages handed over to whoever sends them, evidence, the runbook's looks.
 * What is still to be done is read from the rows, so another process does it when this one ends half way.
 */
import { itself } from '../../domain/actor/actor.ts'
import { describeEvidence } from '../../domain/incident/describe-evidence.ts'
import { firingAlerts, type Incident, type IncidentAlert, isOver } from '../../domain/incident/incident.ts'
import { conclude, proceed, unchanged } from '../../domain/incident/incident-change.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { type CurrentIncidents, diagnosedKey } from '../../ports/store/incidents.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { collectEvidence } from './collect-evidence.ts'
import type { IncidentsParts } from './create-incidents.ts'
import type { IncidentWriter } from './incident-writer.ts'

export interface Aftercare {
  /** Every message that was not handed over yet. */
  handOver(): Promise<void>
  /** Begins what is still to be done, in the background. */
  begin(current: CurrentIncidents): void
  settled(): Promise<void>
}

const handedOverAtOnce = 50
const diagnosedAtOnce = 10
const triedMax = 1_000

export function createAftercare(parts: IncidentsParts, write: IncidentWriter): Aftercare {
  const { rows, notify, evidence, diagnose, policy, clock, log } = parts
  let lastHanding: Promise<void> = Promise.resolve()
  const underWay = new Map<string, Promise<void>>()
  /** By this process: what failed is left to people, or to the next process. */
  const triedDiagnoses = new Set<string>()

  function beginOnce(key: string, work: () => Promise<void>): void {
    if (underWay.has(key)) return
    const running = work()
      .catch((error: unknown) => log.warn({ what: key, error: String(error) }, 'aftercare failed'))
      .finally(() => underWay.delete(key))
    underWay.set(key, running)
  }

  async function collect(incident: Incident): Promise<void> {
    const bundle = await collectEvidence(evidence, incident, clock.now())
    await rows.addEvidence(bundle)
    const probes = bundle.probes.map(({ name, result, tookMs }) => ({ name, result, tookMs }))
    const answered = bundle.probes.filter(({ result }) => result === 'answered').map(({ name }) => name)
    const context = { actor: itself, at: clock.now(), policy: { ...policy, verification: null } }
    await write.change(incident.id, context, (now) =>
      now.evidence !== null
        ? null
        : conclude(
            proceed(unchanged(now), {
              set: { evidence: { at: bundle.collectedAt, answered } },
              fact: { action: 'incident.evidence', detail: { digest: bundle.digest, probes } },
              messages: [{ kind: 'news', text: describeEvidence(bundle.probes).join('\n') }],
            }),
            context.at,
          ),
    )
    await handOver()
  }

  async function runPage(incident: Incident, alert: IncidentAlert): Promise<void> {
    await diagnose?.(incident, alert)
    await rows.markDiagnosed(incident.id, alert.key, clock.now())
  }

  async function handOverAll(): Promise<void> {
    for (;;) {
      const messages = await rows.unsent(handedOverAtOnce)
      for (const { notification } of messages) await tell(notification)
      await rows.handedOver(messages.map(({ id }) => id))
      if (messages.length < handedOverAtOnce) return
    }
  }

  /** One that nobody can take must not keep back the others. */
  async function tell(notification: Notification): Promise<void> {
    try {
      await notify(notification)
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      log.error({ err: error, key: notification.dedupeKey }, 'message could not be handed over')
    }
  }

  /** One after the other: two at once would take the same messages. What fails now is done by the next. */
  function handOver(): Promise<void> {
    lastHanding = lastHanding.then(handOverAll).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'messages wait to be handed over')
    })
    return lastHanding
  }

  return {
    handOver,
    begin({ incidents, diagnosed }) {
      if (triedDiagnoses.size > triedMax) triedDiagnoses.clear()
      for (const incident of incidents.filter((one) => !isOver(one))) {
        if (incident.evidence === null) beginOnce(`evidence ${incident.id}`, () => collect(incident))
        if (diagnose === null) continue
        for (const alert of onePerRule(firingAlerts(incident))) {
          const key = diagnosedKey(incident.id, alert.key)
          const tried = `${incident.reopenings} ${key}`
          if (diagnosed.has(key) || triedDiagnoses.has(tried)) continue
          triedDiagnoses.add(tried)
          beginOnce(`diagnosis ${key}`, () => runPage(incident, alert))
        }
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay.values())
    },
  }
}

/** Ten processes with the same alert need one look at its page. */
function onePerRule(alerts: readonly IncidentAlert[]): readonly IncidentAlert[] {
  const byRule = new Map(alerts.toReversed().map((alert) => [alert.alert, alert]))
  return [...byRule.values()].toReversed().slice(0, diagnosedAtOnce)
}
