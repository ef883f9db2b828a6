/**
 * Writes changes of incidents: whole, and on what is there. Whoever was overtaken looks again and decides anew, because
 * the other one may have done what it was about to do.
 */
import type { Incident } from '../../domain/incident/incident.ts'
import type { IncidentChange, IncidentContext } from '../../domain/incident/incident-change.ts'
import type { IncidentRefusal } from '../../domain/incident/incident-command.ts'
import type { NewJournalEntry } from '../../domain/journal/journal-entry.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { IncidentRows } from '../../ports/store/incidents.ts'
import { type LinksOf, renderMessages } from './render-messages.ts'

export interface IncidentWriter {
  /** @param step null: there is nothing to change */
  change(
    id: number,
    context: IncidentContext,
    step: (incident: Incident) => IncidentChange | null | Outcome<IncidentChange, IncidentRefusal>,
  ): Promise<Outcome<Incident, IncidentRefusal>>
  open(
    context: IncidentContext,
    step: (id: number) => IncidentChange,
  ): Promise<Outcome<Incident, IncidentRefusal>>
  /** One try. @returns false when something changed meanwhile */
  save(change: IncidentChange, context: IncidentContext): Promise<boolean>
}

export interface WriterParts {
  readonly rows: IncidentRows
  readonly linksOf: LinksOf
  readonly meter: Meter
}

const triesMax = 20

export function createIncidentWriter({ rows, linksOf, meter }: WriterParts): IncidentWriter {
  async function save(change: IncidentChange, context: IncidentContext): Promise<boolean> {
    const { incident, facts, messages } = change
    const saved = await rows.save({
      incident,
      entries: facts.map(
        ({ action, detail }): NewJournalEntry => ({
          at: context.at,
          actor: context.actor,
          action,
          subject: `incident ${incident.id}`,
          incident: incident.id,
          detail,
        }),
      ),
      messages: renderMessages(incident, messages, linksOf),
    })
    if (saved === 'saved') countBreaches(change, meter)
    return saved === 'saved'
  }

  return {
    save,
    async change(id, context, step) {
      for (let tries = 0; tries < triesMax; tries += 1) {
        const incident = await rows.find(id)
        if (incident === null) return fail(gone(id))
        const stepped = step(incident)
        if (stepped === null) return succeed(incident)
        const outcome = 'ok' in stepped ? stepped : succeed(stepped)
        if (!outcome.ok) return outcome
        if (await save(outcome.value, context)) return succeed(outcome.value.incident)
      }
      return fail(busy)
    },
    async open(context, step) {
      for (let tries = 0; tries < triesMax; tries += 1) {
        const { lastId } = await rows.current(context.at)
        const change = step(lastId + 1)
        if (await save(change, context)) return succeed(change.incident)
      }
      return fail(busy)
    },
  }
}

function countBreaches({ incident, facts }: IncidentChange, meter: Meter): void {
  for (const { action, detail } of facts) {
    if (action !== 'incident.clock-breached') continue
    const labels = { clock: String(detail.clock), severity: incident.severity }
    meter.count('autogen_incident_clock_breaches_total', labels)
  }
}

const busy: IncidentRefusal = {
  kind: 'busy',
  message: 'Others are changing it at the same time.',
  remedy: 'Try again.',
}

function gone(id: number): IncidentRefusal {
  return {
    kind: 'unknown',
    message: `There is no incident ${id}.`,
    remedy: 'See "autogen-bot incident list".',
  }
}
