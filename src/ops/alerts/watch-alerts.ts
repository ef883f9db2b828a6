/**
 * What every process of the leader role does every few seconds: evaluate the alerts and hand on what changed. Who leads
 * tells whoever opens incidents; who is cut off from the store tells people directly, because then no incident can be
 * opened; who stands by evaluates, stays quiet, and so knows what is going on when it takes over.
 */
import type { AlertInstance } from '../../domain/alert/alert.ts'
import { alertSeverities } from '../../domain/alert/alert.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import type { SeriesSource } from '../series/series-source.ts'
import { type AlertState, toInstance } from './alert-state.ts'
import type { CompiledRule } from './compile-rules.ts'
import { type AlertOutcome, evaluateAlerts } from './evaluate-alerts.ts'
import { type KeptStates, mergeStates, restoreStates } from './stored-states.ts'

export type WatchPosition = 'leading' | 'standby' | 'cut-off'

export interface AlertWatchParts {
  readonly rules: readonly CompiledRule[]
  /** What this process has itself and, while the store can be reached, what the others have written there. */
  readonly readSeries: (now: number) => Promise<SeriesSource>
  readonly position: () => Promise<WatchPosition>
  /** What fires, each time again, and what has ended. @throws StoreUnavailable */
  readonly receive: (alerts: readonly AlertInstance[]) => Promise<void>
  /** The same without a store; only what no incident is known to stand for. */
  readonly page: (alerts: readonly AlertInstance[]) => Promise<void>
  /** @throws StoreUnavailable */
  readonly readStates: () => Promise<KeptStates | null>
  /** @throws StoreUnavailable */
  readonly writeStates: (kept: KeptStates) => Promise<void>
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

export interface AlertWatch {
  /** One evaluation. */
  look(): Promise<void>
  /** When the alerts were last evaluated with the watchdog among those that fire; null: not yet. */
  watchdogSeenAt(): number | null
  states(): readonly AlertState[]
}

/** An incident that was opened this short before the store was lost may have reached nobody. */
const freshMs = 120_000
const endingsMax = 500

export function createAlertWatch(parts: AlertWatchParts): AlertWatch {
  const { rules, clock, log, meter } = parts
  let states: readonly AlertState[] = []
  /** Have ended and are not told yet. */
  let endings: readonly AlertInstance[] = []
  let hasAdopted = false
  let cutOffSince: number | null = null
  let watchdogSeenAt: number | null = null
  const failing = new Map<string, string>()

  /** Whoever led before, this process or another, may have told of alerts that have ended since. */
  async function adopt(now: number): Promise<void> {
    if (hasAdopted) return
    const kept = await parts.readStates()
    if (kept !== null) states = mergeStates(states, restoreStates(kept, now))
    hasAdopted = true
  }

  async function evaluateNow(now: number): Promise<void> {
    const source = await parts.readSeries(now)
    const outcome = evaluateAlerts({ rules, source, now, previous: states })
    states = outcome.states
    endings = [...endings, ...endingsOf(outcome, now)].slice(-endingsMax)
    tellFailures(outcome.failures)
    showFigures(states, meter)
    meter.set('autogen_watch_last_evaluation_timestamp_seconds', now / 1_000)
    if (states.some(({ alert, firingAt }) => alert === 'Watchdog' && firingAt !== null)) watchdogSeenAt = now
  }

  async function tellIncidents(now: number): Promise<void> {
    const telling = audible(states)
    await parts.receive([...toInstances(telling), ...endings])
    endings = []
    states = states.map((state) =>
      telling.includes(state) ? { ...state, toldAt: state.toldAt ?? now } : state,
    )
    await parts.writeStates({ at: now, states })
  }

  async function tellPeople(now: number): Promise<void> {
    const since = cutOffSince ?? now
    cutOffSince = since
    const unknown = audible(states).filter(({ toldAt }) => toldAt === null || since - toldAt < freshMs)
    // Endings are kept: their incidents end when the store is back.
    await parts.page([...toInstances(unknown), ...endings])
  }

  function tellFailures(failures: AlertOutcome['failures']): void {
    const now = new Map(failures.map(({ alert, message }) => [alert, message]))
    for (const [alert, reason] of now) {
      if (failing.get(alert) !== reason) log.error({ alert, reason }, 'an alert cannot be evaluated')
    }
    failing.clear()
    for (const [alert, reason] of now) failing.set(alert, reason)
  }

  async function takePosition(now: number): Promise<WatchPosition> {
    const position = await parts.position()
    if (position !== 'leading') {
      if (position === 'standby') hasAdopted = false
      return position
    }
    return (await reaches(() => adopt(now))) ? 'leading' : 'cut-off'
  }

  return {
    async look() {
      const now = clock.now()
      const position = await takePosition(now)
      await evaluateNow(now)
      const isTold = position === 'leading' && (await reaches(() => tellIncidents(now)))
      if (position === 'standby') endings = []
      if (isTold || position === 'standby') cutOffSince = null
      else await tellPeople(now)
    },
    watchdogSeenAt: () => watchdogSeenAt,
    states: () => states,
  }
}

/** @returns false when the store could not be reached for it */
async function reaches(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (error instanceof StoreUnavailable) return false
    throw error
  }
}

/** What follows from a worse one is not told, unless it was told before. */
function audible(states: readonly AlertState[]): readonly AlertState[] {
  return states.filter(
    ({ firingAt, inhibitedBy, toldAt }) => firingAt !== null && (inhibitedBy.length === 0 || toldAt !== null),
  )
}

function toInstances(states: readonly AlertState[]): readonly AlertInstance[] {
  return states.flatMap((state) => toInstance(state, null) ?? [])
}

/** Nobody who did not hear of the beginning hears of the end. */
function endingsOf({ ended }: AlertOutcome, now: number): readonly AlertInstance[] {
  return ended
    .filter(({ inhibitedBy, toldAt }) => inhibitedBy.length === 0 || toldAt !== null)
    .flatMap((state) => toInstance(state, now) ?? [])
}

function showFigures(states: readonly AlertState[], meter: Meter): void {
  for (const severity of alertSeverities) {
    const own = states.filter((state) => state.severity === severity)
    const firing = own.filter(({ firingAt }) => firingAt !== null).length
    meter.set('autogen_alerts', own.length - firing, { severity, state: 'pending' })
    meter.set('autogen_alerts', firing, { severity, state: 'firing' })
  }
}
