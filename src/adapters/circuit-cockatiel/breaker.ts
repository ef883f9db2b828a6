/**
 * One breaker, as a value: cockatiel decides about opening, closing and how long, and is made anew from what the store
 * has each time it is asked. What it does not know is kept beside it: the one probe of all processes, and the words.
 */
import {
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  noJitterGenerator,
} from 'cockatiel'
import type { Circuit, CircuitName } from '../../ports/circuit/circuit.ts'
import type { BreakerRule } from './breaker-rules.ts'

export interface BreakerState {
  readonly failures: number
  /** Null while it is closed. */
  readonly opened: { readonly at: number; readonly times: number } | null
  /** Half open: who tries, and until when that is believed. */
  readonly probe: { readonly by: string; readonly until: number } | null
  readonly reason: string | null
  readonly changedAt: number
}

export function newBreaker(now: number): BreakerState {
  return { failures: 0, opened: null, probe: null, reason: null, changedAt: now }
}

/** @returns null while it is closed */
export function openUntil({ opened }: BreakerState, rule: BreakerRule): number | null {
  if (opened === null) return null
  return opened.at + Math.min(rule.openMsMax, rule.openMs * 2 ** Math.min(opened.times - 1, 30))
}

export async function afterCall(
  state: BreakerState,
  rule: BreakerRule,
  outcome: { readonly failure: string | null },
  now: number,
): Promise<BreakerState> {
  const policy = restore(state, rule, now)
  await policy
    .execute(() => {
      if (outcome.failure !== null) throw new Error(outcome.failure)
    })
    .catch(() => {})
  const { ownState, breakerState } = policy.toJSON() as Snapshot
  const opened = openedFrom(ownState, state, now)
  const next = { failures: breakerState, opened, probe: null, reason: outcome.failure ?? state.reason }
  const isSame = (opened === null) === (state.opened === null) && opened?.times === state.opened?.times
  return { ...next, changedAt: isSame ? state.changedAt : now }
}

export function circuitFrom(name: CircuitName, state: BreakerState, rule: BreakerRule): Circuit {
  const kind = state.opened === null ? 'closed' : state.probe === null ? 'open' : 'half-open'
  const { failures, reason, changedAt } = state
  return { name, state: kind, failures, openUntil: openUntil(state, rule), reason, changedAt }
}

function openedFrom(
  ownState: Snapshot['ownState'],
  { opened }: BreakerState,
  now: number,
): BreakerState['opened'] {
  if (ownState.value === closedValue) return null
  const times = ownState.attemptNo
  return { at: opened?.times === times ? opened.at : now, times }
}

/** What `toJSON` of cockatiel 4 gives and `initialState` takes. */
interface Snapshot {
  readonly ownState:
    | { readonly value: typeof closedValue }
    | { readonly value: typeof openValue; readonly openedAt: number; readonly attemptNo: number }
  readonly breakerState: number
}

const closedValue = 0
const openValue = 1

function restore(
  { failures, opened, probe }: BreakerState,
  rule: BreakerRule,
  now: number,
): CircuitBreakerPolicy {
  const ownState: Snapshot['ownState'] =
    opened === null
      ? { value: closedValue }
      : // The probe's own call is let in, whatever the time.
        {
          value: openValue,
          openedAt: probe === null ? opened.at + offsetTo(now) : 0,
          attemptNo: opened.times,
        }
  const initialState: Snapshot = { ownState, breakerState: failures }
  return circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(rule.failuresMax),
    halfOpenAfter: new ExponentialBackoff({
      generator: noJitterGenerator,
      initialDelay: rule.openMs,
      maxDelay: rule.openMsMax,
    }),
    initialState,
  })
}

/** From the store's clock to the one that cockatiel reads. */
function offsetTo(now: number): number {
  return Date.now() - now
}
