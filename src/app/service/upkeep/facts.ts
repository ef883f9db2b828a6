/** Where the facts of the upkeep's reports come from. */
import { fileURLToPath } from 'node:url'
import { createNpmRegistry } from '../../../adapters/npm/npm-registry.ts'
import { listBackups } from '../../../ops/backup/backup-record.ts'
import { createLookAtCertificates } from '../../../ops/dependencies/watch-certificates.ts'
import type { KpiFact, MaintenanceFacts } from '../../../ops/maintenance/facts.ts'
import { type Known, known, unknown } from '../../../ops/maintenance/section.ts'
import { createBusinessCalendar } from '../../../ops/service/business-hours.ts'
import type { Clock } from '../../../ports/clock/clock.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import { silentMeter } from '../../../ports/meter/silent-meter.ts'
import type { Backbone } from '../backbone.ts'
import { readKpis } from '../operate/kpi.ts'
import { readRestoreDrill } from '../restore-drill.ts'
import { readRunbookPages } from '../runbook-pages.ts'
import { certificateSources } from '../watch/certificate-look.ts'
import { capacityFacts } from './capacity.ts'
import { failureFacts } from './failures.ts'
import { alertFacts, incidentFacts, overdueFollowUps } from './incidents.ts'

const projectFolder = fileURLToPath(new URL('../../../..', import.meta.url))

export interface MaintenanceFactsParts {
  readonly backbone: Pick<Backbone, 'config' | 'store'>
  readonly clock: Clock
}

export function createMaintenanceFacts({ backbone, clock }: MaintenanceFactsParts): MaintenanceFacts {
  const { config, store } = backbone
  const npm = createNpmRegistry({ folder: projectFolder, env: process.env })
  const calendar = createBusinessCalendar(config.service.businessHours)
  const lookAtCertificates = createLookAtCertificates({
    sources: certificateSources(config),
    // Those who watch certificates give out their figures; here they are only looked at.
    meter: silentMeter,
    log: silentLog,
  })
  return {
    kpis: (windowMs) => kpiFacts(backbone, windowMs, clock.now()),
    kpisUntil: (windowMs, until) => kpiFacts(backbone, windowMs, until),
    failures: async (since) => known(await failureFacts(store, since)),
    alerts: async (since) => known(await alertFacts(store.incidents, since)),
    incidents: async (since) => known(await incidentFacts(store.incidents, since)),
    async backups() {
      const backups = await listBackups(store.settings)
      return known(
        backups.map(({ name, result, succeededAt, everyMs }) => ({
          name,
          lastSuccessAt: succeededAt,
          intervalMs: everyMs,
          isOk: result === 'ok',
        })),
      )
    },
    async certificates() {
      const states = await lookAtCertificates()
      return known(
        states.map(({ name, dates, problem }) => ({ name, notAfter: dates?.notAfter ?? null, problem })),
      )
    },
    async advisories(signal) {
      const found = await npm.advisories(signal)
      return found.ok ? known(found.value) : unknown(found.failure)
    },
    async versions(signal) {
      const found = await npm.newer(signal)
      return found.ok ? known(found.value) : unknown(found.failure)
    },
    capacity: async (since) => known(await capacityFacts(store.samples, since, clock.now())),
    async pages() {
      const { pages } = readRunbookPages()
      return known(pages.map(({ name, owner, reviewDue }) => ({ page: name, owner, reviewDue })))
    },
    overdueFollowUps: async (now) => known(await overdueFollowUps(store.incidents, now)),
    lastRestoreDrill: async () => known(await readRestoreDrill(store.settings, clock.now())),
    isBusinessHour: (at) => calendar.isOpen(at),
  }
}

async function kpiFacts(
  backbone: MaintenanceFactsParts['backbone'],
  windowMs: number,
  until: number,
): Promise<Known<readonly KpiFact[]>> {
  const { kpis, observedFrom } = await readKpis(backbone, windowMs, until)
  if (observedFrom === null) return unknown('Nothing was recorded in that time.')
  return known(
    kpis.map(({ title, text, target, verdict, value, isMoreBetter }) => ({
      name: title,
      text,
      target,
      verdict: verdict === 'met' || verdict === 'missed' ? verdict : 'unknown',
      value,
      isMoreBetter,
    })),
  )
}
