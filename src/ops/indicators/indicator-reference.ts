/** `docs/reference/indicators.md`: every figure, from the one list of them. */
import type { Indicator } from './indicator.ts'
import { indicators } from './indicators.ts'

export function indicatorReferenceText(): string {
  const rows = indicators.map(
    (indicator) =>
      `| \`${indicator.name}\` | ${indicator.kind} | ${unitText(indicator)} | ${labelsText(indicator)} | ${helpText(indicator)} |`,
  )
  return `${[introduction, '| name | kind | unit | labels | what it is and how it is measured |\n|---|---|---|---|---|', ...rows].join('\n')}\n`
}

const introduction = `<!-- Generated from src/ops/indicators. -->
# Figures

Every process gives these at \`/metrics\` on its operations port (\`metrics.port\`), in the form that Prometheus reads. A
process gives those of its role: web processes the probe and what comes in, workers the jobs and reviews, processes of
the leader role the queue, dependencies, certificates, budgets, breakers and backups. Counters are there from the start at 0
where their labels are known; a label has at most 100 values, further ones are counted as \`other\`.
`

function unitText({ kind, unit, buckets }: Indicator): string {
  return kind === 'histogram' && buckets !== undefined
    ? `${unit}, buckets ${buckets[0]} to ${buckets.at(-1)}`
    : unit
}

function labelsText({ labels }: Indicator): string {
  return labels.length === 0 ? '' : labels.map((label) => `\`${label}\``).join(', ')
}

function helpText({ help, isAwaited }: Indicator): string {
  return isAwaited === true ? `${help} Not measured yet.` : help
}
