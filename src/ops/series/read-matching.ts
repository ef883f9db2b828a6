/** `on (a, b) group_left (c)` -> Matching */
import type { SyntaxNode } from '@lezer/common'
import type { Matching } from './expression.ts'
import { readLabelNames } from './read-label-names.ts'
import { Refusal } from './refusal.ts'

export function readMatching(node: SyntaxNode | null, text: string, isSet: boolean): Matching {
  if (node === null) return { on: false, labels: [], groupLeft: null }
  if (node.getChild('GroupRight') !== null) {
    throw new Refusal('unsupported', 'group_right is not supported: swap the sides.', node.from)
  }
  const [labels, lent] = node.getChildren('GroupingLabels')
  const isGrouped = node.getChild('GroupLeft') !== null
  if (isGrouped && isSet) {
    throw new Refusal('type', 'and, or, unless match many to many: group_left says nothing there.', node.from)
  }
  const matching: Matching = {
    on: node.getChild('On') !== null,
    labels: readLabelNames(labels ?? null, text),
    groupLeft: isGrouped ? readLabelNames(lent ?? null, text) : null,
  }
  const both = matching.on ? matching.groupLeft?.find((label) => matching.labels.includes(label)) : undefined
  if (both !== undefined) {
    throw new Refusal('type', `The label ${both} cannot stand in on and in group_left.`, node.from)
  }
  return matching
}
