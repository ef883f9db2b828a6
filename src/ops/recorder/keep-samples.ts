/** The leader's duty: fine rows are rolled up when their five minutes are over, and what is too old is forgotten. */
import type { Clock } from '../../ports/clock/clock.ts'
import { type Bucket, bucketMs, type Samples } from '../../ports/store/samples.ts'
import { type IsGauge, rollUp } from './roll-up.ts'
import { bufferedMs, coarseKeptMs, fineKeptMs } from './sample-times.ts'

export interface KeepSamplesParts {
  readonly samples: Samples
  readonly isGauge: IsGauge
  readonly clock: Clock
}

const bucketsAtOnce = 100
const forgetEveryMs = 10 * 60_000
/** Rows that waited for the store come up to an hour late. */
const lookBackMs = bufferedMs + 2 * bucketMs
/** At 10 s there are 30. */
const rowsMax = 1_000

export function createKeepSamples({ samples, isGauge, clock }: KeepSamplesParts) {
  let isFirst = true
  let forgotAt = Number.NEGATIVE_INFINITY

  return async function keepSamples(signal: AbortSignal): Promise<void> {
    const now = clock.now()
    // At first also what a leader before has left undone.
    const from = floor(now - (isFirst ? fineKeptMs - lookBackMs : lookBackMs))
    while (!signal.aborted) {
      const buckets = await samples.unrolled(from, floor(now), bucketsAtOnce)
      for (const bucket of buckets) await roll(bucket)
      if (buckets.length < bucketsAtOnce) break
    }
    if (signal.aborted) return
    isFirst = false
    if (now - forgotAt < forgetEveryMs) return
    await samples.forget({ fine: now - fineKeptMs, coarse: now - coarseKeptMs })
    forgotAt = now
  }

  async function roll({ instance, begin }: Bucket): Promise<void> {
    const end = begin + bucketMs
    const rows = await samples.fine({ instance, from: begin, to: end - 1, after: null, limit: rowsMax })
    const serves = rows.some((row) => row.serves)
    await samples.roll({ instance, at: end, serves, sources: rows.length, ...rollUp(rows, isGauge) })
  }
}

function floor(time: number): number {
  return Math.floor(time / bucketMs) * bucketMs
}
