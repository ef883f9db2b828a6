/** Operations between two values, and how the values of two vectors find each other. */
import type { Value } from './evaluate.ts'
import { EvaluationError } from './evaluation-error.ts'
import {
  type BinaryOperation,
  type BinaryOperator,
  isComparison,
  isSetOperator,
  type Matching,
} from './expression.ts'
import { dropLabels, dropName, keepLabels, type LabelSet, labelKey, metricName } from './labels.ts'

export function combineScalars(operator: BinaryOperator, left: number, right: number): number {
  return isComparison(operator) ? Number(holds(operator, left, right)) : calculate(operator, left, right)
}

/** @param scalarSide a comparison keeps the vector's value, whichever side it stands on */
export function combineWithScalar(
  { operator, isBool }: Pick<BinaryOperation, 'operator' | 'isBool'>,
  vector: readonly Value[],
  scalar: number,
  scalarSide: 'left' | 'right',
): readonly Value[] {
  return vector.flatMap(({ labels, value }) => {
    const [left, right] = scalarSide === 'left' ? [scalar, value] : [value, scalar]
    if (!isComparison(operator)) {
      return [{ labels: dropName(labels), value: calculate(operator, left, right) }]
    }
    const isTrue = holds(operator, left, right)
    if (isBool) return [{ labels: dropName(labels), value: Number(isTrue) }]
    return isTrue ? [{ labels, value }] : []
  })
}

export function combineVectors(
  operation: BinaryOperation,
  left: readonly Value[],
  right: readonly Value[],
): readonly Value[] {
  const { operator, matching } = operation
  const keyOf = ({ labels }: Value) => labelKey(matchedLabels(labels, matching))
  if (isSetOperator(operator)) {
    const leftKeys = new Set(left.map(keyOf))
    const rightKeys = new Set(right.map(keyOf))
    if (operator === 'and') return left.filter((value) => rightKeys.has(keyOf(value)))
    if (operator === 'unless') return left.filter((value) => !rightKeys.has(keyOf(value)))
    return [...left, ...right.filter((value) => !leftKeys.has(keyOf(value)))]
  }
  if (left.length === 0 || right.length === 0) return []
  const partners = new Map<string, Value>()
  for (const value of right) {
    const key = keyOf(value)
    if (partners.has(key)) throw new EvaluationError('Two series of the right side match the same labels.')
    partners.set(key, value)
  }
  return matchOneByOne(operation, left, (value) => ({
    key: keyOf(value),
    partner: partners.get(keyOf(value)),
  }))
}

function matchOneByOne(
  { operator, isBool, matching }: BinaryOperation,
  left: readonly Value[],
  find: (value: Value) => { readonly key: string; readonly partner: Value | undefined },
): readonly Value[] {
  const taken = new Set<string>()
  return left.flatMap((value) => {
    const { key, partner } = find(value)
    if (partner === undefined) return []
    const result = resultOf(operator, isBool, value.value, partner.value)
    if (result === null) return []
    const keepsName = isComparison(operator) && !isBool
    const labels = resultLabels(value.labels, partner.labels, matching, keepsName)
    // One to one a partner is taken once; many to one every result has labels of its own.
    const once = matching.groupLeft === null ? key : labelKey(labels)
    if (taken.has(once))
      throw new EvaluationError('Several series of the left side match one of the right side.')
    taken.add(once)
    return [{ labels, value: result }]
  })
}

/** @returns null when a comparison does not hold */
function resultOf(operator: BinaryOperator, isBool: boolean, left: number, right: number): number | null {
  if (!isComparison(operator)) return calculate(operator, left, right)
  const isTrue = holds(operator, left, right)
  if (isBool) return Number(isTrue)
  return isTrue ? left : null
}

function matchedLabels(labels: LabelSet, { on, labels: names }: Matching): LabelSet {
  return on ? keepLabels(labels, names) : dropLabels(labels, [...names, metricName])
}

function resultLabels(left: LabelSet, right: LabelSet, matching: Matching, keepsName: boolean): LabelSet {
  const named = keepsName ? left : dropName(left)
  const { on, labels: names, groupLeft } = matching
  if (groupLeft === null) return on ? keepLabels(named, names) : dropLabels(named, names)
  return { ...dropLabels(named, groupLeft), ...keepLabels(right, groupLeft) }
}

function holds(operator: BinaryOperator, left: number, right: number): boolean {
  switch (operator) {
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    default:
      throw new Error(`${operator} compares nothing`)
  }
}

function calculate(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
    case '^':
      return powerOf(left, right)
    default:
      throw new Error(`${operator} calculates nothing`)
  }
}

/** JavaScript finds 1 ^ NaN and 1 ^ Inf undefined; C, Go and Prometheus do not. */
function powerOf(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1
  return base ** exponent
}
