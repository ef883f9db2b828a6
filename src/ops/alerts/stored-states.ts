/**
 * The states of alerts across a restart or a change of the leader. What fired goes on firing, or is told as ended by the
 * first evaluation afterwards; what was pending goes on where it was, without the time in which nobody looked. After an
 * hour without a look a pending alert begins anew, as in Prometheus.
 */
import { z } from 'zod'
import { alertKey, alertSeverities } from '../../domain/alert/alert.ts'
import type { AlertState } from './alert-state.ts'

/** Name of the setting that holds them. */
export const alertStatesSetting = 'alert-states'

const outageMsMax = 60 * 60_000
/** A change of the leader takes seconds; the series have no gap there. */
const gapMsMin = 60_000

const StoredStates = z.object({
  /** Of the last evaluation. */
  at: z.number(),
  states: z.array(
    z.object({
      alert: z.string(),
      severity: z.enum([...alertSeverities, 'none']),
      labels: z.record(z.string(), z.string()),
      // JSON has no infinity: null.
      value: z.number().nullable(),
      summary: z.string(),
      activeAt: z.number(),
      firingAt: z.number().nullable(),
      inhibitedBy: z.array(z.string()),
      toldAt: z.number().nullable(),
    }),
  ),
})

export interface KeptStates {
  /** When they were evaluated last. */
  readonly at: number
  readonly states: readonly AlertState[]
}

/** @param value of the setting @returns null when there are none, or they are of another version */
export function readStates(value: unknown): KeptStates | null {
  const read = StoredStates.safeParse(value)
  if (!read.success) return null
  const { at, states } = read.data
  return { at, states: states.map((state) => ({ ...state, value: state.value ?? Number.NaN })) }
}

/** What to go on from now. */
export function restoreStates({ at, states }: KeptStates, now: number): readonly AlertState[] {
  const gap = Math.max(0, now - at)
  if (gap <= gapMsMin) return states
  return states
    .filter(({ firingAt }) => firingAt !== null || gap <= outageMsMax)
    .map((state) => (state.firingAt === null ? { ...state, activeAt: state.activeAt + gap } : state))
}

/** Two views of the same alerts: each alert with the longer memory. */
export function mergeStates(one: readonly AlertState[], other: readonly AlertState[]): readonly AlertState[] {
  const merged = new Map(one.map((state) => [alertKey(state), state]))
  for (const state of other) {
    const known = merged.get(alertKey(state))
    merged.set(alertKey(state), known === undefined ? state : older(known, state))
  }
  return [...merged.values()]
}

function older(one: AlertState, other: AlertState): AlertState {
  return {
    ...one,
    activeAt: Math.min(one.activeAt, other.activeAt),
    firingAt: earlier(one.firingAt, other.firingAt),
    toldAt: earlier(one.toldAt, other.toldAt),
  }
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other)
}
