/** Syntax tree -> Expression. */
import type { SyntaxNode } from '@lezer/common'
import { checkCall, checkType } from './check-types.ts'
import {
  type Aggregation,
  type AggregationOperator,
  aggregationOperators,
  type Expression,
  type FunctionCall,
  type FunctionName,
  functions,
} from './expression.ts'
import { readLabelNames } from './read-label-names.ts'
import { readNumber } from './read-literal.ts'
import { readOperations } from './read-operations.ts'
import { readSelector } from './read-selector.ts'
import { Refusal } from './refusal.ts'
import { childrenOf } from './syntax-nodes.ts'

export function readExpression(top: SyntaxNode, text: string): Expression {
  const [first, second] = childrenOf(top)
  if (first === undefined || second !== undefined) throw new Refusal('syntax', 'There is no expression.', 0)
  return read(first, text)
}

function read(node: SyntaxNode, text: string): Expression {
  return readOperations(node, text, (operand) => readOperand(operand, text))
}

function readOperand(node: SyntaxNode, text: string): Expression {
  switch (node.name) {
    case 'ParenExpr': {
      const [inner] = childrenOf(node)
      if (inner === undefined) throw new Refusal('syntax', 'There is nothing between parentheses.', node.from)
      return read(inner, text)
    }
    case 'NumberDurationLiteral':
      return { kind: 'number', value: numberOf(node, text) }
    case 'VectorSelector':
      return readSelector(node, text)
    case 'AggregateExpr':
      return readAggregation(node, text)
    case 'FunctionCall':
      return readCall(node, text)
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

function readAggregation(node: SyntaxNode, text: string): Aggregation {
  const sign = node.getChild('AggregateOp')
  const operator = sign === null ? '' : text.slice(sign.from, sign.to).toLowerCase()
  if (!isAggregation(operator)) {
    throw new Refusal('unsupported', `The aggregation ${operator} is not supported.`, node.from)
  }
  const given = argumentsOf(node, text)
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
    grouping: { by: modifier?.getChild('Without') == null, labels: readLabelNames(labels, text) },
    argument,
  }
}

function isAggregation(operator: string): operator is AggregationOperator {
  return (aggregationOperators as readonly string[]).includes(operator)
}

function readCall(node: SyntaxNode, text: string): FunctionCall {
  const identifier = node.getChild('FunctionIdentifier')
  const name = identifier === null ? '' : text.slice(identifier.from, identifier.to)
  if (!isFunction(name)) {
    throw new Refusal('unsupported', `The function ${name} is not supported.`, node.from)
  }
  const call: FunctionCall = { kind: 'call', name, arguments: argumentsOf(node, text) }
  checkCall(call, node.from)
  return call
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name)
}

function argumentsOf(node: SyntaxNode, text: string): readonly Expression[] {
  const body = node.getChild('FunctionCallBody')
  return body === null ? [] : childrenOf(body).map((child) => read(child, text))
}

function numberOf(node: SyntaxNode, text: string): number {
  // The sign is an operation of its own.
  const value = readNumber(text.slice(node.from, node.to).replace(/^[+-]\s*/, ''))
  if (value === null) throw new Refusal('syntax', `There is no number at offset ${node.from}.`, node.from)
  return value
}
