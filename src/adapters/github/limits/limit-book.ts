/**
 * What is known of each installation's limits: what answers said here, and what other workers wrote into the shared
 * ledger. The ledger is asked seldom and told seldom, and when it cannot be reached the work goes on with what is known
 * here: a limit met because of that is a limit met, not a review lost.
 */
import { LRUCache } from 'lru-cache'
import type { AppName, InstallationId } from '../../../domain/repository/repository.ts'
import type { CacheBook } from '../../../ports/cache/cache-book.ts'
import type { RateWindow } from '../../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { Log } from '../../../ports/log/log.ts'
import type { RateLedger } from '../../../ports/store/rate-ledger.ts'

export interface LimitBookOptions {
  readonly app: AppName
  readonly rates: RateLedger
  readonly caches: CacheBook
  readonly log: Log
  readonly now: () => number
}

export interface KnownState {
  readonly windows: ReadonlyMap<string, RateWindow>
  readonly pausedUntil: number
  /** Secondary limits met in a row. */
  readonly streak: number
}

export interface LimitBook {
  known(installation: InstallationId | null): Promise<KnownState>
  /** Without a look at the ledger. */
  streak(installation: InstallationId | null): number
  /** The budget as an answer tells it. */
  saw(installation: InstallationId | null, window: RateWindow): void
  /** A request went through. A write, or a long peace, shows that the host is no longer cross with us; a read does not. */
  wentThrough(installation: InstallationId | null, kind: 'read' | 'write'): void
  /** Returns when the other workers can know. */
  hit(installation: InstallationId | null, resource: string, failure: HostFailure): Promise<void>
}

interface State {
  readonly windows: Map<string, RateWindow>
  readonly told: Map<string, { readonly remaining: number; readonly resetAt: number; readonly at: number }>
  pausedUntil: number
  streak: number
  readAt: number
  reading: Promise<void> | null
}

const installationsMax = 10_000
const readEveryMs = 3_000
const tellEveryMs = 5_000
const tellShare = 0.02
const peaceMs = 10 * 60_000
/** Servers of one host tell the same reset a few seconds apart. */
const sameWindowMs = 5_000

export function createLimitBook({ app, rates, caches, log, now }: LimitBookOptions): LimitBook {
  const states = new LRUCache<number, State>({ max: installationsMax })
  const tally = caches.enter({
    name: `github-limits/${app}`,
    lies: 'in memory',
    bound: { unit: 'entries', max: installationsMax },
    measure: () => ({ entries: states.size, bytes: null }),
  })

  function stateOf(installation: InstallationId | null): State {
    const key = installation ?? 0
    const kept = states.get(key)
    if (kept !== undefined) return kept
    const state: State = {
      windows: new Map(),
      told: new Map(),
      pausedUntil: 0,
      streak: 0,
      readAt: Number.NEGATIVE_INFINITY,
      reading: null,
    }
    states.set(key, state)
    return state
  }

  async function refresh(installation: InstallationId, state: State): Promise<void> {
    state.readAt = now()
    await quietly(async () => {
      const { windows, pausedUntil } = await rates.read({ app, installation })
      for (const window of windows) take(state, window)
      state.pausedUntil = Math.max(state.pausedUntil, pausedUntil ?? 0)
    })
    state.reading = null
  }

  async function tell(installation: InstallationId, state: State, window: RateWindow): Promise<void> {
    state.told.set(window.resource, { remaining: window.remaining, resetAt: window.resetAt, at: now() })
    await quietly(() => rates.note({ app, installation }, [window]))
  }

  async function quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown'
      log.warn({ app, reason }, 'The ledger of API budgets could not be reached')
    }
  }

  return {
    async known(installation) {
      const state = stateOf(installation)
      // The App's own requests are few, and belong to no installation that the ledger could name.
      if (installation === null) return state
      if (state.reading === null && now() - state.readAt >= readEveryMs) {
        tally.miss()
        state.reading = refresh(installation, state)
      } else tally.hit()
      if (state.reading !== null) await state.reading
      return state
    },
    streak: (installation) => stateOf(installation).streak,
    saw(installation, window) {
      const state = stateOf(installation)
      const newest = take(state, window)
      if (installation === null || !isWorthTelling(newest, state.told.get(window.resource), now())) return
      void tell(installation, state, newest)
    },
    wentThrough(installation, kind) {
      const state = stateOf(installation)
      if (kind === 'write' || now() - state.pausedUntil > peaceMs) state.streak = 0
    },
    async hit(installation, resource, failure) {
      const state = stateOf(installation)
      const until = failure.retryAt ?? now()
      if (failure.kind === 'secondary-limit') {
        state.streak += 1
        state.pausedUntil = Math.max(state.pausedUntil, until)
        if (installation !== null) await quietly(() => rates.pause({ app, installation }, until))
        return
      }
      const limit = state.windows.get(resource)?.limit ?? 1
      const used = { resource, limit, remaining: 0, resetAt: until }
      state.windows.set(resource, used)
      if (installation !== null) await tell(installation, state, used)
    },
  }
}

/** Answers overtake each other: within a window the lowest figure is the newest. */
function take(state: State, window: RateWindow): RateWindow {
  const before = state.windows.get(window.resource)
  if (before !== undefined && before.resetAt > window.resetAt + sameWindowMs) return before
  const isSameWindow = before !== undefined && before.resetAt >= window.resetAt - sameWindowMs
  const newest =
    isSameWindow && before.remaining <= window.remaining
      ? { ...before, limit: window.limit, resetAt: Math.max(before.resetAt, window.resetAt) }
      : window
  state.windows.set(window.resource, newest)
  return newest
}

function isWorthTelling(
  window: RateWindow,
  told: { readonly remaining: number; readonly resetAt: number; readonly at: number } | undefined,
  now: number,
): boolean {
  if (told === undefined || window.resetAt > told.resetAt + sameWindowMs) return true
  const change = Math.abs(told.remaining - window.remaining)
  if (change === 0) return false
  return change > window.limit * tellShare || now - told.at >= tellEveryMs || window.remaining === 0
}
