/** Where the time goes: every port that the agents use is timed at its door. What overlaps is covered once. */
import type { AgentMemory } from '../../src/ports/store/agent-memory.ts'
import type { ModelLedger } from '../../src/ports/store/model-ledger.ts'
import { covered, type Interval } from './own-time.ts'

export interface Stopwatch {
  /** The same object, its promises timed; `name` is the stage, or tells it by the method. */
  timed<Port extends object>(port: Port, name: string | ((method: string) => string | null)): Port
  time<Value>(stage: string, work: () => Promise<Value>): Promise<Value>
  /** Milliseconds by stage, and how often it was entered. */
  readonly stages: ReadonlyMap<string, { readonly ms: number; readonly times: number }>
}

export function createStopwatch(): Stopwatch {
  const intervals = new Map<string, Interval[]>()

  async function time<Value>(stage: string, work: () => Promise<Value>): Promise<Value> {
    const from = performance.now()
    try {
      return await work()
    } finally {
      const known = intervals.get(stage) ?? []
      intervals.set(stage, known)
      known.push({ from, to: performance.now() })
    }
  }

  return {
    time,
    timed: (port, name) =>
      new Proxy(port, {
        get(target, method) {
          const value: unknown = Reflect.get(target, method)
          const stage = typeof name === 'string' ? name : name(String(method))
          if (typeof value !== 'function' || stage === null) return value
          return (...args: unknown[]) => {
            const made: unknown = value.apply(target, args)
            return made instanceof Promise ? time(stage, () => made) : made
          }
        },
      }),
    get stages() {
      return new Map(
        [...intervals].map(([stage, all]) => [stage, { ms: covered(all), times: all.length }] as const),
      )
    },
  }
}

/** Ports that a process has once, and that here forget everything between reviews. */
export function createForgetful(make: () => { memory: AgentMemory; ledger: ModelLedger }) {
  let now = make()
  return {
    memory: delegate(() => now.memory),
    ledger: delegate(() => now.ledger),
    forget: () => {
      now = make()
    },
  }
}

function delegate<Port extends object>(current: () => Port): Port {
  return new Proxy({} as Port, { get: (_, name) => Reflect.get(current(), name) })
}
