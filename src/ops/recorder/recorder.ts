/**
 * What this process measures, look by look: into a ring in memory, and as rows into the store. While the store is away
 * rows wait, the oldest are given up first; nobody who looks waits for the store.
 */
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { FineRow, Samples } from '../../ports/store/samples.ts'
import { fillDowntime } from './fill-downtime.ts'
import { instanceLabels, upName } from './instance-labels.ts'
import { createArranger, type Reading } from './sample-layout.ts'
import { createSampleRing, type SampleRing } from './sample-ring.ts'
import { bufferedMs, ringMs, silenceMs } from './sample-times.ts'

export interface RecorderParts {
  /** Every series as it is now. */
  readonly read: () => Promise<readonly Reading[]>
  readonly samples: Samples
  readonly instance: string
  readonly pid: number
  /** It takes webhooks. */
  readonly serves: boolean
  /** Between two looks, in the clock's time. */
  readonly everyMs: number
  readonly clock: Clock
  readonly log: Log
}

export interface Recorder {
  readonly instance: string
  /** When it began to look. */
  readonly startedAt: number
  readonly ring: SampleRing
  /** To be called again and again. Never rejects; does not wait for the store. */
  look(): Promise<void>
  /** Writes what waits, as far as the store lets it. Never rejects. */
  flush(): Promise<void>
}

/** Rows in one statement. */
const writtenMax = 60

export function createRecorder(parts: RecorderParts): Recorder {
  const { read, samples, instance, pid, serves, everyMs, clock, log } = parts
  const startedAt = clock.now()
  const ring = createSampleRing({
    labels: instanceLabels(instance),
    keptMs: ringMs,
    silenceMs: silenceMs(everyMs),
  })
  const arrange = createArranger()
  const waitingMax = Math.ceil(bufferedMs / everyMs)
  const waiting: FineRow[] = []
  let isDowntimeFilled = !serves
  let isAway = false
  let flushing: Promise<void> | null = null

  async function write(): Promise<void> {
    if (!isDowntimeFilled) {
      await fillDowntime({ samples, instance, pid, startedAt, everyMs, log })
      isDowntimeFilled = true
    }
    while (waiting.length > 0) {
      const rows = waiting.slice(0, writtenMax)
      await samples.write(rows)
      // Some of them may have been given up meanwhile.
      const written = new Set(rows)
      while (waiting[0] !== undefined && written.has(waiting[0])) waiting.shift()
    }
  }

  async function tryToWrite(): Promise<void> {
    try {
      await write()
      if (isAway) log.info({}, 'samples are written again')
      isAway = false
    } catch (error) {
      if (!isAway) log.warn({ reason: wordsOf(error) }, 'samples wait for the store')
      isAway = true
    }
  }

  function flush(): Promise<void> {
    flushing ??= tryToWrite().finally(() => {
      flushing = null
    })
    return flushing
  }

  return {
    instance,
    startedAt,
    ring,
    async look() {
      try {
        const readings = [...(await read()), { name: upName, labels: {}, value: 1 }]
        const row = { at: clock.now(), instance, pid, serves, ...arrange(readings) }
        ring.add(row)
        waiting.push(row)
        if (waiting.length > waitingMax) waiting.shift()
      } catch (error) {
        log.error({ err: error }, 'figures could not be read')
      }
      void flush()
    },
    flush,
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
