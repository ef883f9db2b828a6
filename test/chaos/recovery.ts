/** How long it took after each kill until that part of the service did something again. */
import type { Delivery } from '../../sim/github/webhooks/delivery.ts'
import type { KillKind } from './schedule.ts'
import type { ServiceLine } from './start-services.ts'
import type { TakeoverListener } from './watch-takeovers.ts'

export interface RecoveryTimes {
  readonly count: number
  readonly p50Ms: number
  readonly maxMs: number
}

export interface Recovery {
  onKill(kind: KillKind, atMs: number, pid: number): void
  onLine(line: ServiceLine): void
  /** Of jobs whose worker was killed. */
  readonly takeovers: TakeoverListener
  times(deliveries: readonly Delivery[]): ReadonlyMap<string, RecoveryTimes>
  /** By reconciler, what it brought back. */
  readonly broughtBack: ReadonlyMap<string, number>
  /** By outcome of a try at a job. */
  readonly outcomes: ReadonlyMap<string, number>
}

export function createRecovery(): Recovery {
  const kills: { readonly kind: KillKind; readonly atMs: number; readonly wasLeading: boolean }[] = []
  const jobEnds: number[] = []
  const leadings: number[] = []
  const givenBack: number[] = []
  const begunAgain: number[] = []
  const broughtBack = new Map<string, number>()
  const outcomes = new Map<string, number>()
  let leader: number | null = null

  function timesAfter(kind: KillKind, progress: readonly number[]): readonly number[] {
    return kills
      .filter((kill) => kill.kind === kind && (kind !== 'leader' || kill.wasLeading))
      .flatMap(({ atMs }) => {
        const next = progress.find((at) => at > atMs)
        return next === undefined ? [] : [next - atMs]
      })
  }

  return {
    broughtBack,
    outcomes,
    onKill: (kind, atMs, pid) => {
      kills.push({ kind, atMs, wasLeading: pid === leader })
      if (pid === leader) leader = null
    },
    takeovers: {
      givenBack: (tookMs) => void givenBack.push(tookMs),
      begunAgain: (tookMs) => void begunAgain.push(tookMs),
    },
    onLine: ({ pid, atMs, fields }) => {
      if (fields.msg === 'job finished' || fields.msg === 'job put back' || fields.msg === 'job given up') {
        jobEnds.push(atMs)
        add(outcomes, `${String(fields.key).split('/')[0]} ${fields.outcome}`, 1)
      }
      if (fields.msg === 'leading') {
        leader = pid
        leadings.push(atMs)
      }
      if (typeof fields.reconciler === 'string' && typeof fields.recovered === 'number')
        add(broughtBack, fields.reconciler, fields.recovered)
    },
    times: (deliveries) => {
      const accepted = deliveries
        .filter(({ statusCode }) => statusCode === 202)
        .map(({ deliveredMs, durationMs }) => deliveredMs + durationMs)
        .sort((a, b) => a - b)
      jobEnds.sort((a, b) => a - b)
      const anything = [...accepted, ...jobEnds].sort((a, b) => a - b)
      return new Map(
        Object.entries({
          'web: next webhook accepted': timesAfter('web', accepted),
          'worker: next job ended': timesAfter('worker', jobEnds),
          'worker: its job given back': givenBack,
          'worker: its job begun again': begunAgain,
          'leader: next one leads': timesAfter('leader', leadings),
          'redis: next job ended': timesAfter('redis', jobEnds),
          'postgres: next commit': timesAfter('postgres', anything),
        }).map(([name, times]) => [name, summaryOf(times)]),
      )
    },
  }
}

function summaryOf(times: readonly number[]): RecoveryTimes {
  const sorted = [...times].sort((a, b) => a - b)
  return {
    count: sorted.length,
    p50Ms: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    maxMs: sorted.at(-1) ?? 0,
  }
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count)
}
