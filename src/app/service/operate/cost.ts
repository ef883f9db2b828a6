/** What language models cost, as the command and the API ask for it. */
import { type CostQuery, type CostReport, reportCost } from '../../../ops/costs/cost-report.ts'
import type { Backbone } from '../backbone.ts'
import { clock } from '../open-backbone.ts'

export type { CostReport, CostRow } from '../../../ops/costs/cost-report.ts'

export function readCost(
  { config, store }: Pick<Backbone, 'config' | 'store'>,
  query: CostQuery,
): Promise<CostReport> {
  return reportCost(store.modelLedger, config.models.budget.day, query, clock.now())
}
