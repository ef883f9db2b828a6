/** Which directive, if any, was meant for a report. */
import type { Directive } from './directive.ts'

/**
 * A directive that names the rule goes before one that silences everything; one that names other rules covers
 * nothing.
 *
 * @param ruleId `analyser/rule-id`
 */
export function directiveFor(
  directives: readonly Directive[],
  line: number,
  ruleId: string,
): Directive | null {
  let blanket: Directive | null = null
  for (const directive of directives) {
    if (line < directive.firstLine || line > directive.lastLine) continue
    if (directive.codes.some((code) => names(directive, code, ruleId))) return directive
    if (blanket === null && directive.codes.length === 0 && silencesAll(directive, ruleId))
      blanket = directive
  }
  return blanket
}

/** Rules about text that no silencing comment was ever meant for. */
const unexcused = /^(?:trojan-source|orders-to-models|conflict-markers|suppressions)\//

function silencesAll(directive: Directive, ruleId: string): boolean {
  if (unexcused.test(ruleId)) return false
  const isSecret = ruleId.startsWith('secrets/')
  switch (directive.silences) {
    case 'lint':
      return !isSecret
    case 'security':
      return true
    case 'secrets':
      return isSecret
    case 'types':
    case 'ours':
      return false
  }
}

function names(directive: Directive, code: string, ruleId: string): boolean {
  if (directive.silences === 'ours') {
    return (
      code === ruleId || code === ruleId.slice(0, ruleId.indexOf('/')) || lastPart(code) === lastPart(ruleId)
    )
  }
  const wanted = lastPart(code)
  const rule = lastPart(ruleId)
  if (wanted === rule) return wanted !== ''
  return /^[a-z]+\d*$/.test(wanted) && /^[a-z]{1,5}\d+$/.test(rule) && isPrefix(wanted, rule)
}

/** Flake8 and its kin: `S6` stands for `S602`, `S` for all of bandit's, but not for `SIM102`. */
function isPrefix(wanted: string, rule: string): boolean {
  return rule.startsWith(wanted) && /^\d*$/.test(rule.slice(wanted.length))
}

/** `plugin/no-eval`, `noEval`, `java:no_eval` are all one name. */
function lastPart(name: string): string {
  return name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1)
    .replace(/[-_]/g, '')
    .toLowerCase()
}
