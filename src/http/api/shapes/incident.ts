/** An incident as the API tells it. */
import { z } from 'zod'
import { alertSeverities } from '../../../domain/alert/alert.ts'
import { incidentStates } from '../../../domain/incident/incident.ts'
import { named } from './registry.ts'
import { Time } from './time.ts'

export const Severity = z.enum(alertSeverities)
export const IncidentState = z.enum(incidentStates)

const Alert = z.object({
  key: z.string(),
  alert: z.string(),
  severity: Severity,
  labels: z.record(z.string(), z.string()),
  summary: z.string(),
  value: z.number().nullable(),
  activeAt: Time,
  firingAt: Time,
  resolvedAt: Time.nullable(),
  source: z.enum(['built-in', 'alertmanager']),
  firings: z.int(),
})

const Clock = z.object({
  name: z.string(),
  dueAt: Time,
  metAt: Time.nullable(),
  breachedAt: Time.nullable(),
})

const Call = z.object({
  level: z.int(),
  isAtOnce: z.boolean(),
  nextAt: Time.nullable(),
  times: z.int(),
  lastAt: Time.nullable(),
})

export const Incident = named(
  'Incident',
  z.object({
    id: z.int(),
    version: z.int(),
    state: IncidentState,
    severity: Severity,
    title: z.string(),
    onsetAt: Time,
    openedAt: Time,
    ackedAt: Time.nullable(),
    ackedBy: z.string().nullable(),
    investigatingAt: Time.nullable(),
    mitigatingAt: Time.nullable(),
    monitoringAt: Time.nullable(),
    mitigatedAt: Time.nullable(),
    resolvedAt: Time.nullable(),
    resolvedBy: z.string().nullable(),
    reviewedAt: Time.nullable(),
    assessment: z.object({ impact: z.string(), plan: z.string(), isEscalated: z.boolean() }).nullable(),
    hypothesis: z.string().nullable(),
    mitigations: z.array(
      z.object({ at: Time, by: z.string(), action: z.string(), undo: z.string().nullable() }),
    ),
    cause: z.string().nullable(),
    followUps: z.array(
      z.object({
        number: z.int(),
        text: z.string(),
        owner: z.string().nullable(),
        due: z.string().nullable(),
        doneAt: Time.nullable(),
      }),
    ),
    responders: z.array(z.string()),
    channelOpenedAt: Time.nullable(),
    statusAt: Time.nullable(),
    evidence: z.object({ at: Time, answered: z.array(z.string()) }).nullable(),
    reopenings: z.int(),
    alerts: z.array(Alert),
    clocks: z.array(Clock),
    calls: z.array(Call),
  }),
)

export const EvidenceBundle = named(
  'EvidenceBundle',
  z.object({
    incident: z.int(),
    collectedAt: Time,
    digest: z.string(),
    probes: z.array(
      z.object({
        name: z.string(),
        result: z.enum(['answered', 'failed', 'late']),
        tookMs: z.number(),
        seen: z.unknown(),
      }),
    ),
  }),
)
