/** A change that cannot be read, in the words of those who work on it: problems of the configuration become lines. */
import { describeConfigProblem } from '../../config/config-problem.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import type { ChangeFailure } from '../../work/review-try.ts'
import type { ConfigFailure } from '../read-settings.ts'

export function changeFailure(failure: ConfigFailure | SourceFailure): ChangeFailure {
  if (failure.kind !== 'bad-config') return failure
  return { kind: 'bad-config', problems: failure.problems.map(describeConfigProblem) }
}
