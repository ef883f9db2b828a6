/** PromQL's types: which kind of value may stand where. */
import {
  type BinaryOperation,
  type Expression,
  type FunctionCall,
  functions,
  isComparison,
  isSetOperator,
  typeOf,
  type ValueType,
} from './expression.ts'
import { Refusal } from './refusal.ts'

export function checkType(
  expression: Expression,
  allowed: readonly ValueType[],
  who: string,
  at: number,
): void {
  const type = typeOf(expression)
  if (!allowed.includes(type))
    throw new Refusal('type', `${who} takes a ${allowed.join(' or ')}, not a ${type}.`, at)
}

export function checkCall({ name, arguments: given }: FunctionCall, at: number): void {
  const takes: readonly ValueType[] = functions[name].takes
  if (given.length !== takes.length) {
    throw new Refusal('type', `${name} takes ${takes.length} argument${takes.length === 1 ? '' : 's'}.`, at)
  }
  for (const [index, argument] of given.entries()) {
    checkType(argument, takes.slice(index, index + 1), name, at)
  }
}

export function checkBinary({ operator, left, right, isBool, matching }: BinaryOperation, at: number): void {
  checkType(left, ['scalar', 'vector'], operator, at)
  checkType(right, ['scalar', 'vector'], operator, at)
  const scalars = [left, right].filter((side) => typeOf(side) === 'scalar').length
  if (isBool && !isComparison(operator)) throw new Refusal('type', `bool stands behind comparisons only.`, at)
  if (scalars === 2 && isComparison(operator) && !isBool) {
    throw new Refusal('type', 'Two scalars are compared with bool.', at)
  }
  if (scalars > 0 && isSetOperator(operator)) throw new Refusal('type', `${operator} takes two vectors.`, at)
  if (scalars > 0 && (matching.labels.length > 0 || matching.groupLeft !== null)) {
    throw new Refusal('type', 'Labels are matched between two vectors.', at)
  }
}
