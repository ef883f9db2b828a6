/** The series of a case as a source for the engine: promtool's notation, read the way promtool reads it. */
import { holdSeries } from '../../series/held-series.ts'
import { type LabelSet, metricName } from '../../series/labels.ts'
import type { Series, SeriesSource } from '../../series/series-source.ts'
import type { AlertCase } from './alert-case.ts'

export function caseSource({ series, everyMs }: Pick<AlertCase, 'series' | 'everyMs'>): SeriesSource {
  return holdSeries(Object.entries(series).map(([name, points]) => toSeries(name, points, everyMs)))
}

function toSeries(name: string, points: string, everyMs: number): Series {
  const slots = points.split(' ').flatMap(readPoints)
  const given = slots.flatMap((value, index) =>
    value === undefined ? [] : [{ time: index * everyMs, value }],
  )
  return {
    labels: readLabels(name),
    times: given.map(({ time }) => time),
    values: given.map(({ value }) => value),
  }
}

/** `0+10x4`, `3x4`, `_x4`, `stale`, `7` @returns undefined where there is no point, null where the series ends */
function readPoints(text: string): readonly (number | null | undefined)[] {
  if (text === 'stale') return [null]
  const gap = /^_(?:x(\d+))?$/.exec(text)
  if (gap !== null) return Array.from({ length: Number(gap[1] ?? 1) }, () => undefined)
  const match = /^(-?[\d.]+)(?:([+-][\d.]+))?(?:x(\d+))?$/.exec(text)
  if (match === null) throw new Error(`not a point: ${text}`)
  const [, first, step, times] = match
  return Array.from(
    { length: Number(times ?? 0) + 1 },
    (_, index) => Number(first) + index * Number(step ?? 0),
  )
}

function readLabels(text: string): LabelSet {
  const [, name = '', inner = ''] = /^(\w+)(?:\{(.*)\})?$/.exec(text) ?? []
  const labels = [...inner.matchAll(/(\w+)="([^"]*)"/g)].map((match) => [match[1], match[2]] as const)
  return { [metricName]: name, ...Object.fromEntries(labels) }
}
