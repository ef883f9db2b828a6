/**
 * The series of a long window, out of the store: those alone that are asked for, fine as long as fine rows reach, else
 * coarse ones and, for the last minutes, what coarse rows will be made of them.
 */
import { bucketMs, type SampleQuery, type SampleRow, type Samples } from '../../ports/store/samples.ts'
import type { LabelMatcher, SeriesSource } from '../series/series-source.ts'
import { passesAll } from '../series/series-source.ts'
import { instanceLabels } from './instance-labels.ts'
import { type IsGauge, rollUp } from './roll-up.ts'
import { createSampleRing, type SampleRing } from './sample-ring.ts'
import { fineWindowMsMax, lookEveryMs, silenceMs } from './sample-times.ts'

export interface LoadRequest {
  readonly samples: Pick<Samples, 'fine' | 'coarse'>
  /** Matchers of every selector that will be asked for. */
  readonly selectors: readonly (readonly LabelMatcher[])[]
  readonly from: number
  readonly to: number
  readonly isGauge: IsGauge
  /** Between two fine rows; default 10 s. */
  readonly everyMs?: number
}

export interface LoadedSeries {
  readonly source: SeriesSource
  readonly isCoarse: boolean
  /** For `evaluate`: how far back a point is the value of now. */
  readonly lookbackMs: number
}

const pageMax = 250

export async function loadSeries(request: LoadRequest): Promise<LoadedSeries> {
  const { samples, selectors, from, to, everyMs = lookEveryMs } = request
  const isCoarse = to - from > fineWindowMsMax
  const rings = new Map<string, SampleRing>()
  const add = (row: SampleRow) => {
    const ring = rings.get(row.instance) ?? newRing(row.instance)
    rings.set(row.instance, ring)
    ring.add(row)
  }
  const newRing = (instance: string) =>
    createSampleRing({
      labels: instanceLabels(instance),
      keptMs: Number.POSITIVE_INFINITY,
      silenceMs: isCoarse ? 2 * bucketMs : silenceMs(everyMs),
      wants: (labels) => selectors.some((matchers) => passesAll(matchers, labels)),
    })
  if (isCoarse) {
    await readPages(samples.coarse, from, to, add)
    await addUnrolled(request, rings, add)
  } else {
    await readPages(samples.fine, from, to, add)
  }
  return {
    source: { select: (...asked) => [...rings.values()].flatMap((ring) => ring.select(...asked)) },
    isCoarse,
    lookbackMs: isCoarse ? 3 * bucketMs : bucketMs,
  }
}

async function readPages(
  read: (query: SampleQuery) => Promise<readonly SampleRow[]>,
  from: number,
  to: number,
  take: (row: SampleRow) => void,
): Promise<void> {
  let after: SampleRow | null = null
  for (;;) {
    const rows: readonly SampleRow[] = await read({ from, to, instance: null, after, limit: pageMax })
    for (const row of rows) take(row)
    after = rows.at(-1) ?? null
    if (rows.length < pageMax) return
  }
}

/** The last minutes in the same grain as the rest: ten seconds must not weigh as much as five minutes. */
async function addUnrolled(
  { samples, from, to, isGauge }: LoadRequest,
  rings: ReadonlyMap<string, SampleRing>,
  add: (row: SampleRow) => void,
): Promise<void> {
  const rolledUntil = new Map([...rings].map(([instance, { lastAt }]) => [instance, lastAt ?? from]))
  const begin = Math.max(from, ...rolledUntil.values(), to - fineWindowMsMax)
  const buckets = new Map<string, { readonly end: number; readonly rows: SampleRow[] }>()
  await readPages(samples.fine, begin, to, (row) => {
    const end = (Math.floor(row.at / bucketMs) + 1) * bucketMs
    if (end <= (rolledUntil.get(row.instance) ?? from)) return
    const key = `${end} ${row.instance}`
    const bucket = buckets.get(key) ?? { end, rows: [] }
    buckets.set(key, bucket)
    bucket.rows.push(row)
  })
  for (const { end, rows } of buckets.values()) {
    const [first] = rows
    if (first !== undefined) add({ ...first, at: Math.min(end, to), ...rollUp(rows, isGauge) })
  }
}
