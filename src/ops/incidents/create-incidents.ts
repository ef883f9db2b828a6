/**
 * Incidents, put together: the pure steps of `domain/incident` over rows, and what happens beside them: messages handed
 * over, evidence collected, the alert's page run. What was written down is done later when it could not be done now, so
 * that a restart at any moment loses nothing.
 */
import { type Actor, itself, may } from '../../domain/actor/actor.ts'
import type { AlertInstance } from '../../domain/alert/alert.ts'
import { commandIncident } from '../../domain/incident/command-incident.ts'
import type { CorrelationRules } from '../../domain/incident/correlate.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import {
  boundText,
  type IncidentContext,
  type IncidentPolicy,
} from '../../domain/incident/incident-change.ts'
import type { IncidentRefusal, VerificationCheck } from '../../domain/incident/incident-command.ts'
import { nextSteps } from '../../domain/incident/next-steps.ts'
import { isChannelAwaited, openChannel } from '../../domain/incident/open-channel.ts'
import { openIncident } from '../../domain/incident/open-incident.ts'
import { passTime } from '../../domain/incident/pass-time.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { fail, type Outcome } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { IncidentRows } from '../../ports/store/incidents.ts'
import type { Journal } from '../../ports/store/journal.ts'
import { createAftercare } from './aftercare.ts'
import type { EvidenceParts } from './collect-evidence.ts'
import { createIncidentWriter } from './incident-writer.ts'
import type { Incidents } from './incidents.ts'
import { receiveAlerts } from './receive-alerts.ts'
import { recoveryTimes } from './recovery-times.ts'
import { type LinksOf, threadOf } from './render-messages.ts'
import { type Impact, renderReport } from './render-report.ts'

export interface IncidentsParts {
  readonly rows: IncidentRows
  readonly journal: Pick<Journal, 'ofIncident'>
  readonly policy: Omit<IncidentPolicy, 'verification'>
  readonly correlation: CorrelationRules
  /** Told again when it failed; a key that was told is not sent twice. */
  readonly notify: (notification: Notification) => Promise<unknown>
  /** When the channel took its first message of each of these threads; see `firstSent` of the outbox. */
  readonly toldChannelAt: (threads: readonly string[]) => Promise<ReadonlyMap<string, number>>
  readonly linksOf: LinksOf
  readonly evidence: EvidenceParts
  /** Runs the read steps of the alert's page; null: there is nobody who could. */
  readonly diagnose: ((incident: Incident, alert: AlertInstance) => Promise<unknown>) | null
  /** What has to hold before an incident may be called resolved. */
  readonly verify: (incident: Incident) => Promise<readonly VerificationCheck[]>
  /** Null: the figures of that time cannot be read. */
  readonly impact: (incident: Incident) => Promise<readonly Impact[] | null>
  /** When the service was first watched. */
  readonly observedSince: () => Promise<number>
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

const listMax = 200
const timelineMax = 2_000
const bundlesMax = 10
const recordDaysMs = 90 * 86_400_000

export function createIncidents(parts: IncidentsParts): Incidents {
  const { rows, policy, clock, meter } = parts
  const write = createIncidentWriter(parts)
  const aftercare = createAftercare(parts, write)

  function contextOf(actor: Actor, verification: IncidentPolicy['verification'] = null): IncidentContext {
    return { actor, at: clock.now(), policy: { ...policy, verification } }
  }

  /** @returns how they stand afterwards */
  async function openChannels(incidents: readonly Incident[]): Promise<readonly Incident[]> {
    const awaited = incidents.filter(isChannelAwaited)
    if (awaited.length === 0) return incidents
    const told = await parts.toldChannelAt(awaited.map(({ id }) => threadOf(id)))
    return Promise.all(
      incidents.map(async (incident) => {
        const toldAt = told.get(threadOf(incident.id))
        if (toldAt === undefined) return incident
        const context = contextOf(itself)
        const opened = await write.change(incident.id, context, (one) => openChannel(one, toldAt, context.at))
        return opened.ok ? opened.value : incident
      }),
    )
  }

  return {
    async receive(alerts) {
      await receiveAlerts({ ...parts, write }, alerts, () => contextOf(itself))
      await aftercare.handOver()
    },
    async tick() {
      const { incidents } = await currentRows(parts)
      // Before time passes, so that a clock that was met does not run out.
      const seen = await openChannels(incidents)
      for (const incident of seen) {
        const isDue = passTime(incident, contextOf(itself)) !== null
        if (isDue)
          await write.change(incident.id, contextOf(itself), (one) => passTime(one, contextOf(itself)))
      }
      await aftercare.handOver()
      const now = await currentRows(parts)
      // By whoever leads, and not by a command that ends in a moment.
      aftercare.begin(now)
      showOpen(now.incidents, meter)
    },
    async command(id, command, actor) {
      const found = await rows.find(id)
      if (found === null) return fail(unknown(id))
      const checks = command.kind === 'resolve' ? await parts.verify(found) : null
      const outcome = await write.change(id, contextOf(actor), (incident) =>
        commandIncident(incident, command, contextOf(actor, checks)),
      )
      await aftercare.handOver()
      return outcome
    },
    async declare({ severity, title }, actor): Promise<Outcome<Incident, IncidentRefusal>> {
      if (!may(actor, 'responder')) return fail(notAllowed(actor))
      const context = contextOf(actor)
      const opened = await write.open(context, (id) =>
        openIncident(
          { id, severity, title: boundText(title, 150), onsetAt: context.at, alert: null },
          context,
        ),
      )
      await aftercare.handOver()
      return opened
    },
    list: ({ states, before, limit }) => rows.list(states, before, Math.max(1, Math.min(limit, listMax))),
    async show(id) {
      const incident = await rows.find(id)
      if (incident === null) return null
      const [timeline, evidence] = await Promise.all([
        parts.journal.ofIncident(id, timelineMax),
        rows.evidenceOf(id, bundlesMax),
      ])
      return { incident, timeline, evidence, next: nextSteps(incident).map(({ command }) => command) }
    },
    async report(id) {
      const view = await this.show(id)
      if (view === null) return null
      const impact = await parts.impact(view.incident).catch(() => null)
      return renderReport({ ...view, impact, writtenAt: clock.now() })
    },
    async recoveryTimes() {
      const now = clock.now()
      const times = await rows.times(now - recordDaysMs)
      return recoveryTimes(times, now, await parts.observedSince())
    },
    settled: () => aftercare.settled(),
  }
}

/** Those that something can still happen to by itself. */
export function currentRows({ rows, policy, clock }: Pick<IncidentsParts, 'rows' | 'policy' | 'clock'>) {
  return rows.current(clock.now() - policy.reopenWithinMs)
}

export function showOpen(incidents: readonly Incident[], meter: Meter): void {
  for (const severity of ['P1', 'P2', 'P3'] as const) {
    const open = incidents.filter((one) => one.severity === severity && one.resolvedAt === null)
    meter.set('autogen_incidents_open', open.length, { severity })
  }
}

function unknown(id: number): IncidentRefusal {
  return {
    kind: 'unknown',
    message: `There is no incident ${id}.`,
    remedy: 'See "autogen-bot incident list --all".',
  }
}

function notAllowed({ name, role }: Actor): IncidentRefusal {
  return {
    kind: 'not-allowed',
    message: `${name} has the role ${role}; this needs responder.`,
    remedy: 'Ask somebody with the role responder.',
  }
}
