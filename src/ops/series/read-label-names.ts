/** `(a, b)` -> names */
import type { SyntaxNode } from '@lezer/common'
import { Refusal } from './refusal.ts'

export function readLabelNames(node: SyntaxNode | null, text: string): readonly string[] {
  const names: string[] = []
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (child.name === 'LineComment') continue
    if (child.name !== 'LabelName') {
      throw new Refusal('unsupported', 'Quoted label names are not supported.', child.from)
    }
    names.push(text.slice(child.from, child.to))
  }
  return names
}
