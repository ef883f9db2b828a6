/** Incidents. A change is one call of a function that stands in the migrations. */
import type { Incident, IncidentState } from '../../domain/incident/incident.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import {
  diagnosedKey,
  type EvidenceBundle,
  type IncidentRows,
  type IncidentSave,
  type ProbeAnswer,
} from '../../ports/store/incidents.ts'
import type { Database, Statement } from './database.ts'
import {
  alertRows,
  callRows,
  clockRows,
  type IncidentRow,
  incidentFrom,
  incidentRow,
} from './incident-row.ts'
import { type HeadRow, headFrom, type JournalChain, storable } from './journal.ts'
import { timeOf } from './times.ts'

const saveIncident: Statement = {
  name: 'save_incident',
  text: `select answer, head, head_hash
    from save_incident($1::jsonb, $2::jsonb, $3::jsonb, $4::jsonb, $5::jsonb, $6, $7, $8::jsonb)`,
}

/** With everything that belongs to it, in one round trip. */
const incidentColumns = `i.*,
  (select coalesce(json_agg(a order by a.active_at, a.alert_key), '[]') from incident_alerts a where a.incident = i.id) as alerts,
  (select coalesce(json_agg(c order by c.due_at, c.name), '[]') from incident_clocks c where c.incident = i.id) as clocks,
  (select coalesce(json_agg(c order by c.level), '[]') from incident_calls c where c.incident = i.id) as calls`

const currentIncidents: Statement = {
  name: 'current_incidents',
  text: `select ${incidentColumns} from incidents i
    where i.resolved_at is null or i.resolved_at >= $1::timestamptz order by i.id`,
}

const lastIncident: Statement = {
  name: 'last_incident',
  text: 'select coalesce(max(id), 0) as last from incidents',
}

const findIncident: Statement = {
  name: 'find_incident',
  text: `select ${incidentColumns} from incidents i where i.id = $1`,
}

const listIncidents: Statement = {
  name: 'list_incidents',
  text: `select ${incidentColumns} from incidents i
    where i.id < $1 and i.state = any ($2::text[]) order by i.id desc limit $3`,
}

const markDiagnosed: Statement = {
  name: 'mark_diagnosed',
  text: `update incident_alerts set diagnosed_at = $3::timestamptz
    where incident = $1 and alert_key = $2 and diagnosed_at is null returning incident`,
}

const incidentTimes: Statement = {
  name: 'incident_times',
  text: `select id, severity, onset_at, acked_at, mitigated_at, resolved_at from incidents
    where onset_at >= $1::timestamptz order by onset_at`,
}

const everyState: readonly IncidentState[] = [
  'OPEN',
  'ACKED',
  'INVESTIGATING',
  'MITIGATING',
  'MONITORING',
  'RESOLVED',
  'REVIEWED',
]

export function createIncidentRows(database: Database, { link }: JournalChain): IncidentRows {
  const { run, tables } = database
  return {
    async current(resolvedSince) {
      // First the number: what comes to be between the two is then not taken for seen.
      const [last] = await run<{ last: string }>(lastIncident, [])
      const rows = await run<IncidentRow>(currentIncidents, [timeOf(resolvedSince)])
      const diagnosed = rows.flatMap(({ id, alerts }) =>
        alerts
          .filter(({ diagnosed_at }) => diagnosed_at !== null)
          .map(({ alert_key }) => diagnosedKey(Number(id), alert_key)),
      )
      return {
        incidents: rows.map(incidentFrom),
        lastId: Number(last?.last ?? 0),
        diagnosed: new Set(diagnosed),
      }
    },
    async find(id) {
      const [row] = await run<IncidentRow>(findIncident, [id])
      return row === undefined ? null : incidentFrom(row)
    },
    async list(states, before, limit) {
      const values = [before ?? Number.MAX_SAFE_INTEGER, states ?? everyState, limit] as const
      return (await run<IncidentRow>(listIncidents, values)).map(incidentFrom)
    },
    async save(change) {
      const [incident, alerts, clocks, calls, messages] = columnsOf(change)
      const { answer } = await link(change.entries, async ({ sequence, hash }, entries) => {
        const values = [incident, alerts, clocks, calls, messages, sequence, hash, entries]
        const [row] = await run<HeadRow & { answer: SaveAnswer | 'head-moved' }>(saveIncident, values)
        return { answer: row?.answer ?? 'changed-meanwhile', head: headFrom(row) }
      })
      return answer
    },
    async unsent(limit) {
      const rows = await tables
        .selectFrom('incident_messages')
        .select(['id', 'message'])
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(({ id, message }) => ({
        id: Number(id),
        notification: JSON.parse(message) as Notification,
      }))
    },
    async handedOver(ids) {
      if (ids.length === 0) return
      await tables.deleteFrom('incident_messages').where('id', 'in', ids.map(String)).execute()
    },
    async addEvidence({ incident, collectedAt, digest, probes }) {
      await tables
        .insertInto('incident_evidence')
        .values({ incident, collected_at: timeOf(collectedAt), digest, probes: JSON.stringify(probes) })
        .execute()
    },
    async evidenceOf(incident, limit) {
      const rows = await tables
        .selectFrom('incident_evidence')
        .select(['collected_at', 'digest', 'probes'])
        .where('incident', '=', String(incident))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(
        ({ collected_at, digest, probes }): EvidenceBundle => ({
          incident,
          collectedAt: collected_at,
          digest,
          probes: JSON.parse(probes) as readonly ProbeAnswer[],
        }),
      )
    },
    async markDiagnosed(incident, alertKey, at) {
      return (await run(markDiagnosed, [incident, alertKey, timeOf(at)])).length > 0
    },
    async times(since) {
      const rows = await run<TimesRow>(incidentTimes, [timeOf(since)])
      return rows.map((row) => ({
        id: Number(row.id),
        severity: row.severity,
        onsetAt: row.onset_at,
        ackedAt: row.acked_at,
        mitigatedAt: row.mitigated_at,
        resolvedAt: row.resolved_at,
      }))
    },
  }
}

type SaveAnswer = 'saved' | 'changed-meanwhile'

interface TimesRow {
  readonly id: string
  readonly severity: Incident['severity']
  readonly onset_at: number
  readonly acked_at: number | null
  readonly mitigated_at: number | null
  readonly resolved_at: number | null
}

function columnsOf({ incident, messages }: IncidentSave) {
  return [
    jsonb(incidentRow(incident)),
    jsonb(alertRows(incident)),
    jsonb(clockRows(incident)),
    jsonb(callRows(incident)),
    jsonb(messages.map((message) => ({ message: JSON.stringify(message) }))),
  ] as const
}

/** Every text cleaned of what jsonb refuses. */
function jsonb(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? storable(inner) : inner))
}
