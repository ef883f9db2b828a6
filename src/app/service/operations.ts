/** The use cases of the API, put together for one web process. */
import { fail } from '../../domain/outcome.ts'
import type { Operations } from '../../http/api/operations.ts'
import { within } from '../../http/api/within.ts'
import { createHealth, type HealthPart } from '../../http/health.ts'
import { alertRules } from '../../ops/alerts/catalogue.ts'
import { ownAlert } from '../../ops/alerts/own-alert.ts'
import type { Incidents } from '../../ops/incidents/incidents.ts'
import { indicators } from '../../ops/indicators/indicators.ts'
import { verifyJournal } from '../../ops/journal/verify-journal.ts'
import { createReceiveAlertmanager } from '../../ops/notifications/receive-alertmanager.ts'
import type { Runbook } from '../../ops/runbook/runbook.ts'
import type { Backbone } from './backbone.ts'
import { clock } from './open-backbone.ts'
import { openTokens } from './operate/access.ts'
import { alertOverview } from './operate/alerts.ts'
import { readCost } from './operate/cost.ts'
import { kpiWindows, readKpis } from './operate/kpi.ts'
import { maintenanceReports, maintenanceStatus, runMaintenance } from './operate/maintenance.ts'
import { memoryStatus, takeHeapSnapshot } from './operate/memory.ts'
import { openMitigations, pageMoreBy } from './operate/mitigations.ts'
import { retryNotifications, testNotifiers } from './operate/notifications.ts'

export interface OperationsParts {
  readonly backbone: Backbone
  readonly health: readonly HealthPart[]
  readonly incidents: Incidents
  readonly runbook: Runbook
}

/** Whoever asks over HTTP waits for so long. */
const patienceMs = 20_000
/** What nobody waits for any more ends after this. */
const workMsMax = 30 * 60_000

export function openOperations({ backbone, health, incidents, runbook }: OperationsParts): Operations {
  const { store } = backbone
  return {
    health: createHealth({ parts: health, clock }),
    indicators,
    kpis: (window) => readKpis(backbone, kpiWindows[window]),
    cost: (query) => readCost(backbone, query),
    alerts: { rules: alertRules, overview: () => alertOverview(backbone) },
    incidents,
    notifications: notificationsOf(backbone),
    receiveAlertmanager: receiveAlertmanagerFor(incidents),
    runbook: runbookOf(backbone, runbook),
    mitigations: openMitigations(backbone, pageMoreBy(incidents)),
    maintenance: maintenanceOf(backbone),
    memory: memoryOf(backbone),
    audit: { list: (before, limit) => store.journal.list(before, limit), verify: () => verifyJournal(store) },
    tokens: openTokens(backbone),
  }
}

function notificationsOf(backbone: Backbone): Operations['notifications'] {
  const { notifications } = backbone.store
  return {
    list: (states, limit) => notifications.list(states, limit),
    health: () => notifications.health(),
    async test(notifier, actor) {
      const tests = await testNotifiers(backbone, notifier, actor)
      if (tests !== null) return { ok: true, value: tests }
      return fail({ kind: 'unknown', message: 'There is no such notifier.', remedy: 'List them.' })
    },
    retryDead: (ids, actor) => retryNotifications(backbone, ids, actor),
  }
}

function receiveAlertmanagerFor(incidents: Incidents): Operations['receiveAlertmanager'] {
  const receive = createReceiveAlertmanager({
    receive: (alerts) => incidents.receive(alerts.map(ownAlert)),
    now: clock.now,
  })
  return async (payload) => {
    const received = await receive(payload)
    if (received.ok) return received
    const remedy = 'See docs/api.md for the receiver that Alertmanager needs.'
    return fail({ kind: 'invalid', message: received.failure.message, remedy })
  }
}

function runbookOf(backbone: Backbone, runbook: Runbook): Operations['runbook'] {
  const { store, log } = backbone
  return {
    async pages() {
      const overdue = new Set(runbook.overdue().map(({ name }) => name))
      return runbook.pages.map((page) => ({ ...page, isOverdue: overdue.has(page.name) }))
    },
    plan: (request) => runbook.plan(request),
    run: (request) =>
      within(runbook.run(request, AbortSignal.timeout(workMsMax)), patienceMs, (error) =>
        log.error({ err: error, page: request.page, step: request.step }, 'runbook step failed unexpectedly'),
      ),
    runs: (page, limit) => store.runbookRuns.list(page, limit),
  }
}

function maintenanceOf(backbone: Backbone): Operations['maintenance'] {
  return {
    status: () => maintenanceStatus(backbone),
    run: (task, actor) => {
      const signal = AbortSignal.timeout(workMsMax)
      return within(runMaintenance(backbone, { task, actor, signal }), patienceMs, (error) =>
        backbone.log.error({ err: error, task }, 'maintenance failed unexpectedly'),
      )
    },
    async reports(task, limit) {
      const reports = await maintenanceReports(backbone, { task, limit })
      return reports.ok ? reports.value : []
    },
  }
}

function memoryOf(backbone: Backbone): Operations['memory'] {
  return {
    status: () => memoryStatus(backbone),
    snapshot: (instance, actor) => {
      const signal = AbortSignal.timeout(workMsMax)
      const taken = takeHeapSnapshot(backbone, { instance, actor, signal }).then((outcome) =>
        outcome.ok ? outcome : fail({ kind: 'not-possible', ...outcome.failure }),
      )
      return within(taken, patienceMs, (error) =>
        backbone.log.error({ err: error, instance }, 'heap snapshot failed unexpectedly'),
      )
    },
  }
}
