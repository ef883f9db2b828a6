/**
 * The clock of the watch: samples, alerts, incidents, maintenance. It is the machine's, but in a drill, which wants to
 * see within a minute what takes an hour: then it runs faster, from one agreed moment on, for every process of the drill.
 * Durations of real things (requests, probes, bounds) are never counted by it.
 */
import type { Clock } from '../../../ports/clock/clock.ts'

export const drillSpeedVariable = 'AUTOGEN_DRILL_SPEED'
/** Milliseconds since the epoch: when the drill's clock and the machine's agreed. */
export const drillSinceVariable = 'AUTOGEN_DRILL_SINCE'

export interface WatchClock extends Clock {
  /** How many milliseconds of the machine so many of the watch are: for timers. */
  realMs(watchMs: number): number
  /** 1 outside of drills. */
  readonly speed: number
}

export function watchClock(env: Readonly<Record<string, string | undefined>> = process.env): WatchClock {
  const speed = Number(env[drillSpeedVariable] ?? 1)
  const since = Number(env[drillSinceVariable] ?? Number.NaN)
  if (!(speed > 1 && speed <= speedMax) || !Number.isSafeInteger(since)) {
    return { now: Date.now, realMs: (ms) => ms, speed: 1 }
  }
  return {
    now: () => Math.round(since + (Date.now() - since) * speed),
    realMs: (ms) => ms / speed,
    speed,
  }
}

const speedMax = 120
