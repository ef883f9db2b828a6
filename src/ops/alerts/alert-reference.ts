/** docs/reference/alerts.md */
import type { AlertRule } from './alert-rule.ts'
import { durationOf } from './prometheus-duration.ts'

export function alertReferenceText(rules: readonly AlertRule[]): string {
  return `# Alerts

Made from \`src/ops/alerts\` by \`npm run docs\`. The built-in evaluator and Prometheus (\`deploy/prometheus/rules.yml\`,
\`deploy/alertmanager/alertmanager.yml\`) work from the same definitions; \`autogen-bot alerts\` shows how each stands.
P1 wakes somebody at once, P2 within half an hour, P3 waits for business hours.

| alert | severity | asked for by | holds for | page |
|---|---|---|---|---|
${rules.map(row).join('\n')}

${rules.map(section).join('\n\n')}
`
}

function row({ name, severity, requirements, forMs, page }: AlertRule): string {
  return `| [${name}](#${name.toLowerCase()}) | ${severity} | ${requirements.join(', ')} | ${durationOf(forMs)} | \`docs/runbook/${page}.md\` |`
}

function section({ name, summary, about, expr, inhibits }: AlertRule): string {
  const quiet = inhibits.map(
    ({ alerts, equal }) =>
      `${alerts.join(', ')}${equal.length > 0 ? ` with the same ${equal.join(' and ')}` : ''}`,
  )
  return `## ${name}

> ${summary.replaceAll(/\{(\w+)\}/g, '`$1`')}

${about}

\`\`\`promql
${expr}
\`\`\`${quiet.length > 0 ? `\n\nWhile it fires, nobody is told of ${quiet.join('; ')}.` : ''}`
}
