/** Rules with their expressions read. One that cannot be read is a bug of ours, found by the first test. */
import type { Expression } from '../series/expression.ts'
import { parseExpression } from '../series/parse-expression.ts'
import type { AlertRule } from './alert-rule.ts'
import { stretchExpression } from './stretch-expression.ts'

export interface CompiledRule extends AlertRule {
  readonly expression: Expression
}

/** @param timeScale 0.1: every window and every `for` is a tenth as long */
export function compileRules(rules: readonly AlertRule[], timeScale = 1): readonly CompiledRule[] {
  return rules.map((rule) => {
    const parsed = parseExpression(stretchExpression(rule.expr, timeScale))
    if (!parsed.ok) throw new Error(`${rule.name}: ${parsed.failure.message}`)
    return { ...rule, forMs: rule.forMs * timeScale, expression: parsed.value }
  })
}
