/**
 * The series of the last hours, of all processes: this one's from its own memory, what it recorded before it was
 * restarted and what the others record from the store, read bit by bit. While the store is away this process' own go on,
 * and those of the others end as any series does that no new point comes for.
 */
import type { Clock } from '../../ports/clock/clock.ts'
import type { SampleRow, Samples } from '../../ports/store/samples.ts'
import { labelKey } from '../series/labels.ts'
import type { Series, SeriesSource } from '../series/series-source.ts'
import { instanceLabels } from './instance-labels.ts'
import type { Recorder } from './recorder.ts'
import { createSampleRing, type SampleRing } from './sample-ring.ts'
import { bufferedMs, ringMs, silenceMs } from './sample-times.ts'

export interface LiveSeriesParts {
  readonly recorder: Recorder
  readonly samples: Pick<Samples, 'news'>
  /** Between two looks, in the clock's time. */
  readonly everyMs: number
  readonly clock: Clock
}

export interface LiveSeries {
  readonly source: SeriesSource
  /** Reads what has come since. Rejects with `StoreUnavailable`; what was read stays. */
  refresh(): Promise<void>
}

/** Rows read at once: between two pages others get their turn. */
const pageMax = 250
/** Processes whose series are kept. */
const instancesMax = 64
/** How late a row may come: as long as it may have waited for the store, and a while. */
const lateMs = bufferedMs + 10 * 60_000

export function createLiveSeries({ recorder, samples, everyMs, clock }: LiveSeriesParts): LiveSeries {
  const own = recorder.instance
  const silence = silenceMs(everyMs)
  const rings = new Map<string, SampleRing>()
  let past: SampleRing | null = null

  function ringOf(instance: string): SampleRing | null {
    const known = rings.get(instance)
    if (known !== undefined) return known
    if (rings.size >= instancesMax) return null
    const ring = createSampleRing({ labels: instanceLabels(instance), keptMs: ringMs, silenceMs: silence })
    rings.set(instance, ring)
    return ring
  }

  async function readFrom(from: number, take: (row: SampleRow) => void): Promise<void> {
    const seen = new Map(
      [...rings].flatMap(([instance, { lastAt }]) => (lastAt === null ? [] : [[instance, lastAt]])),
    )
    if (past !== null) seen.set(own, clock.now() + lateMs)
    for (;;) {
      const rows = await samples.news(seen, from, pageMax)
      for (const row of rows) {
        seen.set(row.instance, row.at)
        take(row)
      }
      if (rows.length < pageMax) return
    }
  }

  async function readAll(now: number): Promise<void> {
    const history = createSampleRing({ labels: instanceLabels(own), keptMs: ringMs, silenceMs: silence })
    await readFrom(now - ringMs, (row) => {
      if (row.instance !== own) ringOf(row.instance)?.add(row)
      else if (row.at < recorder.startedAt) history.add(row)
    })
    end(history, recorder.startedAt - 1)
    past = history
  }

  function endSilent(now: number): void {
    for (const [instance, ring] of rings) {
      const lastAt = ring.lastAt ?? 0
      if (lastAt < now - ringMs) rings.delete(instance)
      else if (now - lastAt > silence) end(ring, lastAt + silence)
    }
  }

  return {
    source: {
      select(matchers, from, to) {
        const present = recorder.ring.select(matchers, from, to)
        const before = past?.select(matchers, from, to) ?? []
        const others = rings.values().flatMap((ring) => ring.select(matchers, from, to))
        return [...joined(before, present), ...others]
      },
    },
    async refresh() {
      const now = clock.now()
      if (past === null) await readAll(now)
      else await readFrom(now - lateMs, (row) => ringOf(row.instance)?.add(row))
      endSilent(now)
    },
  }
}

function end(ring: SampleRing, at: number): void {
  ring.add({ at, layout: [], values: new Float64Array() })
}

/** The same series before and after a restart of this process is one. */
function joined(before: readonly Series[], present: readonly Series[]): readonly Series[] {
  if (before.length === 0) return present
  const later = new Map(present.map((series) => [labelKey(series.labels), series]))
  const continued = before.map((series) => {
    const key = labelKey(series.labels)
    const rest = later.get(key)
    if (rest === undefined) return series
    later.delete(key)
    return {
      labels: series.labels,
      times: [...series.times, ...rest.times],
      values: [...series.values, ...rest.values],
    }
  })
  return [...continued, ...later.values()]
}
