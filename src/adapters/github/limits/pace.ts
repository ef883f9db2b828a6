/**
 * Keeps the pace that GitHub asks of each installation: not too many requests at once, a second between writes, points
 * per minute (a read counts 1, a write 5).
 *
 * This holds within one process. Between processes no spacing is agreed on, because that would be a round trip to the
 * store for every request; when several together are too fast, GitHub says so to one, and the pause in the shared ledger
 * holds for all. `plugin-throttling` is not used: it waits limits out inside the worker, sends again by itself, and
 * keeps an installation's queue as long as it gets. Here a request that would have to wait long is handed back.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { AppName } from '../../../domain/repository/repository.ts'
import type { CacheBook } from '../../../ports/cache/cache-book.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { ApiRequest, Stage } from '../api/exchange.ts'
import { cancelled, hostFailure } from '../api/failures.ts'

export interface PaceOptions {
  /** 0: none, as suits an Enterprise Server without limits; then points are not counted either. */
  readonly writeSpacingMs: number
  readonly atOnceMax: number
  readonly app: AppName
  readonly caches: CacheBook
  readonly now: () => number
}

interface Lane {
  inFlight: number
  readonly waiting: Set<() => void>
  nextWriteAt: number
  minuteBegan: number
  readonly points: Map<ApiRequest['resource'], number>
}

const installationsMax = 10_000
const waitMaxMs = 5_000
const pointsMax: Readonly<Record<ApiRequest['resource'], number>> = { core: 900, graphql: 2_000 }
const points: Readonly<Record<ApiRequest['kind'], number>> = { read: 1, write: 5 }
const minuteMs = 60_000

export function createPace({ writeSpacingMs, atOnceMax, app, caches, now }: PaceOptions): Stage {
  const lanes = new LRUCache<number, Lane>({ max: installationsMax })
  const tally = caches.enter({
    name: `github-pace/${app}`,
    lies: 'in memory',
    bound: { unit: 'entries', max: installationsMax },
    measure: () => ({ entries: lanes.size, bytes: null }),
  })

  function laneOf({ installation }: ApiRequest): Lane {
    const kept = lanes.get(installation ?? 0)
    if (kept !== undefined) {
      tally.hit()
      return kept
    }
    tally.miss()
    const lane = {
      inFlight: 0,
      waiting: new Set<() => void>(),
      nextWriteAt: 0,
      minuteBegan: 0,
      points: new Map(),
    }
    lanes.set(installation ?? 0, lane)
    return lane
  }

  /** Takes the next free moment for a write. */
  async function space(lane: Lane, request: ApiRequest): Promise<Outcome<null, HostFailure>> {
    if (request.kind === 'read' || writeSpacingMs === 0) return succeed(null)
    const at = Math.max(now(), lane.nextWriteAt)
    const waitMs = at - now()
    if (waitMs > waitMaxMs) return fail(tooFast(at))
    lane.nextWriteAt = at + writeSpacingMs
    if (waitMs > 0 && !(await waited(waitMs, request.signal))) return fail(cancelled(false))
    return succeed(null)
  }

  function count(lane: Lane, { kind, resource }: ApiRequest): HostFailure | null {
    if (writeSpacingMs === 0) return null
    if (now() - lane.minuteBegan >= minuteMs) {
      lane.minuteBegan = now()
      lane.points.clear()
    }
    const sum = (lane.points.get(resource) ?? 0) + points[kind]
    if (sum > pointsMax[resource]) return tooFast(lane.minuteBegan + minuteMs)
    lane.points.set(resource, sum)
    return null
  }

  return (next) => async (request) => {
    const lane = laneOf(request)
    const refusal = count(lane, request)
    if (refusal !== null) return fail(refusal)
    const spaced = await space(lane, request)
    if (!spaced.ok) return spaced
    if (!(await enter(lane, atOnceMax, request.signal))) return fail(cancelled(false))
    try {
      return await next(request)
    } finally {
      leave(lane)
    }
  }
}

function tooFast(retryAt: number): HostFailure {
  return hostFailure({
    kind: 'secondary-limit',
    message: 'This process already sends as much as GitHub allows an installation.',
    remedy: 'Wait: nothing was sent.',
    retryAt,
  })
}

/** @returns false when it was called off */
async function enter(lane: Lane, atOnceMax: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false
  if (lane.inFlight < atOnceMax) {
    lane.inFlight += 1
    return true
  }
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const go = () => resolve(true)
  const callOff = () => resolve(!lane.waiting.delete(go))
  lane.waiting.add(go)
  signal.addEventListener('abort', callOff, { once: true })
  const isIn = await promise
  signal.removeEventListener('abort', callOff)
  return isIn
}

/** The place goes straight to the one that waited longest. */
function leave(lane: Lane): void {
  const [first] = lane.waiting
  if (first === undefined) {
    lane.inFlight -= 1
    return
  }
  lane.waiting.delete(first)
  first()
}

async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal })
    return true
  } catch {
    return false
  }
}
