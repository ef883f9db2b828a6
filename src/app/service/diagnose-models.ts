/** What the doctor says of language models. None is asked anything: that would have to be paid. */
import { createPrices } from '../../adapters/model-ai-sdk/prices.ts'
import type { CostLimit, ModelsConfig } from '../../config/service/models-config.ts'
import type { AgentRole } from '../../domain/agents/agent-role.ts'
import { type Diagnosis, good, weak } from './diagnosis.ts'

const subject = 'models'
const rolesOfReviews = ['coder', 'reviewer', 'guide'] as const satisfies readonly AgentRole[]

export function diagnoseModels(models: ModelsConfig, now: number): readonly Diagnosis[] {
  const { providers, roles, budget } = models
  if (providers.length === 0)
    return [good(subject, 'None are configured: analysers alone review (docs/models.md).')]
  const chains = rolesOfReviews.map((role) => `${role}: ${roles[role].join(', then ') || 'nobody'}`)
  const prices = createPrices(models, () => now)
  const names = [...new Set(rolesOfReviews.flatMap((role) => roles[role]))]
  const unpriced = names.filter((name) => prices.of(name) === null)
  return [
    good(subject, `${chains.join('; ')}.`),
    ...(unpriced.length === 0
      ? []
      : [
          weak(
            subject,
            `No price is known of ${unpriced.join(', ')}: limits in dollars do not count them.`,
            'Give it in models.prices; tokens are limited all the same.',
          ),
        ]),
    ...(isUnlimited(budget.day)
      ? [
          weak(
            subject,
            'Nothing limits what a day may cost.',
            'Set models.budget.day to tokens or dollars of 24 hours.',
          ),
        ]
      : []),
  ]
}

function isUnlimited({ tokensMax, microDollarsMax }: CostLimit): boolean {
  return tokensMax === null && microDollarsMax === null
}
