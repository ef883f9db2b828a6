/** Several Apps, one after the other; one that fails does not keep the others from their turn. */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Reconciled, ReconcileFailure } from './reconciler.ts'

export async function forEachHost<Host>(
  hosts: readonly Host[],
  signal: AbortSignal,
  reconcile: (host: Host) => Promise<Outcome<Reconciled, ReconcileFailure>>,
): Promise<Outcome<Reconciled, ReconcileFailure>> {
  let sum: Reconciled = { examined: 0, recovered: 0, isComplete: true }
  const failures: ReconcileFailure[] = []
  for (const host of hosts) {
    if (signal.aborted) return succeed({ ...sum, isComplete: false })
    const outcome = await reconcile(host)
    const { examined, recovered, isComplete } = outcome.ok
      ? outcome.value
      : { examined: 0, recovered: outcome.failure.recovered, isComplete: false }
    sum = {
      examined: sum.examined + examined,
      recovered: sum.recovered + recovered,
      isComplete: sum.isComplete && isComplete,
    }
    if (!outcome.ok) failures.push(outcome.failure)
  }
  const [first] = failures
  if (first === undefined) return succeed(sum)
  // The others need not wait for the one that was told to: only when all were is there a time before which nothing helps.
  const times = failures.map(({ retryAt }) => retryAt).filter((time) => time !== null)
  const isAll = failures.length === hosts.length && times.length === failures.length
  return fail({ ...first, recovered: sum.recovered, retryAt: isAll ? Math.min(...times) : null })
}
