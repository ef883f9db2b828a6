/** Which limits hold for one review: the operator's, and what the repository asks for where that is less. */
import type { CostLimit, ModelsConfig } from '../../config/service/models-config.ts'
import type { AgentSettings } from '../../domain/agents/agent-settings.ts'
import type { SpendLimit } from '../../ports/store/model-ledger.ts'

/** @returns the narrowest first, so that a refusal names the one that is nearest to the reader */
export function limitsOf(
  budget: ModelsConfig['budget'],
  { tokensPerReviewMax, dollarsPerReviewMax }: AgentSettings['budget'],
): readonly SpendLimit[] {
  const asked: CostLimit = {
    tokensMax: tokensPerReviewMax,
    microDollarsMax: dollarsPerReviewMax === null ? null : Math.round(dollarsPerReviewMax * 1_000_000),
  }
  const limits: readonly SpendLimit[] = [
    {
      scope: 'work',
      tokensMax: smaller(budget.review.tokensMax, asked.tokensMax),
      microDollarsMax: smaller(budget.review.microDollarsMax, asked.microDollarsMax),
    },
    { scope: 'repository', ...budget.repository },
    { scope: 'installation', ...budget.installation },
    { scope: 'day', ...budget.day },
  ]
  return limits.filter(({ tokensMax, microDollarsMax }) => tokensMax !== null || microDollarsMax !== null)
}

function smaller(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}
