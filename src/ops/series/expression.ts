/** The part of PromQL that our alerts and indicators are written in, as values. Types are checked when it is read. */
import type { LabelMatcher } from './series-source.ts'

export type Expression =
  | NumberLiteral
  | Selector
  | RangeSelector
  | FunctionCall
  | Aggregation
  | BinaryOperation
  | Negation

export interface NumberLiteral {
  readonly kind: 'number'
  readonly value: number
}

export interface Selector {
  readonly kind: 'selector'
  /** The metric's name is a matcher of `__name__`. */
  readonly matchers: readonly LabelMatcher[]
  readonly offsetMs: number
}

export interface RangeSelector {
  readonly kind: 'range'
  readonly selector: Selector
  readonly rangeMs: number
}

export interface FunctionCall {
  readonly kind: 'call'
  readonly name: FunctionName
  readonly arguments: readonly Expression[]
}

export interface Aggregation {
  readonly kind: 'aggregation'
  readonly operator: AggregationOperator
  readonly grouping: { readonly by: boolean; readonly labels: readonly string[] }
  readonly argument: Expression
}

export interface BinaryOperation {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
  /** Comparisons: 1 or 0 instead of leaving out what does not hold. */
  readonly isBool: boolean
  readonly matching: Matching
}

/** How the two sides of an operation on vectors find each other. */
export interface Matching {
  /** True: by these labels alone; false: by all but these. */
  readonly on: boolean
  readonly labels: readonly string[]
  /** Labels that the "one" side lends to the "many" side on the left; null: one to one. */
  readonly groupLeft: readonly string[] | null
}

export interface Negation {
  readonly kind: 'negation'
  readonly argument: Expression
}

export type ValueType = 'scalar' | 'vector' | 'range'

export const arithmeticOperators = ['+', '-', '*', '/', '%', '^'] as const
export const comparisonOperators = ['==', '!=', '<', '<=', '>', '>='] as const
export const setOperators = ['and', 'or', 'unless'] as const
export type ArithmeticOperator = (typeof arithmeticOperators)[number]
export type ComparisonOperator = (typeof comparisonOperators)[number]
export type SetOperator = (typeof setOperators)[number]
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator

export const aggregationOperators = ['sum', 'avg', 'min', 'max', 'count'] as const
export type AggregationOperator = (typeof aggregationOperators)[number]

interface Signature {
  readonly takes: readonly ValueType[]
  readonly gives: ValueType
}

const overTime = { takes: ['range'], gives: 'vector' } as const

export const functions = {
  rate: overTime,
  increase: overTime,
  irate: overTime,
  delta: overTime,
  deriv: overTime,
  changes: overTime,
  resets: overTime,
  avg_over_time: overTime,
  min_over_time: overTime,
  max_over_time: overTime,
  sum_over_time: overTime,
  count_over_time: overTime,
  last_over_time: overTime,
  absent_over_time: overTime,
  predict_linear: { takes: ['range', 'scalar'], gives: 'vector' },
  absent: { takes: ['vector'], gives: 'vector' },
  histogram_quantile: { takes: ['scalar', 'vector'], gives: 'vector' },
  abs: { takes: ['vector'], gives: 'vector' },
  clamp_min: { takes: ['vector', 'scalar'], gives: 'vector' },
  clamp_max: { takes: ['vector', 'scalar'], gives: 'vector' },
  vector: { takes: ['scalar'], gives: 'vector' },
  scalar: { takes: ['vector'], gives: 'scalar' },
  time: { takes: [], gives: 'scalar' },
} as const satisfies Readonly<Record<string, Signature>>
export type FunctionName = keyof typeof functions

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return (comparisonOperators as readonly string[]).includes(operator)
}

export function isSetOperator(operator: BinaryOperator): operator is SetOperator {
  return (setOperators as readonly string[]).includes(operator)
}

export function typeOf(expression: Expression): ValueType {
  switch (expression.kind) {
    case 'number':
      return 'scalar'
    case 'selector':
    case 'aggregation':
      return 'vector'
    case 'range':
      return 'range'
    case 'call':
      return functions[expression.name].gives
    case 'negation':
      return typeOf(expression.argument)
    case 'binary':
      return typeOf(expression.left) === 'scalar' && typeOf(expression.right) === 'scalar'
        ? 'scalar'
        : 'vector'
  }
}

/** Every selector in it, with how far back it looks: what has to be at hand to evaluate it. */
export function selectorsOf(
  expression: Expression,
): readonly { readonly selector: Selector; readonly rangeMs: number }[] {
  switch (expression.kind) {
    case 'number':
      return []
    case 'selector':
      return [{ selector: expression, rangeMs: 0 }]
    case 'range':
      return [{ selector: expression.selector, rangeMs: expression.rangeMs }]
    case 'call':
      return expression.arguments.flatMap(selectorsOf)
    case 'aggregation':
    case 'negation':
      return selectorsOf(expression.argument)
    case 'binary':
      return [...selectorsOf(expression.left), ...selectorsOf(expression.right)]
  }
}
