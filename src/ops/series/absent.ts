/** Which labels the answer of `absent` carries: what the selector says for certain. */
import type { Expression } from './expression.ts'
import { type LabelSet, metricName } from './labels.ts'

export function absentLabels(argument: Expression): LabelSet {
  const selector = argument.kind === 'range' ? argument.selector : argument
  if (selector.kind !== 'selector') return {}
  const said = new Map<string, string>()
  const settled = new Set<string>()
  for (const { name, operator, value } of selector.matchers) {
    if (name === metricName) continue
    if (operator === '=' && !settled.has(name)) {
      said.set(name, value)
      settled.add(name)
    } else {
      said.delete(name)
    }
  }
  return Object.fromEntries([...said].filter(([, value]) => value !== ''))
}
