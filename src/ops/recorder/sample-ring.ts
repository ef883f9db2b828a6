/**
 * The newest rows of one instance in memory, as series. Most figures seldom change, so of each series only its changes
 * are kept: what stands still costs nothing. Bounded in time and in series.
 */

import type { SampleLayout, SampleRow } from '../../ports/store/samples.ts'
import { candidates, firstAtOrAfter } from '../series/held-series.ts'
import { type LabelSet, metricName } from '../series/labels.ts'
import { type LabelMatcher, passesAll, type Series, type SeriesSource } from '../series/series-source.ts'

export interface SampleRing extends SeriesSource {
  /** Rows in the order of time; an older one is left out. */
  add(row: Pick<SampleRow, 'at' | 'layout' | 'values'>): void
  readonly lastAt: number | null
  /** Values held: of the memory it takes. */
  readonly size: number
}

export interface RingRequest {
  /** Put on every series: whose it is. */
  readonly labels: LabelSet
  readonly keptMs: number
  /** After so long without a row its series have ended. */
  readonly silenceMs: number
  /** Which series are kept; default: all. */
  readonly wants?: (labels: LabelSet) => boolean
}

/** Label sets of one process. More can only be a fault of ours; the rest is not kept. */
const seriesMax = 20_000
/** Rows between two clean-ups. */
const cleanEvery = 256

/** One series as its changes. */
interface Track {
  readonly labels: LabelSet
  /** Rising numbers of rows, and the value from that row on; null: it has ended. */
  readonly rows: number[]
  readonly values: (number | null)[]
}

export function createSampleRing({
  labels: own,
  keptMs,
  silenceMs,
  wants = () => true,
}: RingRequest): SampleRing {
  const tracks = new Map<string, Track>()
  const byName = new Map<string, Track[]>()
  /** Times of rows; the first has the number `firstRow`. */
  const times: number[] = []
  let firstRow = 0
  let layout: SampleLayout = []
  let current: readonly (Track | null)[] = []

  function trackOf(given: LabelSet): Track | null {
    const key = JSON.stringify(given)
    const known = tracks.get(key)
    if (known !== undefined) return known
    const labels = { ...given, ...own }
    if (tracks.size >= seriesMax || !wants(labels)) return null
    const track: Track = { labels, rows: [], values: [] }
    tracks.set(key, track)
    const name = given[metricName] ?? ''
    const namesakes = byName.get(name)
    if (namesakes === undefined) byName.set(name, [track])
    else namesakes.push(track)
    return track
  }

  function take(next: SampleLayout, row: number): void {
    const before = current
    layout = next
    current = next.map(trackOf)
    const still = new Set(current)
    for (const track of before) if (track !== null && !still.has(track)) change(track, row, null)
  }

  function endAll(at: number): void {
    times.push(at)
    for (const track of current) if (track !== null) change(track, firstRow + times.length - 1, null)
  }

  function clean(): void {
    const keep = firstAtOrAfter(times, (times.at(-1) ?? 0) - keptMs)
    times.splice(0, keep)
    firstRow += keep
    for (const [key, track] of tracks) {
      forget(track, firstRow)
      if (track.values.length === 1 && track.values[0] === null) remove(key, track)
    }
  }

  function remove(key: string, track: Track): void {
    tracks.delete(key)
    const name = track.labels[metricName] ?? ''
    const left = (byName.get(name) ?? []).filter((other) => other !== track)
    if (left.length === 0) byName.delete(name)
    else byName.set(name, left)
  }

  return {
    get lastAt() {
      return times.at(-1) ?? null
    },
    get size() {
      return tracks.values().reduce((sum, { values }) => sum + values.length, times.length)
    },
    add({ at, layout: given, values }) {
      const last = times.at(-1)
      if (last !== undefined && at <= last) return
      if (last !== undefined && at - last > silenceMs) endAll(last + silenceMs)
      times.push(at)
      const row = firstRow + times.length - 1
      if (given !== layout) take(given, row)
      for (const [index, track] of current.entries()) {
        if (track !== null) change(track, row, values[index] ?? null)
      }
      if (row % cleanEvery === 0) clean()
    },
    select(matchers, from, to) {
      const begin = firstRow + firstAtOrAfter(times, from)
      const end = firstRow + firstAtOrAfter(times, to + 1)
      if (begin === end) return []
      return tracksOf(byName, matchers).map((track) => expand(track, begin, end, times, firstRow))
    },
  }
}

function tracksOf(byName: ReadonlyMap<string, readonly Track[]>, matchers: readonly LabelMatcher[]) {
  return candidates(byName, matchers).filter(({ labels }) => passesAll(matchers, labels))
}

function change({ rows, values }: Track, row: number, value: number | null): void {
  if (values.length === 0 ? value === null : Object.is(values.at(-1), value)) return
  rows.push(row)
  values.push(value)
}

/** What ended before `row` without lasting into it. */
function forget({ rows, values }: Track, row: number): void {
  const lasting = Math.max(0, firstAtOrAfter(rows, row + 1) - 1)
  rows.splice(0, lasting)
  values.splice(0, lasting)
}

/** @param begin number of the first row that is asked for @param end not included */
function expand(
  { labels, rows, values }: Track,
  begin: number,
  end: number,
  times: readonly number[],
  firstRow: number,
): Series {
  const pointTimes: number[] = []
  const pointValues: (number | null)[] = []
  let change = Math.max(0, firstAtOrAfter(rows, begin + 1) - 1)
  for (let row = Math.max(begin, rows[change] ?? end); row < end; row += 1) {
    while ((rows[change + 1] ?? end) <= row) change += 1
    const value = values[change] ?? null
    // An end is told once.
    if (value === null && pointValues.at(-1) === null) continue
    pointTimes.push(times[row - firstRow] as number)
    pointValues.push(value)
  }
  return { labels, times: pointTimes, values: pointValues }
}
