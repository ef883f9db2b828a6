/** What stands behind an operand: its range in brackets, or its offset. */
import type { SyntaxNode } from '@lezer/common'
import type { Expression } from './expression.ts'
import { readDurationMs, readNumber } from './read-literal.ts'
import { Refusal } from './refusal.ts'

export type Suffix = (operand: Expression) => Expression

/** @returns null for a node that is no suffix */
export function readSuffix(node: SyntaxNode, text: string): Suffix | null {
  if (node.name === 'OffsetExpr') return offsetOf(node, text)
  return node.name === 'MatrixSelector' ? rangeOf(node, text) : null
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
