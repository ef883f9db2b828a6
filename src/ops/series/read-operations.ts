/**
 * Operations with Prometheus' precedence. The grammar is made for editors: an operand with an offset or a range behind
 * it takes everything before it along (`a + b offset 5m` is read as `(a + b) offset 5m`), and a sign binds tighter than
 * a power. So its nesting is laid flat, and put together again.
 */
import type { SyntaxNode } from '@lezer/common'
import { checkBinary, checkType } from './check-types.ts'
import type { BinaryOperation, BinaryOperator, Expression } from './expression.ts'
import { isSetOperator } from './expression.ts'
import { readMatching } from './read-matching.ts'
import { readSuffix, type Suffix } from './read-suffix.ts'
import { Refusal } from './refusal.ts'
import { childrenOf } from './syntax-nodes.ts'

type Part =
  | { readonly kind: 'operand'; readonly node: SyntaxNode; readonly suffixes: readonly Suffix[] }
  | { readonly kind: 'sign'; readonly isMinus: boolean; readonly at: number }
  | { readonly kind: 'operator'; readonly operator: BinaryOperator; readonly node: SyntaxNode }

type ReadOperand = (node: SyntaxNode) => Expression

/** What binds tighter has more. */
const precedences: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
}
const powerPrecedence = precedences['^']

export function readOperations(node: SyntaxNode, text: string, readOperand: ReadOperand): Expression {
  const parts = [...flatten(node, text, [])]
  let next = 0
  return readFrom(0)

  function readFrom(precedenceMin: number): Expression {
    let left = readSigned()
    for (;;) {
      const part = parts[next]
      if (part?.kind !== 'operator' || precedences[part.operator] < precedenceMin) return left
      next += 1
      const own = precedences[part.operator]
      // A power is read from the right, everything else from the left.
      const right = readFrom(part.operator === '^' ? own : own + 1)
      left = operationOf(part.operator, part.node, text, left, right)
    }
  }

  function readSigned(): Expression {
    const part = parts[next]
    next += 1
    if (part?.kind === 'operand') {
      return part.suffixes.reduceRight((inner, suffix) => suffix(inner), readOperand(part.node))
    }
    if (part?.kind !== 'sign') throw new Refusal('syntax', 'An operand is missing.', node.from)
    const argument = readFrom(powerPrecedence)
    checkType(argument, ['scalar', 'vector'], 'A sign', part.at)
    if (!part.isMinus) return argument
    if (argument.kind === 'number') return { kind: 'number', value: -argument.value }
    return { kind: 'negation', argument }
  }
}

function* flatten(node: SyntaxNode, text: string, suffixes: readonly Suffix[]): Generator<Part> {
  const children = childrenOf(node)
  const suffix = readSuffix(node, text)
  if (suffix !== null) {
    yield* flatten(childAt(node, children, 0), text, [...suffixes, suffix])
  } else if (node.name === 'BinaryExpr') {
    yield* flatten(childAt(node, children, 0), text, [])
    yield { kind: 'operator', operator: operatorOf(childAt(node, children, 1), text), node }
    yield* flatten(childAt(node, children, -1), text, suffixes)
  } else if (node.name === 'UnaryExpr') {
    yield { kind: 'sign', isMinus: text[node.from] === '-', at: node.from }
    yield* flatten(childAt(node, children, -1), text, suffixes)
  } else {
    const sign = node.name === 'NumberDurationLiteral' ? text[node.from] : undefined
    if (sign === '-' || sign === '+') yield { kind: 'sign', isMinus: sign === '-', at: node.from }
    yield { kind: 'operand', node, suffixes }
  }
}

function childAt(parent: SyntaxNode, children: readonly SyntaxNode[], index: number): SyntaxNode {
  const child = children.at(index)
  if (child === undefined) throw new Refusal('syntax', 'Something is missing.', parent.from)
  return child
}

function operatorOf(node: SyntaxNode, text: string): BinaryOperator {
  const operator = text.slice(node.from, node.to).toLowerCase()
  if (isOperator(operator)) return operator
  throw new Refusal('unsupported', `The operator ${operator} is not supported.`, node.from)
}

function isOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(precedences, text)
}

function operationOf(
  operator: BinaryOperator,
  node: SyntaxNode,
  text: string,
  left: Expression,
  right: Expression,
): Expression {
  const fill = node.getChild('FillModifier')
  if (fill !== null) throw new Refusal('unsupported', 'The modifier fill is not supported.', fill.from)
  const operation: BinaryOperation = {
    kind: 'binary',
    operator,
    left,
    right,
    isBool: node.getChild('BoolModifier') !== null,
    matching: readMatching(node.getChild('MatchingModifierClause'), text, isSetOperator(operator)),
  }
  checkBinary(operation, node.from)
  return operation
}
