/** What the doctor says of language models. None is asked anything: that would have to be paid. */
import { createPrices } from '../../adapters/model-ai-sdk/prices.ts'
import type { ModelsConfig } from '../../config/service/models-config.ts'
import type { AgentRole } from '../../domain/agents/agent-role.ts'
import { type Diagnosis, good, weak } from './diagnosis.ts'

const subject = 'models'
const rolesOfReviews = ['coder', 'reviewer', 'guide'] as const satisfies readonly AgentRole[]

export function diagnoseModels(models: ModelsConfig, now: number): readonly Diagnosis[] {
  const { providers, roles } = models
  if (providers.length === 0)
    return [good(subject, 'None are configured: analysers alone review (docs/models.md).')]
  const chains = rolesOfReviews.map((role) => `${role}: ${roles[role].join(', then ') || 'nobody'}`)
  return [good(subject, `${chains.join('; ')}.`), ...diagnosePrices(models, now)]
}

function diagnosePrices({ roles, budget, ...models }: ModelsConfig, now: number): readonly Diagnosis[] {
  const prices = createPrices(models, () => now)
  const names = [...new Set(rolesOfReviews.flatMap((role) => roles[role]))]
  const unpriced = names.filter((name) => prices.of(name) === null).join(', ')
  if (unpriced === '') return []
  return [
    budget.day.tokensMax === null
      ? weak(
          subject,
          `No price is known of ${unpriced}, and the limit of a day is in dollars alone: nothing limits them.`,
          'Give prices in models.prices, or models.budget.day a limit in tokens.',
        )
      : weak(
          subject,
          `No price is known of ${unpriced}: limits in dollars do not count them.`,
          'Give it in models.prices; tokens are limited all the same.',
        ),
  ]
}
