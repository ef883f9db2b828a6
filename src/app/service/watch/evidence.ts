/** What an incident keeps of the moment at which it began, looked at by the process that leads. */
import type { Incident } from '../../../domain/incident/incident.ts'
import { marksOf } from '../../../domain/operations/switches.ts'
import type { LookAtDependencies } from '../../../ops/dependencies/look-at-dependencies.ts'
import type { EvidenceProbe } from '../../../ops/incidents/collect-evidence.ts'
import { readStoredSwitches, switchesSetting } from '../../../ops/mitigations/stored-switches.ts'
import type { Backbone } from '../backbone.ts'
import { circuitText } from '../circuit-text.ts'
import { readKpis } from '../operate/kpi.ts'

type Parts = Pick<Backbone, 'config' | 'store' | 'queue' | 'circuits' | 'troubles' | 'facts'>

const probeMsMax = 5_000
const kpiWindowMs = 3_600_000
/** Deployments and people's doings before the onset that may be its cause. */
const changesBeforeMs = 24 * 3_600_000
const errorsMax = 50
const listedMax = 20
const figuresMax = 100

export function createEvidenceProbes(
  parts: Parts,
  lookAtDependencies: LookAtDependencies,
): readonly EvidenceProbe[] {
  const { store } = parts
  const probe = (name: string, collect: (incident: Incident) => Promise<unknown>): EvidenceProbe => ({
    name,
    timeMsMax: probeMsMax,
    collect: (_signal, incident) => collect(incident),
  })
  return [
    probe('health', () => lookAtHealth(parts)),
    probe('kpis', async () => (await readKpis(parts, kpiWindowMs)).kpis.slice(0, figuresMax).map(figure)),
    probe('errors', () => lookAtErrors(parts)),
    probe('queue', () => lookAtQueue(parts)),
    probe('deliveries', async () =>
      (await store.inbox.list(listedMax)).map(
        ({ guid, event, action, repository, receivedAt, state, reason }) => ({
          guid,
          event: action === null ? event : `${event}.${action}`,
          repository,
          at: timeText(receivedAt),
          state,
          reason,
        }),
      ),
    ),
    // A dependency may take as long as its own bound, and each has one.
    {
      name: 'dependencies',
      timeMsMax: probeMsMax + 1_000,
      collect: async () =>
        (await lookAtDependencies()).map(({ name, criticality, isUp, note, seconds }) => ({
          name,
          criticality,
          isUp,
          note,
          seconds: Math.round(seconds * 1_000) / 1_000,
        })),
    },
    probe('changes', (incident) => lookAtChanges(parts, incident)),
    probe('breakers', async () =>
      (await parts.circuits.list())
        .filter(({ state }) => state !== 'closed')
        .slice(0, listedMax)
        .map(({ name, state, reason }) => ({ name: circuitText(name), state, reason })),
    ),
    probe('dashboard', async (incident) => dashboardAt(parts.config.service.dashboardUrl, incident)),
  ]
}

/** R30. Which processes live, and whether the store takes writes. */
async function lookAtHealth({ store, facts }: Parts) {
  await store.check()
  const processes = await store.runs.unended()
  return {
    store: 'takes writes',
    facts,
    processes: processes
      .slice(0, figuresMax)
      .map(({ role, host, pid, version, startedAt, lastSeenAt, memoryShare }) => ({
        process: `${role} on ${host}, ${pid}`,
        version,
        startedAt: timeText(startedAt),
        lastSeenAt: timeText(lastSeenAt),
        memoryShare,
      })),
  }
}

/** R30. Of every process, as far as they are written down; else of this one. */
async function lookAtErrors({ store, troubles }: Parts) {
  const lines = await store.logLines.list(errorsMax).catch(() => [])
  const own = lines.length > 0 ? [] : troubles.last().map((line) => ({ ...line, process: 'this process' }))
  const dead = await store.jobs.list(['dead'], listedMax)
  return {
    lines: [...lines, ...own].map(({ at, process, line }) => ({
      at: timeText(at),
      process,
      line: line.slice(0, 400),
    })),
    deadJobs: dead.map(({ id, task, attempts, reason }) => ({ id, kind: task.kind, attempts, reason })),
  }
}

async function lookAtQueue({ store, queue }: Parts) {
  const [rows, entries, stored] = await Promise.all([
    store.jobs.counts(),
    queue.counts(),
    store.settings.read(switchesSetting),
  ])
  return {
    rows,
    entries: entries.ok ? entries.value : entries.failure.message,
    switched: marksOf(readStoredSwitches(stored).switches),
  }
}

/** R34. New versions and settings, and what people did. */
async function lookAtChanges({ store }: Parts, { onsetAt }: Incident) {
  const since = onsetAt - changesBeforeMs
  const [deployments, entries] = await Promise.all([
    store.runs.changesSince(since),
    store.journal.ofPeople(since, listedMax),
  ])
  return {
    since: timeText(since),
    deployments: deployments.slice(-listedMax).map((change) => ({ ...change, at: timeText(change.at) })),
    doings: entries.map(({ at, actor, action, subject }) => ({
      at: timeText(at),
      by: actor.name,
      action,
      subject,
    })),
  }
}

/** R33. At the time of the incident, in the words that Grafana understands; others do not mind them. */
export function dashboardAt(
  dashboardUrl: string | null,
  { onsetAt, resolvedAt }: Pick<Incident, 'onsetAt' | 'resolvedAt'>,
): string | null {
  if (dashboardUrl === null) return null
  const url = new URL(dashboardUrl)
  url.searchParams.set('from', String(onsetAt - 15 * 60_000))
  url.searchParams.set('to', resolvedAt === null ? 'now' : String(resolvedAt + 15 * 60_000))
  return url.href
}

function figure({ id, title, text, target, verdict }: Awaited<ReturnType<typeof readKpis>>['kpis'][number]) {
  return { id, title, value: text, target, verdict }
}

function timeText(at: number): string {
  return new Date(at).toISOString()
}
