/**
 * Syntax tree -> Expression. The grammar is made for editors and binds two things looser than Prometheus does: a range
 * or offset behind an operation belongs to its last operand, and a sign before a power to the whole power.
 */
import type { SyntaxNode } from '@lezer/common'
import { checkBinary, checkCall, checkType } from './check-types.ts'
import {
  type Aggregation,
  type AggregationOperator,
  aggregationOperators,
  type BinaryOperation,
  type BinaryOperator,
  type Expression,
  type FunctionCall,
  type FunctionName,
  functions,
  isSetOperator,
} from './expression.ts'
import { readLabelNames } from './read-label-names.ts'
import { readMatching } from './read-matching.ts'
import { readDurationMs, readNumber } from './read-literal.ts'
import { readSelector } from './read-selector.ts'
import { Refusal } from './refusal.ts'

/** What stands behind an operand: its range or its offset. */
type Suffix = (operand: Expression) => Expression

interface Reading {
  readonly text: string
  /** To be put on the last operand, the innermost last. */
  readonly suffixes: readonly Suffix[]
}

export function readExpression(top: SyntaxNode, text: string): Expression {
  const [first, second] = childrenOf(top)
  if (first === undefined || second !== undefined) throw new Refusal('syntax', 'There is no expression.', 0)
  return read(first, { text, suffixes: [] })
}

function read(node: SyntaxNode, { text, suffixes }: Reading): Expression {
  const alone: Reading = { text, suffixes: [] }
  const finish = (operand: Expression) =>
    suffixes.reduceRight((inner, suffix) => suffix(inner), operand)
  switch (node.name) {
    case 'ParenExpr':
      return finish(read(onlyChild(node), alone))
    case 'NumberDurationLiteral':
      return finish({ kind: 'number', value: numberOf(node, text) })
    case 'VectorSelector':
      return finish(readSelector(node, text))
    case 'OffsetExpr':
      return read(onlyChild(node), { text, suffixes: [...suffixes, offsetOf(node, text)] })
    case 'MatrixSelector':
      return read(onlyChild(node), { text, suffixes: [...suffixes, rangeOf(node, text)] })
    case 'UnaryExpr':
      return readSigned(node, { text, suffixes })
    case 'BinaryExpr':
      return readBinary(node, { text, suffixes })
    case 'AggregateExpr':
      return finish(readAggregation(node, alone))
    case 'FunctionCall':
      return finish(readCall(node, alone))
    default:
      throw new Refusal('unsupported', `${constructs[node.name] ?? node.name} is not supported.`, node.from)
  }
}

const constructs: Readonly<Record<string, string>> = {
  SubqueryExpr: 'A subquery ([range:step])',
  StepInvariantExpr: 'The modifier @',
  StringLiteral: 'A string as a value',
  AnchoredExpr: 'The modifier anchored',
  SmoothedExpr: 'The modifier smoothed',
}

function readSigned(node: SyntaxNode, reading: Reading): Expression {
  const [sign] = childrenOf(node)
  const argument = read(onlyChild(node, 'UnaryOp'), reading)
  checkType(argument, ['scalar', 'vector'], 'A sign', node.from)
  if (sign === undefined || reading.text.slice(sign.from, sign.to) === '+') return argument
  return { kind: 'negation', argument }
}

function readBinary(node: SyntaxNode, { text, suffixes }: Reading): Expression {
  const children = childrenOf(node)
  const [left, sign] = children
  const right = children.at(-1)
  if (left === undefined || sign === undefined || right === undefined) {
    throw new Refusal('syntax', 'An operation has two sides.', node.from)
  }
  const operator = text.slice(sign.from, sign.to).toLowerCase()
  if (!isOperator(operator)) {
    throw new Refusal('unsupported', `The operator ${operator} is not supported.`, sign.from)
  }
  const isNegatedPower =
    operator === '^' && left.name === 'NumberDurationLiteral' && text[left.from] === '-'
  const base: Expression | null = isNegatedPower ? { kind: 'number', value: -numberOf(left, text) } : null
  const fill = node.getChild('FillModifier')
  if (fill !== null) throw new Refusal('unsupported', 'The modifier fill is not supported.', fill.from)
  const operation: BinaryOperation = {
    kind: 'binary',
    operator,
    left: base ?? read(left, { text, suffixes: [] }),
    right: read(right, { text, suffixes }),
    isBool: node.getChild('BoolModifier') !== null,
    matching: readMatching(node.getChild('MatchingModifierClause'), text, isSetOperator(operator)),
  }
  checkBinary(operation, node.from)
  return isNegatedPower ? { kind: 'negation', argument: operation } : operation
}

const operators: ReadonlySet<string> = new Set(
  ['+', '-', '*', '/', '%', '^', '==', '!=', '<', '<=', '>', '>=', 'and', 'or', 'unless'] satisfies BinaryOperator[],
)

function isOperator(text: string): text is BinaryOperator {
  return operators.has(text)
}

function readAggregation(node: SyntaxNode, reading: Reading): Aggregation {
  const sign = node.getChild('AggregateOp')
  const operator = sign === null ? '' : reading.text.slice(sign.from, sign.to).toLowerCase()
  if (!isAggregation(operator)) {
    throw new Refusal('unsupported', `The aggregation ${operator} is not supported.`, node.from)
  }
  const given = argumentsOf(node, reading)
  const [argument] = given
  if (argument === undefined || given.length > 1) {
    throw new Refusal('type', `${operator} takes one argument.`, node.from)
  }
  checkType(argument, ['vector'], operator, node.from)
  const modifier = node.getChild('AggregateModifier')
  const labels = modifier?.getChild('GroupingLabels') ?? null
  return {
    kind: 'aggregation',
    operator,
    grouping: { by: modifier?.getChild('Without') == null, labels: readLabelNames(labels, reading.text) },
    argument,
  }
}

function isAggregation(text: string): text is AggregationOperator {
  return (aggregationOperators as readonly string[]).includes(text)
}

function readCall(node: SyntaxNode, reading: Reading): FunctionCall {
  const identifier = node.getChild('FunctionIdentifier')
  const name = identifier === null ? '' : reading.text.slice(identifier.from, identifier.to)
  if (!isFunction(name)) {
    throw new Refusal('unsupported', `The function ${name} is not supported.`, node.from)
  }
  const call: FunctionCall = { kind: 'call', name, arguments: argumentsOf(node, reading) }
  checkCall(call, node.from)
  return call
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name)
}

function argumentsOf(node: SyntaxNode, reading: Reading): readonly Expression[] {
  const body = node.getChild('FunctionCallBody')
  return body === null ? [] : childrenOf(body).map((child) => read(child, reading))
}

function offsetOf(node: SyntaxNode, text: string): Suffix {
  const literal = node.getChild('OffsetDurationExpr')
  const words = literal === null ? '' : text.slice(literal.from, literal.to)
  const sign = words.startsWith('-') ? -1 : 1
  const offsetMs = sign * durationOf(words.replace(/^[+-]\s*/, ''), node.from)
  return (operand) => {
    const selector = operand.kind === 'range' ? operand.selector : operand
    if (selector.kind !== 'selector') {
      throw new Refusal('type', 'An offset stands behind a selector or a range.', node.from)
    }
    if (selector.offsetMs !== 0) throw new Refusal('type', 'There is more than one offset.', node.from)
    const moved = { ...selector, offsetMs }
    return operand.kind === 'range' ? { ...operand, selector: moved } : moved
  }
}

function rangeOf(node: SyntaxNode, text: string): Suffix {
  const literal = node.getChild('DurationExpr')
  const rangeMs = durationOf(literal === null ? '' : text.slice(literal.from, literal.to), node.from)
  return (operand) => {
    if (operand.kind !== 'selector' || operand.offsetMs !== 0) {
      throw new Refusal('type', 'A range stands right behind a selector.', node.from)
    }
    if (rangeMs <= 0) throw new Refusal('type', 'A range is longer than 0.', node.from)
    return { kind: 'range', selector: operand, rangeMs }
  }
}

function durationOf(words: string, at: number): number {
  const durationMs = readDurationMs(words)
  if (durationMs !== null) return durationMs
  const seconds = readNumber(words)
  if (seconds !== null && Number.isFinite(seconds)) return Math.round(seconds * 1_000)
  throw new Refusal('unsupported', `The duration ${JSON.stringify(words)} is not supported.`, at)
}

function numberOf(node: SyntaxNode, text: string): number {
  const value = readNumber(text.slice(node.from, node.to))
  if (value === null) throw new Refusal('syntax', `There is no number at offset ${node.from}.`, node.from)
  return value
}

/** The child that is an expression: the first that is not what is named. */
function onlyChild(node: SyntaxNode, besides = ''): SyntaxNode {
  const child = childrenOf(node).find(({ name }) => name !== besides)
  if (child === undefined) throw new Refusal('syntax', 'Something is missing.', node.from)
  return child
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child)
  }
  return children
}
