/** Definitions and recorded series -> values and verdicts over a window. */
import type { Samples } from '../../ports/store/samples.ts'
import { loadSeries } from '../recorder/load-series.ts'
import type { IsGauge } from '../recorder/roll-up.ts'
import { lookEveryMs } from '../recorder/sample-times.ts'
import { evaluate, type Value } from '../series/evaluate.ts'
import { type Expression, selectorsOf } from '../series/expression.ts'
import { parseExpression } from '../series/parse-expression.ts'
import {
  isMet,
  type Kpi,
  type KpiPart,
  type KpiReport,
  type KpiResult,
  type RecoveryFigures,
  type SeriesKpi,
} from './kpi.ts'

export interface MeasureParts {
  readonly kpis: readonly Kpi[]
  readonly samples: Pick<Samples, 'fine' | 'coarse' | 'oldest'>
  /** Over the 30 days before. */
  readonly readRecovery: (until: number) => Promise<RecoveryFigures>
  readonly isGauge: IsGauge
}

const partsMax = 20
const nothingRecorded = 'Nothing was recorded: the service has not run on this store yet.'

/** @param windowMs before `until`, milliseconds since the epoch */
export async function measureKpis(parts: MeasureParts, windowMs: number, until: number): Promise<KpiReport> {
  const { kpis, samples, readRecovery } = parts
  const oldest = await samples.oldest()
  const recovery = await readRecovery(until)
  const windows = [...new Set(kpis.flatMap(({ source }) => windowOf(source, windowMs) ?? []))]
  const measured = new Map<number, (text: string) => readonly Value[]>()
  if (oldest !== null && oldest <= until) {
    for (const window of windows) measured.set(window, await reader(parts, windowMs, window, until, oldest))
  }
  const from = until - windowMs
  return {
    from,
    to: until,
    observedFrom: oldest === null || oldest > until ? null : Math.max(from, oldest),
    results: kpis.map((kpi) => resultOf(kpi)),
  }

  function resultOf(kpi: Kpi): KpiResult {
    const { source } = kpi
    if (source.kind === 'recovery') return judge(kpi, source.read(recovery), source.parts(recovery), null)
    const window = windowOf(source, windowMs) ?? windowMs
    const read = measured.get(window)
    if (read === undefined) return judge(kpi, null, [], nothingRecorded)
    const seconds = observedSeconds(window, until, oldest)
    const [value] = read(totalOf(source, seconds))
    const split = source.parts === null ? [] : read(source.parts.promql(`${seconds}s`))
    return judge(kpi, value?.value ?? null, toParts(split), null)
  }
}

function windowOf(source: Kpi['source'], asked: number): number | null {
  return source.kind === 'series' ? (source.windowMs ?? asked) : null
}

/** A rate over a month is no rate of a service that is a day old. */
function observedSeconds(window: number, until: number, oldest: number | null): number {
  const known = until - (oldest ?? until) + lookEveryMs
  return Math.max(1, Math.ceil(Math.min(window, known) / 1_000))
}

function totalOf({ promql }: SeriesKpi, seconds: number): string {
  return promql(`${seconds}s`, seconds)
}

/** Reads the series that the indicators of one window need, once. */
async function reader(
  { kpis, samples, isGauge }: MeasureParts,
  asked: number,
  window: number,
  until: number,
  oldest: number,
): Promise<(text: string) => readonly Value[]> {
  const seconds = observedSeconds(window, until, oldest)
  const texts = kpis.flatMap(({ source }) =>
    source.kind === 'series' && windowOf(source, asked) === window ? textsOf(source, seconds) : [],
  )
  const expressions = new Map(texts.map((text) => [text, parse(text)]))
  const selectors = [...expressions.values()].flatMap((expression) =>
    selectorsOf(expression).map(({ selector }) => selector.matchers),
  )
  const from = until - seconds * 1_000
  const { source, lookbackMs } = await loadSeries({ samples, selectors, from, to: until, isGauge })
  return (text) => evaluate(expressions.get(text) ?? parse(text), source, until, { lookbackMs })
}

function textsOf(source: SeriesKpi, seconds: number): readonly string[] {
  const total = totalOf(source, seconds)
  return source.parts === null ? [total] : [total, source.parts.promql(`${seconds}s`)]
}

function parse(text: string): Expression {
  const parsed = parseExpression(text)
  if (!parsed.ok) throw new Error(`${parsed.failure.message} ${text}`)
  return parsed.value
}

function toParts(values: readonly Value[]): readonly KpiPart[] {
  return values
    .filter(({ value }) => !Number.isNaN(value))
    .map(({ labels, value }) => ({ labels, value }))
    .sort((one, other) => other.value - one.value)
    .slice(0, partsMax)
}

/** 0 / 0 is no value. */
function judge(kpi: Kpi, value: number | null, parts: readonly KpiPart[], reason: string | null): KpiResult {
  if (value === null || Number.isNaN(value)) {
    return { kpi, value: null, verdict: 'no-data', reason: reason ?? kpi.silence, parts: [] }
  }
  if (kpi.target === null) return { kpi, value, verdict: 'no-target', reason: null, parts }
  return { kpi, value, verdict: isMet(value, kpi.target) ? 'met' : 'missed', reason: null, parts }
}
