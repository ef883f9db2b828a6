/** What the configuration says of one rule: whether it speaks, how loudly, and which line of the file decided. */
import type { Severity } from '../domain/finding/severity.ts'
import type { ReviewConfig, RuleSetting } from './review-config.ts'

export interface RuleChoice {
  readonly enabled: boolean
  /** Null: the rule's own. */
  readonly severity: Severity | null
  /** The key under `rules` that decided; null when none speaks of this rule. */
  readonly decidedBy: string | null
}

const untouched: RuleChoice = { enabled: true, severity: null, decidedBy: null }

/** A rule's own name wins over a pattern; of several patterns the last one in the file wins. */
export function ruleSelection(rules: ReviewConfig['rules']): (rule: string) => RuleChoice {
  const exact = new Map<string, RuleChoice>()
  const patterns: (readonly [(rule: string) => boolean, RuleChoice])[] = []
  for (const [key, setting] of Object.entries(rules)) {
    if (key.includes('*')) patterns.unshift([rulePattern(key), choiceOf(key, setting)])
    else exact.set(key, choiceOf(key, setting))
  }
  return (rule) => exact.get(rule) ?? patterns.find(([matches]) => matches(rule))?.[1] ?? untouched
}

/** `*` stands for any characters, slashes too: `ruff/*`, `*-injection`, `*`. */
export function rulePattern(pattern: string): (rule: string) => boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return (rule) => rule === pattern
  return (rule) => {
    if (!rule.startsWith(head) || !rule.endsWith(tail) || rule.length < head.length + tail.length)
      return false
    let at = head.length
    for (const piece of rest) {
      const found = rule.indexOf(piece, at)
      if (found === -1 || found + piece.length > rule.length - tail.length) return false
      at = found + piece.length
    }
    return true
  }
}

function choiceOf(key: string, setting: RuleSetting): RuleChoice {
  return { enabled: setting.enabled, severity: setting.severity, decidedBy: key }
}
