/** The runbook beside the watch: an incident's looks, how many pages are late, and what need not be kept for ever. */

import { wrongAutomaticSteps } from '../../../ops/runbook/automatic-steps.ts'
import { overduePages } from '../../../ops/runbook/overdue-pages.ts'
import type { Runbook } from '../../../ops/runbook/runbook.ts'
import type { Meter } from '../../../ports/meter/meter.ts'
import type { Duty } from '../../../work/lead.ts'
import type { Backbone } from '../backbone.ts'
import { readRunbookPages } from '../runbook-pages.ts'
import { watchClock } from './watch-clock.ts'

const everyMs = 3_600_000
const keptMs = 90 * 24 * 3_600_000

/** Runs that belong to no incident go after 90 days; the journal keeps what they were. */
export function runbookDuty({ config, store, log }: Pick<Backbone, 'config' | 'store' | 'log'>): Duty {
  const clock = watchClock()
  return {
    name: 'runbook',
    everyMs,
    async run() {
      for (const reason of wrongAutomaticSteps(config.runbook.automatic, readRunbookPages().pages))
        log.warn({ reason }, 'automatic step is never made')
      await store.runbookRuns.forgetBefore(clock.now() - keptMs)
    },
  }
}

/** By every process that evaluates alerts. */
export function showRunbook(meter: Meter): void {
  meter.set(
    'autogen_runbook_pages_overdue',
    overduePages(readRunbookPages().pages, watchClock().now()).length,
  )
}

interface DiagnosedAlert {
  readonly alert: string
  readonly labels: Readonly<Record<string, string>>
}

/** What an incident does with an alert's page: look, then make what may be made without a person. */
export function createIncidentDiagnosis(
  runbook: Runbook,
  signal: AbortSignal,
): (incident: { readonly id: number }, alert: DiagnosedAlert) => Promise<void> {
  return async ({ id: incident }, { alert, labels }) => {
    const request = { incident, alert, labels }
    await runbook.diagnose(request, signal)
    await runbook.mitigate(request, signal)
  }
}
