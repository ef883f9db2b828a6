/**
 * The dead man's switch: somebody outside is told that the watch is alive, as long as it is. When it dies with all its
 * notifiers, silence is what that somebody calls about.
 */
import type { Outcome } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { NotifierFailure } from '../../ports/notifier/notifier.ts'

export interface HeartbeatParts {
  readonly beat: (signal: AbortSignal) => Promise<Outcome<void, NotifierFailure>>
  /** When the alerts were last evaluated with the watchdog among those that fire; null: not yet. */
  readonly watchdogSeenAt: () => number | null
  readonly everyMs: number
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Evaluations that may be missed. */
const freshMs = 60_000
const labels = { dependency: 'heartbeat', criticality: 'component' }

/** Runs until it is called off. Never rejects. */
export async function keepHeartbeat(parts: HeartbeatParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const hasBeaten = await beatOnce(parts, signal)
    // What the watch does not know yet, it may know in a second.
    await parts.pause(hasBeaten ? parts.everyMs : Math.min(parts.everyMs, 1_000), signal)
  }
}

/** @returns false when the watch itself is not well: then silence is the message */
export async function beatOnce(
  { beat, watchdogSeenAt, clock, log, meter }: Omit<HeartbeatParts, 'everyMs' | 'pause'>,
  signal: AbortSignal,
): Promise<boolean> {
  const seenAt = watchdogSeenAt()
  if (seenAt === null || clock.now() - seenAt > freshMs) return false
  const told = await beat(signal)
  if (signal.aborted) return true
  if (!told.ok) log.warn({ reason: told.failure.message }, 'the heartbeat could not be told')
  meter.set('autogen_dependency_up', told.ok ? 1 : 0, labels)
  return true
}
