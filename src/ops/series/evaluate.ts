/**
 * Expression -> values at one moment, by the rules of Prometheus. What Prometheus answers with an error at run time (two
 * series that match one, two results with the same labels) is an `EvaluationError`: the expression is wrong, not the data.
 */
import { absentLabels } from './absent.ts'
import { aggregate } from './aggregate.ts'
import { combineScalars, combineVectors, combineWithScalar } from './binary-operations.ts'
import { EvaluationError } from './evaluation-error.ts'
import {
  type BinaryOperation,
  type Expression,
  type FunctionCall,
  type RangeSelector,
  type Selector,
  typeOf,
} from './expression.ts'
import { histogramQuantile } from './histogram-quantile.ts'
import { dropName, type LabelSet, labelKey } from './labels.ts'
import { isRangeFunction, type Points, rangeFunctions, type Window } from './range-functions.ts'
import type { Series, SeriesSource } from './series-source.ts'

/** One element of an instant vector. Selectors and comparisons keep `__name__`, everything else drops it. */
export interface Value {
  readonly labels: LabelSet
  readonly value: number
}

export interface EvaluationSettings {
  /** How old the last point of a series may be to be its value. Default 5 minutes. */
  readonly lookbackMs?: number
  /**
   * The generation whose rules hold. 2: a point that lies exactly at the beginning of a range is part of it; 3: it is
   * not, and counters are extrapolated to zero a little differently. Default 3.
   */
  readonly generation?: 2 | 3
}

const defaultLookbackMs = 5 * 60_000

/** @param at milliseconds since the epoch @returns for a scalar, one value without labels */
export function evaluate(
  expression: Expression,
  source: SeriesSource,
  at: number,
  { lookbackMs = defaultLookbackMs, generation = 3 }: EvaluationSettings = {},
): readonly Value[] {
  const moment: Moment = { source, at, lookbackMs, generation }
  if (typeOf(expression) === 'scalar') return [{ labels: {}, value: scalarOf(expression, moment) }]
  return vectorOf(expression, moment)
}

interface Moment extends Required<EvaluationSettings> {
  readonly source: SeriesSource
  readonly at: number
}

function scalarOf(expression: Expression, moment: Moment): number {
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'negation':
      return -scalarOf(expression.argument, moment)
    case 'binary':
      return combineScalars(
        expression.operator,
        scalarOf(expression.left, moment),
        scalarOf(expression.right, moment),
      )
    case 'call': {
      if (expression.name === 'time') return moment.at / 1_000
      const [only, other] = vectorOf(argumentOf(expression, 0), moment)
      return only === undefined || other !== undefined ? Number.NaN : only.value
    }
    default:
      throw new Error(`a ${expression.kind} is no scalar`)
  }
}

function vectorOf(expression: Expression, moment: Moment): readonly Value[] {
  switch (expression.kind) {
    case 'selector':
      return instantValues(expression, moment)
    case 'aggregation':
      return aggregate(expression, vectorOf(expression.argument, moment))
    case 'negation':
      return distinct(
        vectorOf(expression.argument, moment).map(({ labels, value }) => ({
          labels: dropName(labels),
          value: -value,
        })),
      )
    case 'binary':
      return distinct(binaryValues(expression, moment))
    case 'call':
      return distinct(callValues(expression, moment))
    default:
      throw new Error(`a ${expression.kind} is no vector`)
  }
}

function instantValues({ matchers, offsetMs }: Selector, { source, at, lookbackMs, generation }: Moment) {
  const end = at - offsetMs
  const begin = end - lookbackMs
  const values: Value[] = []
  for (const { labels, times, values: points } of source.select(matchers, begin, end)) {
    const last = times.length - 1
    const time = times[last]
    const value = points[last]
    if (time === undefined || value == null || (generation === 3 && time === begin)) continue
    values.push({ labels, value })
  }
  return values
}

function binaryValues(operation: BinaryOperation, moment: Moment): readonly Value[] {
  const { left, right } = operation
  if (typeOf(left) === 'scalar') {
    return combineWithScalar(operation, vectorOf(right, moment), scalarOf(left, moment), 'left')
  }
  if (typeOf(right) === 'scalar') {
    return combineWithScalar(operation, vectorOf(left, moment), scalarOf(right, moment), 'right')
  }
  return combineVectors(operation, vectorOf(left, moment), vectorOf(right, moment))
}

function callValues(call: FunctionCall, moment: Moment): readonly Value[] {
  const { name } = call
  if (isRangeFunction(name)) return overRange(call, moment)
  const scalar = (index: number) => scalarOf(argumentOf(call, index), moment)
  const vector = (index: number) => vectorOf(argumentOf(call, index), moment)
  const each = (change: (value: number) => number) =>
    vector(0).map(({ labels, value }) => ({ labels: dropName(labels), value: change(value) }))
  switch (name) {
    case 'absent':
      return vector(0).length > 0 ? [] : [{ labels: absentLabels(argumentOf(call, 0)), value: 1 }]
    case 'absent_over_time': {
      const hasPoints = windowsOf(rangeArgument(call), moment).length > 0
      return hasPoints ? [] : [{ labels: absentLabels(argumentOf(call, 0)), value: 1 }]
    }
    case 'histogram_quantile':
      return histogramQuantile(scalar(0), vector(1))
    case 'abs':
      return each(Math.abs)
    // As in Go, also NaN is clamped to an infinite bound.
    case 'clamp_min': {
      const bound = scalar(1)
      return each((value) => (bound === Number.POSITIVE_INFINITY ? bound : Math.max(bound, value)))
    }
    case 'clamp_max': {
      const bound = scalar(1)
      return each((value) => (bound === Number.NEGATIVE_INFINITY ? bound : Math.min(bound, value)))
    }
    case 'vector':
      return [{ labels: {}, value: scalar(0) }]
    default:
      throw new Error(`${name} gives no vector`)
  }
}

function overRange(call: FunctionCall, moment: Moment): readonly Value[] {
  const { name } = call
  if (!isRangeFunction(name)) throw new Error(`${name} takes no range`)
  const range = rangeArgument(call)
  const parameter = call.arguments.length > 1 ? scalarOf(argumentOf(call, 1), moment) : Number.NaN
  const window: Window = {
    begin: moment.at - range.selector.offsetMs - range.rangeMs,
    end: moment.at - range.selector.offsetMs,
    at: moment.at,
    generation: moment.generation,
    parameter,
  }
  const apply = rangeFunctions[name]
  return windowsOf(range, moment).flatMap(({ labels, points }) => {
    const value = apply(points, window)
    return value === null ? [] : [{ labels: name === 'last_over_time' ? labels : dropName(labels), value }]
  })
}

/** Points of each series in the range, without the marks of its ends. */
function windowsOf({ selector, rangeMs }: RangeSelector, { source, at, generation }: Moment) {
  const end = at - selector.offsetMs
  const begin = end - rangeMs
  return source.select(selector.matchers, begin, end).flatMap((series) => {
    const points = livePoints(series, generation === 3 ? begin : begin - 1)
    return points.times.length === 0 ? [] : [{ labels: series.labels, points }]
  })
}

function livePoints({ times, values }: Series, after: number): Points {
  const liveTimes: number[] = []
  const liveValues: number[] = []
  for (const [index, time] of times.entries()) {
    const value = values[index]
    if (time <= after || value == null) continue
    liveTimes.push(time)
    liveValues.push(value)
  }
  return { times: liveTimes, values: liveValues }
}

function rangeArgument(call: FunctionCall): RangeSelector {
  const argument = argumentOf(call, 0)
  if (argument.kind !== 'range') throw new Error(`${call.name} was given no range`)
  return argument
}

function argumentOf({ name, arguments: given }: FunctionCall, index: number): Expression {
  const argument = given[index]
  if (argument === undefined) throw new Error(`${name} lacks an argument`)
  return argument
}

/** Without their names two series may be the same. */
function distinct(values: readonly Value[]): readonly Value[] {
  if (new Set(values.map(({ labels }) => labelKey(labels))).size === values.length) return values
  throw new EvaluationError('Two results have the same labels.')
}
