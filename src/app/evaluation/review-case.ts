/** One case reviewed as `autogen-bot review` would do it. */
import { noStory } from '../../agents/context/context.ts'
import { describeConfigProblem } from '../../config/config-problem.ts'
import type { ModelsConfig } from '../../config/service/models-config.ts'
import { fail, succeed } from '../../domain/outcome.ts'
import { reviewRepository } from '../review-repository.ts'
import type { CaseAnswers } from './case-answers.ts'
import type { CaseRunner } from './run-cases.ts'

/** @param models null: analysers only @param answersOf a case, by its id */
export function createCaseReviewer(
  models: ModelsConfig | null,
  answersOf: (caseId: string) => CaseAnswers,
): CaseRunner['review'] {
  return async ({ id, title, description }, { folder, base, head }, signal) => {
    const story = { ...noStory, title, description }
    const { memory, recalled } = answersOf(id)
    const reviewed = await reviewRepository({
      folder,
      request: { base, head: { kind: 'ref', ref: head } },
      explains: false,
      sarifFiles: [],
      agents: models === null ? null : { models, story, memory, scope: `evaluation/${id}` },
      signal,
    })
    if (reviewed.ok) return succeed({ report: reviewed.value, recalled: recalled() })
    const { failure } = reviewed
    if (failure.kind !== 'bad-config') return fail(failure.message)
    return fail(
      `The repository's configuration has errors: ${failure.problems.map(describeConfigProblem).join(' ')}`,
    )
  }
}
