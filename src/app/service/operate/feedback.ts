/** What people made of our findings, by repository, and taking a demotion back. */
import type { Demotion, RuleTally } from '../../../domain/feedback/feedback.ts'
import { nameOfRepository, type Repository } from '../../../domain/repository/repository.ts'
import type { Backbone } from '../backbone.ts'

export interface RepositoryFeedback {
  /** `owner/name` */
  readonly repository: string
  readonly rules: readonly RuleTally[]
  readonly demotions: readonly Demotion[]
}

type Parts = Pick<Backbone, 'store'>

/** @param wanted `owner/name`, or null for all */
export async function feedbackByRepository(
  { store }: Parts,
  wanted: string | null,
): Promise<readonly RepositoryFeedback[]> {
  const repositories = await named({ store }, wanted)
  return Promise.all(
    repositories.map(async (repository) => ({
      repository: nameOfRepository(repository),
      rules: await store.feedback.tally(repository),
      demotions: await store.feedback.demotions(repository),
    })),
  )
}

/** @returns false when the rule is not demoted there */
export async function restoreRule({ store }: Parts, wanted: string, rule: string): Promise<boolean> {
  const restored = await Promise.all(
    (await named({ store }, wanted)).map((repository) => store.feedback.restore(repository, rule)),
  )
  return restored.includes(true)
}

async function named({ store }: Parts, wanted: string | null): Promise<readonly Repository[]> {
  const repositories = await store.feedback.repositories()
  return repositories.filter(
    (repository) => wanted === null || nameOfRepository(repository).toLowerCase() === wanted.toLowerCase(),
  )
}
