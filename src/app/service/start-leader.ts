/** The leader role: what is done once for the whole service, by whoever leads. */
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Reconcile } from '../../ingest/reconcile/reconciler.ts'
import { createReconciler, type ReconcilerName } from '../../ingest/reconcile/reconciler.ts'
import { createRedeliverMissing } from '../../ingest/reconcile/redeliver-missing.ts'
import { createRequeueRows } from '../../ingest/reconcile/requeue-rows.ts'
import { createSweepHeads } from '../../ingest/reconcile/sweep-heads.ts'
import { type Duty, lead } from '../../work/lead.ts'
import type { Backbone } from './backbone.ts'
import { clock } from './open-backbone.ts'
import { incidentDuties, openIncidents } from './watch/incidents.ts'
import { maintenanceDuty } from './watch/maintenance.ts'
import { lostCallsDuty, modelDuty } from './watch/models.ts'
import { type RunningRecorder, samplesDuty } from './watch/recorder.ts'
import { runbookDuty } from './watch/runbook.ts'
import { showJobs, startServiceWatch } from './watch/service-watch.ts'
import { switchDuty } from './watch/switches.ts'
import { watchAlerts } from './watch/watch-alerts.ts'
import { watchClock } from './watch/watch-clock.ts'

export interface Leader {
  /** Resigns; resolves when the duties have ended. */
  stop(): Promise<void>
}

const tryEveryMs = 2_000
const figuresEveryMs = 2_000

/** @param recorder null: others evaluate the alerts */
export function startLeader(backbone: Backbone, recorder: RunningRecorder | null): Leader {
  const { store, log, meter } = backbone
  const holder = `${hostname()}/${process.pid}`
  let isLeading = false
  const stopping = new AbortController()
  const incidents = openIncidents(backbone, stopping.signal)
  const duties = [...dutiesOf(backbone), ...incidentDuties(backbone, incidents)]
  const led = lead(
    {
      leadership: store.leadership,
      holder,
      duties,
      tryEveryMs,
      onTerm(leads) {
        isLeading = leads
      },
      log,
      meter,
      pause,
    },
    stopping.signal,
  )
  const watch = startServiceWatch(backbone)
  const alerts =
    recorder === null ? null : watchAlerts({ backbone, incidents, recorder, isLeading: () => isLeading })
  return {
    async stop() {
      stopping.abort()
      await Promise.all([led, watch.stop(), alerts?.stop()])
      await incidents.settled()
    },
  }
}

function dutiesOf(backbone: Backbone): readonly Duty[] {
  const { config, store, queue, hosts, log, meter } = backbone
  const { rowsEveryMs, deliveriesEveryMs, headsEveryMs } = config.leader
  const all = [...hosts.values()]
  const watch = watchClock()
  const reconciler = (name: ReconcilerName, everyMs: number, reconcile: Reconcile): Duty => ({
    ...createReconciler({ name, reconcile, clock, watchClock: watch, log, meter }),
    everyMs,
  })
  return [
    reconciler('rows', rowsEveryMs, createRequeueRows({ jobs: store.jobs, queue, clock })),
    reconciler(
      'deliveries',
      deliveriesEveryMs,
      createRedeliverMissing({ hosts: all, inbox: store.inbox, settings: store.settings, clock }),
    ),
    reconciler(
      'heads',
      headsEveryMs,
      createSweepHeads({
        hosts: all,
        store,
        // What cannot be queued now is found by the first reconciler.
        enqueue: (entries) => void queue.add(entries),
        clock,
      }),
    ),
    { name: 'figures', everyMs: figuresEveryMs, run: () => showFigures(backbone) },
    switchDuty(backbone),
    runbookDuty(backbone),
    samplesDuty(backbone),
    lostCallsDuty(backbone),
    modelDuty(backbone),
    maintenanceDuty(backbone, backbone.notifications.notify),
    ...backbone.notifications.duties,
  ]
}

/** The counts of the rows as metrics, and what has to be equal to them: the list in Redis. */
async function showFigures({ store, mirrorWaiting, meter }: Backbone): Promise<void> {
  const counts = await store.jobs.counts()
  showJobs(counts, meter)
  await mirrorWaiting?.(counts.byState.waiting)
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}
