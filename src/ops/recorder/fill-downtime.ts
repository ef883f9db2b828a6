/**
 * Time in which nobody was there to measure: the process was down, or the whole machine. When a process that takes
 * webhooks begins, the time since any of them was last seen is written down as time in which no webhook got through.
 * Before the very first sample nothing counts.
 */
import type { Log } from '../../ports/log/log.ts'
import { bucketMs, type FineRow, type Samples } from '../../ports/store/samples.ts'
import { probeName, upName } from './instance-labels.ts'
import { coarseKeptMs, fineKeptMs, gapMs } from './sample-times.ts'

export interface DowntimeParts {
  readonly samples: Samples
  readonly instance: string
  readonly pid: number
  readonly startedAt: number
  readonly everyMs: number
  readonly log: Log
}

const layout = [{ __name__: probeName }, { __name__: upName }]

export async function fillDowntime(parts: DowntimeParts): Promise<void> {
  const { samples, instance, pid, startedAt, everyMs, log } = parts
  const last = await samples.lastServed()
  if (last === null || startedAt - last <= gapMs(everyMs)) return
  const row: FineRow = {
    instance,
    pid,
    at: last,
    serves: true,
    layout,
    values: new Float64Array(layout.length),
  }
  // Coarse rows at once, for all of it: a leader that was there meanwhile does not look back so far.
  const coarseFrom = Math.max(last, startedAt - coarseKeptMs) + bucketMs
  await samples.fillCoarse({ row, from: coarseFrom, to: startedAt })
  const fineFrom = Math.max(last, startedAt - fineKeptMs) + everyMs
  await samples.fillFine({ row, from: fineFrom, to: startedAt }, everyMs)
  log.warn(
    { since: new Date(last).toISOString(), seconds: (startedAt - last) / 1000 },
    'nobody took webhooks',
  )
}
