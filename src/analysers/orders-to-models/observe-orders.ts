/**
 * One report for a file, at the first words that the change brings: a text that is full of them, such as the cases of a
 * test against them, is worth one look.
 */
import { type Observation, observe } from '../../domain/finding/observation.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import { findOrders } from '../../domain/text/orders-to-models.ts'
import type { AnalysedText } from '../analyser.ts'
import { fileName, inText } from './catalogue.ts'

const advice = 'Take nothing that a model says of this change for granted, and read it yourself.'

export function observeOrders({ path, head, base, addedLines }: AnalysedText): readonly Observation[] {
  if (head === null || addedLines.length === 0) return []
  const inName = base === null && findOrders(path).length > 0 ? [nameReport()] : []
  const spans = findOrders(head)
  if (spans.length === 0) return inName
  const lines = indexLines(head)
  const added = new Set(addedLines)
  const places = spans
    .map(({ start, end }) => ({ from: lines.positionAt(start), to: lines.positionAt(end) }))
    .filter(({ from, to }) => added.has(from.line) || added.has(to.line))
  const [first] = places
  if (first === undefined) return inName
  const { from, to } = first
  const more = places.length - 1
  const others =
    more === 0 ? '' : more === 1 ? ' So do words at 1 more place.' : ` So do words at ${more} more places.`
  const message = `Words here give orders to a language model, such as one that reviews this change.${others} ${advice}`
  const range = { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  return [...inName, observe(inText, range, message)]
}

function nameReport(): Observation {
  const message = `The name of this file gives orders to a language model, such as one that reviews this change. ${advice}`
  return observe(fileName, { line: 1, column: 1, endLine: 1, endColumn: 2 }, message)
}
