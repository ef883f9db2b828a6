/** deploy/prometheus/rules.yml. Every text is a quoted string of JSON, which YAML reads as it is. */
import type { AlertRule } from './alert-rule.ts'
import { summaryTemplate } from './alert-summary.ts'
import { durationOf } from './prometheus-duration.ts'
import { stretchExpression } from './stretch-expression.ts'

export interface RulesOptions {
  /** The value of the label `service`. */
  readonly service: string
  readonly team: string
  /** What a page's name is put behind, e.g. `https://docs.example.com/runbook/`. */
  readonly runbookUrl: string
  readonly evaluateEveryMs: number
  /** 0.1: every window and every `for` is a tenth as long, for rehearsals. */
  readonly timeScale: number
}

export const defaultRulesOptions: RulesOptions = {
  service: 'autogen-bot',
  team: 'autogen-bot',
  runbookUrl: 'docs/runbook/',
  evaluateEveryMs: 10_000,
  timeScale: 1,
}

export function renderRules(rules: readonly AlertRule[], given: Partial<RulesOptions> = {}): string {
  const options = { ...defaultRulesOptions, ...given }
  return `# Made from src/ops/alerts by "npm run docs". Do not edit: "autogen-bot alerts rules" prints it with your own names.
groups:
  - name: autogen-bot
    interval: ${durationOf(options.evaluateEveryMs)}
    rules:
${rules.map((rule) => renderRule(rule, options)).join('\n')}
`
}

function renderRule(rule: AlertRule, { service, team, runbookUrl, timeScale }: RulesOptions): string {
  const expr = stretchExpression(rule.expr, timeScale)
  const page = `${runbookUrl}${rule.page}${runbookUrl.startsWith('http') ? '' : '.md'}`
  return `      - alert: ${rule.name}
        expr: |-
${indented(expr, 10)}
        for: ${durationOf(rule.forMs * timeScale)}
        labels:
          severity: ${JSON.stringify(rule.severity)}
          team: ${JSON.stringify(team)}
          service: ${JSON.stringify(service)}
        annotations:
          summary: ${JSON.stringify(summaryTemplate(rule))}
          runbook_url: ${JSON.stringify(page)}${requirementLine(rule)}`
}

/** Not every alert was asked for line by line. */
function requirementLine({ requirements }: AlertRule): string {
  if (requirements.length === 0) return ''
  return `\n          requirement: ${JSON.stringify(requirements.join(' '))}`
}

function indented(text: string, spaces: number): string {
  return text
    .split('\n')
    .map((line) => `${' '.repeat(spaces)}${line}`)
    .join('\n')
}
