/**
 * Circuit breakers of all processes of the service. Each decision reads the row, decides, and writes it over the version
 * that was read; who comes second decides again. So one process opens it, and one has the probe.
 */
import { randomUUID } from 'node:crypto'
import type { Admission, Circuit, CircuitName, Circuits } from '../../ports/circuit/circuit.ts'
import type { Log } from '../../ports/log/log.ts'
import type { CircuitRows } from '../../ports/store/circuit-rows.ts'
import { afterCall, type BreakerState, circuitFrom, newBreaker, openUntil } from './breaker.ts'
import { type BreakerRule, type BreakerRules, breakerRules } from './breaker-rules.ts'

export interface CircuitsRequest {
  readonly rows: CircuitRows
  readonly log: Log
  readonly rules?: BreakerRules
}

const racesMax = 200

export function createCircuits({ rows, log, rules = breakerRules }: CircuitsRequest): Circuits {
  const self = randomUUID()

  /** Null from `decide`: nothing is to be written. */
  async function change<Answer>(
    name: CircuitName,
    decide: (state: BreakerState | null, now: number) => Promise<readonly [BreakerState | null, Answer]>,
  ): Promise<Answer> {
    for (let races = 0; races < racesMax; races += 1) {
      const { row, now } = await rows.read(name)
      const before = row === null ? null : (row.state as BreakerState)
      const [after, answer] = await decide(before, now)
      if (after === null) return answer
      if (await rows.replace(name, row?.version ?? null, after)) {
        if ((before?.opened ?? null)?.times !== after.opened?.times) tell(name, after)
        return answer
      }
    }
    throw new Error(
      `the circuit breaker ${name.kind}:${name.subject} was changed ${racesMax} times meanwhile`,
    )
  }

  function tell(name: CircuitName, state: BreakerState): void {
    const { state: now, openUntil: until } = circuitFrom(name, state, rules[name.kind])
    log.warn({ circuit: name, state: now, until, reason: state.reason }, 'circuit breaker changed')
  }

  return {
    admit: (name) =>
      change<Admission>(name, async (state, now) => {
        const rule = rules[name.kind]
        const until = state === null ? null : openUntil(state, rule)
        if (state === null || until === null) return [null, { kind: 'admitted' }]
        const reason = state.reason ?? 'It failed too often.'
        if (now < until) return [null, { kind: 'refused', until, reason }]
        if (state.probe !== null && now < state.probe.until) {
          return [null, { kind: 'refused', until: nextLook(state.probe.until, now, rule), reason }]
        }
        const probe = { by: self, until: now + rule.probeMsMax }
        return [{ ...state, probe, changedAt: now }, { kind: 'admitted' }]
      }),
    async succeeded(name) {
      await change(name, async (state, now) => {
        const isNews =
          state !== null && (state.failures > 0 || state.opened !== null) && !isStale(state, self)
        return [isNews ? await afterCall(state, rules[name.kind], { failure: null }, now) : null, null]
      })
    },
    failed: (name, reason) =>
      change<Circuit>(name, async (state, now) => {
        const rule = rules[name.kind]
        const before = state ?? newBreaker(now)
        if (isStale(before, self)) return [null, circuitFrom(name, before, rule)]
        const after = await afterCall(before, rule, { failure: reason }, now)
        return [after, circuitFrom(name, after, rule)]
      }),
    async list() {
      const all = await rows.list()
      return all.map(({ name, state }) => circuitFrom(name, state as BreakerState, rules[name.kind]))
    },
    reset: (name) => rows.remove(name),
  }
}

/** The result of a call that was admitted before the breaker opened: only the probe decides what follows. */
function isStale({ opened, probe }: BreakerState, self: string): boolean {
  return opened !== null && probe?.by !== self
}

/** Most probes end long before their time is up. */
function nextLook(probeUntil: number, now: number, { openMs }: BreakerRule): number {
  return Math.min(probeUntil, now + openMs / 5)
}
