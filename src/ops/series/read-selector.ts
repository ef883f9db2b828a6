/** `name{label="value", ...}` -> Selector */
import type { SyntaxNode } from '@lezer/common'
import type { Selector } from './expression.ts'
import { metricName } from './labels.ts'
import { readString } from './read-literal.ts'
import { Refusal } from './refusal.ts'
import type { LabelMatcher } from './series-source.ts'

const patternCharactersMax = 500

export function readSelector(node: SyntaxNode, text: string): Selector {
  const name = node.getChild('Identifier')
  const list = node.getChild('LabelMatchers')
  const matchers: LabelMatcher[] = []
  if (name !== null) matchers.push(toMatcher(metricName, '=', text.slice(name.from, name.to), name.from))
  for (let child = list?.firstChild ?? null; child !== null; child = child.nextSibling) {
    matchers.push(readMatcher(child, text))
  }
  if (name !== null && matchers.slice(1).some((matcher) => matcher.name === metricName)) {
    throw new Refusal('syntax', 'The metric is named twice.', node.from)
  }
  // Prometheus asks for the same: such a selector would read every series there is.
  if (matchers.every(({ passes }) => passes(''))) {
    throw new Refusal('type', 'A selector needs one matcher that an empty value does not pass.', node.from)
  }
  return { kind: 'selector', matchers, offsetMs: 0 }
}

function readMatcher(node: SyntaxNode, text: string): LabelMatcher {
  const slice = (child: SyntaxNode | null) => (child === null ? '' : text.slice(child.from, child.to))
  switch (node.name) {
    case 'UnquotedLabelMatcher':
      return toMatcher(
        slice(node.getChild('LabelName')),
        slice(node.getChild('MatchOp')),
        stringOf(node.getChild('StringLiteral'), text, node.from),
        node.from,
      )
    case 'QuotedLabelMatcher':
    case 'QuotedLabelName':
      throw new Refusal('unsupported', 'Quoted names in a selector are not supported.', node.from)
    default:
      throw new Refusal('unsupported', `${node.name} in a selector is not supported.`, node.from)
  }
}

function stringOf(node: SyntaxNode | null, text: string, at: number): string {
  const value = node === null ? null : readString(text.slice(node.from, node.to))
  if (value === null) throw new Refusal('syntax', `There is no valid string at offset ${at}.`, at)
  return value
}

function toMatcher(name: string, operator: string, value: string, at: number): LabelMatcher {
  switch (operator) {
    case '=':
      return { name, operator, value, passes: (given) => given === value }
    case '!=':
      return { name, operator, value, passes: (given) => given !== value }
    case '=~':
    case '!~': {
      const pattern = toPattern(value, at)
      const wanted = operator === '=~'
      return { name, operator, value, passes: (given) => pattern.test(given) === wanted }
    }
    default:
      throw new Refusal('syntax', `A selector cannot compare with ${operator}.`, at)
  }
}

/** Anchored at both ends, as Prometheus does it. */
function toPattern(value: string, at: number): RegExp {
  if (value.length > patternCharactersMax) throw new Refusal('unsupported', 'The pattern is too long.', at)
  try {
    return new RegExp(`^(?:${value})$`, 'su')
  } catch {
    throw new Refusal('unsupported', `The pattern ${JSON.stringify(value)} is not supported.`, at)
  }
}
