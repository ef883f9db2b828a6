/**
 * Keeps a worker's leases alive, all of them in one round trip, and tells the work under a lease when it has to stop:
 * because the lease is lost, or because the work has lost its point.
 */
import type { CancelReason } from '../domain/job/job.ts'
import type { Log } from '../ports/log/log.ts'
import type { Jobs, Lease } from '../ports/store/jobs.ts'

export interface HeldLease {
  /** Aborted with a `LeaseEnd` as its reason. */
  readonly signal: AbortSignal
  /** Why it ended, or null while it holds. */
  ended(): LeaseEnd | null
  release(): void
}

export type LeaseEnd =
  | { readonly kind: 'lost' }
  | { readonly kind: 'cancelled'; readonly reason: CancelReason }

export interface LeaseKeeper {
  hold(lease: Lease): HeldLease
  stop(): void
}

export interface LeaseKeeperParts {
  readonly jobs: Jobs
  readonly leaseMs: number
  readonly now: () => number
  readonly log: Log
}

interface Holding {
  readonly lease: Lease
  readonly controller: AbortController
  heldUntil: number
}

export function createLeaseKeeper({ jobs, leaseMs, now, log }: LeaseKeeperParts): LeaseKeeper {
  const holdings = new Set<Holding>()
  let isRenewing = false
  const timer = setInterval(() => void renew(), leaseMs / 4)

  async function renew(): Promise<void> {
    if (isRenewing || holdings.size === 0) return
    isRenewing = true
    const asked = [...holdings]
    const askedAt = now()
    try {
      const states = await jobs.renew(
        asked.map(({ lease }) => lease),
        leaseMs,
      )
      for (const holding of asked) {
        const state = states.find(
          ({ lease }) => lease.job === holding.lease.job && lease.token === holding.lease.token,
        )
        if (state?.isHeld !== true) end(holding, { kind: 'lost' })
        else if (state.cancel !== null) end(holding, { kind: 'cancelled', reason: state.cancel })
        else holding.heldUntil = askedAt + leaseMs
      }
    } catch (error) {
      log.warn({ error: String(error), leases: asked.length }, 'leases could not be renewed')
    } finally {
      isRenewing = false
      for (const holding of holdings) if (now() >= holding.heldUntil) end(holding, { kind: 'lost' })
    }
  }

  function end(holding: Holding, why: LeaseEnd): void {
    holdings.delete(holding)
    holding.controller.abort(why)
  }

  return {
    hold(lease) {
      const holding: Holding = { lease, controller: new AbortController(), heldUntil: now() + leaseMs }
      holdings.add(holding)
      const { signal } = holding.controller
      return {
        signal,
        ended: () => (signal.aborted ? (signal.reason as LeaseEnd) : null),
        release: () => void holdings.delete(holding),
      }
    },
    stop: () => clearInterval(timer),
  }
}
