/**
 * What the three reconcilers have in common: each compares two places that should agree, brings back what one of them
 * lacks, and says how long ago it last succeeded. The leader runs them.
 */
import type { Outcome } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { QueueFailure } from '../../ports/queue/queue.ts'

export type ReconcilerName = 'rows' | 'deliveries' | 'heads'

export interface Reconciled {
  /** Things looked at. */
  readonly examined: number
  /** Things brought back. */
  readonly recovered: number
  /** False when a bound was met: the next run goes on where this one stopped. */
  readonly isComplete: boolean
}

export interface ReconcileFailure {
  readonly kind: QueueFailure['kind'] | HostFailure['kind']
  /** Sentences. */
  readonly message: string
  readonly remedy: string
  /** Milliseconds since the epoch; there is no point in trying before. Null: on the next interval. */
  readonly retryAt: number | null
  /** What was brought back before it failed. */
  readonly recovered: number
}

/** May throw `StoreUnavailable`. Returns soon after `signal` is aborted. */
export type Reconcile = (signal: AbortSignal) => Promise<Outcome<Reconciled, ReconcileFailure>>

export interface ReconcilerParts {
  readonly name: ReconcilerName
  readonly reconcile: Reconcile
  readonly clock: Clock
  /** Of the figures, where it is another one: in drills it runs faster. */
  readonly watchClock?: Clock
  readonly log: Log
  readonly meter: Meter
}

/** The same with metrics and a line in the log; it does nothing before the time that a failure named. */
export function createReconciler({
  name,
  reconcile,
  clock,
  watchClock = clock,
  log,
  meter,
}: ReconcilerParts): {
  readonly name: ReconcilerName
  readonly run: (signal: AbortSignal) => Promise<void>
} {
  let notBefore = 0
  return {
    name,
    run: async (signal) => {
      if (clock.now() < notBefore) return
      const outcome = await reconcile(signal)
      const recovered = outcome.ok ? outcome.value.recovered : outcome.failure.recovered
      meter.count('autogen_reconciler_recovered_total', { reconciler: name }, recovered)
      if (outcome.ok) {
        notBefore = 0
        meter.set('autogen_reconciler_last_success_timestamp_seconds', watchClock.now() / 1_000, {
          reconciler: name,
        })
        if (recovered > 0) log.info({ reconciler: name, ...outcome.value }, 'reconciler brought work back')
        return
      }
      notBefore = outcome.failure.retryAt ?? 0
      log.warn({ reconciler: name, ...outcome.failure }, 'reconciler could not finish')
    },
  }
}
