/** What the agents took, in one line, the same in every report. Names of models are the operator's words. */
import type { AgentsReport } from './agents-report.ts'

export function usageWords({ models, usage }: Pick<AgentsReport, 'models' | 'usage'>): string {
  const { tokens, calls, remembered, costMicroDollars } = usage
  const reused = remembered === 0 ? '' : `, ${counted(remembered, 'answer')} remembered`
  const read = tokens.cacheRead === 0 ? '' : ` (${grouped(tokens.cacheRead)} from the provider's cache)`
  return [
    models.length === 0 ? 'no model answered' : models.join(', '),
    `${counted(calls, 'call')}${reused}`,
    `${grouped(tokens.input)} tokens read${read}, ${grouped(tokens.output)} written`,
    costMicroDollars === null ? 'no price known' : dollars(costMicroDollars),
  ].join('; ')
}

/** `$0.0123`: four digits, because a review often costs less than a cent. */
function dollars(micro: number): string {
  return `$${(micro / 1_000_000).toFixed(4)}`
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `45,210` */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
