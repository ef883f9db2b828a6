/** What the agents took, in one line, the same in every report. Names of models are the operator's words. */
import type { AgentsReport } from './agents-report.ts'
import { dollars } from './dollars.ts'

export function usageWords({
  models,
  usage,
  stopped,
}: Pick<AgentsReport, 'models' | 'usage' | 'stopped'>): string {
  if (stopped === null && models.length === 0) return 'nobody had to be asked'
  const { tokens, calls, estimated, remembered, costMicroDollars } = usage
  const guessed = estimated > 0 ? ` (${grouped(estimated)} of them estimated)` : ''
  const reused = remembered === 0 ? '' : `, ${counted(remembered, 'answer')} remembered`
  const read = tokens.cacheRead === 0 ? '' : ` (${grouped(tokens.cacheRead)} from the provider's cache)`
  return [
    models.length === 0 ? 'no model answered' : models.join(', '),
    `${counted(calls, 'call')}${guessed}${reused}`,
    `${grouped(tokens.input)} tokens read${read}, ${grouped(tokens.output)} written`,
    costMicroDollars === null ? 'no price known' : dollars(costMicroDollars),
  ].join('; ')
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `45,210` */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
