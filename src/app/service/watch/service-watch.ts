/**
 * What is told of the service as a whole: its dependencies, certificates, budgets, breakers, switches, backups. Every
 * process of the leader role tells it, leading or not: each evaluates the alerts by what it sees itself, and a figure
 * that only the leader gave would stay behind in the one that lost the lead.
 */

import { showBackups } from '../../../ops/backup/backup-record.ts'
import { readStoredSwitches, switchesSetting } from '../../../ops/mitigations/stored-switches.ts'
import type { RateWindow } from '../../../ports/code-host/code-host.ts'
import type { Meter } from '../../../ports/meter/meter.ts'
import type { JobCounts } from '../../../ports/store/jobs.ts'
import type { Backbone } from '../backbone.ts'
import { clock as machineClock } from '../open-backbone.ts'
import { createCertificateLook } from './certificate-look.ts'
import { createDependencyLook } from './dependency-look.ts'
import { createRecoveryLook, showOpenIncidents } from './incidents.ts'
import { showMaintenance } from './maintenance.ts'
import { showModelBudget } from './models.ts'
import { realMs } from './process-watch.ts'
import { type Repeated, repeat } from './repeat.ts'
import { showRunbook } from './runbook.ts'
import { watchClock } from './watch-clock.ts'

const dependenciesEveryMs = 15_000
const storedEveryMs = 10_000
const certificatesEveryMs = 600_000
const recoveryEveryMs = 180_000

export function startServiceWatch(backbone: Backbone): Repeated {
  const { log } = backbone
  const clock = watchClock()
  const repeated = [
    repeat('dependencies', realMs(clock, dependenciesEveryMs), createDependencyLook(backbone), log),
    repeat('certificates', realMs(clock, certificatesEveryMs), createCertificateLook(backbone), log),
    repeat('recovery', realMs(clock, recoveryEveryMs), createRecoveryLook(backbone), log),
    repeat('stored figures', realMs(clock, storedEveryMs), () => showStored(backbone), log),
  ]
  return {
    async stop() {
      await Promise.all(repeated.map((one) => one.stop()))
    },
  }
}

async function showStored(backbone: Backbone): Promise<void> {
  const { store, meter } = backbone
  showJobs(await store.jobs.counts(), meter)
  const { switches } = readStoredSwitches(await store.settings.read(switchesSetting))
  meter.set('autogen_intake_paused', switches.isIntakePaused ? 1 : 0)
  await showCircuits(backbone)
  await showBudgets(backbone)
  await showModelBudget(backbone)
  await showBackups(store.settings, meter)
  await showMaintenance(backbone)
  await showOpenIncidents(backbone)
  showRunbook(meter)
  const archiver = await store.server.archiver()
  if (archiver !== null) meter.set('autogen_wal_archive_age_seconds', archiver.ageSeconds)
}

export function showJobs(counts: JobCounts, meter: Meter): void {
  for (const [state, count] of Object.entries(counts.byState))
    meter.set('autogen_queue_jobs', count, { state })
  for (const [lane, count] of Object.entries(counts.waitingByLane)) {
    meter.set('autogen_queue_waiting_jobs', count, { lane })
  }
  const since = counts.oldestWaitingSince
  meter.set(
    'autogen_queue_oldest_waiting_seconds',
    since === null ? 0 : Math.max(0, machineClock.now() - since) / 1000,
  )
}

async function showCircuits({ circuits, meter }: Backbone): Promise<void> {
  const all = await circuits.list()
  for (const kind of ['repository', 'dependency']) {
    for (const state of ['closed', 'open', 'half-open']) {
      const count = all.filter((circuit) => circuit.name.kind === kind && circuit.state === state).length
      meter.set('autogen_circuits', count, { kind, state })
    }
  }
}

/** Of the installation that has least. A window that is over is a full budget. */
async function showBudgets({ config, store, meter }: Backbone): Promise<void> {
  const accounts = await store.rates.list()
  for (const { name: app } of config.apps) {
    const windows = accounts.filter((account) => account.app === app).flatMap((account) => account.windows)
    const resources = new Set(['core', ...windows.map(({ resource }) => resource)])
    for (const resource of resources) {
      const shares = windows.filter((window) => window.resource === resource).map(shareLeft)
      meter.set('autogen_github_budget_remaining_ratio', Math.min(1, ...shares), { app, resource })
    }
  }
}

function shareLeft({ limit, remaining, resetAt }: RateWindow): number {
  if (resetAt <= machineClock.now() || limit <= 0) return 1
  return Math.max(0, remaining / limit)
}
