/** Incidents, put together for one process; and what the leader does for them. */
import type { Incident } from '../../../domain/incident/incident.ts'
import { alertRules } from '../../../ops/alerts/catalogue.ts'
import { createIncidents, showOpen } from '../../../ops/incidents/create-incidents.ts'
import { createCorrelationRules, createIncidentPolicy } from '../../../ops/incidents/incident-policy.ts'
import type { Incidents } from '../../../ops/incidents/incidents.ts'
import type { Impact } from '../../../ops/incidents/render-report.ts'
import { createShowRecovery } from '../../../ops/incidents/show-recovery.ts'
import { watchChain } from '../../../ops/journal/watch-chain.ts'
import { createRedact } from '../../../ops/runbook/redact-output.ts'
import type { Duty } from '../../../work/lead.ts'
import type { Backbone } from '../backbone.ts'
import { secretsOf } from '../open-backbone.ts'
import { readKpis } from '../operate/kpi.ts'
import { openRunbook } from '../operate/runbook.ts'
import { createDependencyLook } from './dependency-look.ts'
import { createEvidenceProbes, dashboardAt } from './evidence.ts'
import { realMs } from './process-watch.ts'
import { createIncidentDiagnosis } from './runbook.ts'
import { verifyIncident } from './verify-incident.ts'
import { watchClock } from './watch-clock.ts'

export const tickEveryMs = 2_000
const chainEveryMs = 60_000

/** @param signal ends what diagnoses run */
export function openIncidents(
  backbone: Backbone,
  signal: AbortSignal = new AbortController().signal,
): Incidents {
  const { config, store, log, meter } = backbone
  const clock = watchClock()
  const runbook = openRunbook(backbone)
  const channelNames = config.notifiers.filter(({ isChannel }) => isChannel).map(({ name }) => name)
  return createIncidents({
    rows: store.incidents,
    journal: store.journal,
    policy: createIncidentPolicy(config.service),
    // What is not worth a message of its own while another alert fires is part of the same trouble.
    correlation: createCorrelationRules(
      alertRules.flatMap(({ name, inhibits }) =>
        inhibits.map(({ alerts, equal }) => ({ cause: name, effects: alerts, equal })),
      ),
    ),
    notify: backbone.notifications.notify,
    toldChannelAt: (threads) => store.notifications.firstSent(threads, channelNames),
    linksOf: (incident) => linksOf(config.service.dashboardUrl, incident),
    evidence: {
      probes: createEvidenceProbes(backbone, createDependencyLook(backbone)),
      redact: createRedact(secretsOf(config)),
      elapsedMs: () => performance.now(),
    },
    diagnose: createIncidentDiagnosis(runbook, signal),
    verify: (incident) => verifyIncident({ store, runbook }, incident),
    impact: (incident) => impactOf(backbone, incident, clock.now()),
    observedSince: async () => (await store.samples.oldest()) ?? clock.now(),
    clock,
    log,
    meter,
  })
}

/** Of the leader. */
export function incidentDuties(backbone: Backbone, incidents: Pick<Incidents, 'tick'>): readonly Duty[] {
  const { store, security, log } = backbone
  const clock = watchClock()
  return [
    { name: 'incidents', everyMs: realMs(clock, tickEveryMs), run: () => incidents.tick() },
    {
      name: 'journal',
      everyMs: clock.realMs(chainEveryMs),
      async run() {
        const { journal, settings } = store
        await watchChain({ journal, settings, security: security.journal, clock, log })
      },
    },
  ]
}

/** By every process that evaluates alerts: a figure that only the leader gave would stay behind where it was. */
export async function showOpenIncidents({ store, meter }: Pick<Backbone, 'store' | 'meter'>): Promise<void> {
  const { incidents } = await store.incidents.current(watchClock().now())
  showOpen(incidents, meter)
}

const recoveryMs = 90 * 86_400_000

/** R7, R8. As `showOpenIncidents`, but dearer and slower to change. */
export function createRecoveryLook({ store, meter }: Pick<Backbone, 'store' | 'meter'>): () => Promise<void> {
  const show = createShowRecovery(meter)
  return async () => {
    const now = watchClock().now()
    const [times, oldest] = await Promise.all([
      store.incidents.times(now - recoveryMs),
      store.samples.oldest(),
    ])
    show(times, now, oldest ?? now)
  }
}

function linksOf(dashboardUrl: string | null, incident: Incident) {
  const url = dashboardAt(dashboardUrl, incident)
  return url === null ? [] : [{ title: 'Dashboard', url }]
}

/** What users felt. */
const impactIds: ReadonlySet<string> = new Set([
  'uptime',
  'request-success',
  'error-rate',
  'response-p95',
  'response-p99',
  'throughput',
  'oldest-waiting',
  'review-latency-p95',
])
const windowMsMin = 60_000

async function impactOf(
  { config, store }: Backbone,
  { onsetAt, mitigatedAt, resolvedAt }: Incident,
  now: number,
): Promise<readonly Impact[]> {
  const until = mitigatedAt ?? resolvedAt ?? now
  const { kpis } = await readKpis({ config, store }, Math.max(windowMsMin, until - onsetAt), until)
  return kpis
    .filter(({ id }) => impactIds.has(id))
    .map(({ title, text, target }) => ({ name: title, during: text, target }))
}
