import { isAtLeast, type Severity } from '../domain/finding/severity.ts'
import { drop, eachCandidate, type Stage } from './candidate.ts'

export function applyThreshold(threshold: Severity): Stage {
  return eachCandidate((candidate) =>
    isAtLeast(candidate.severity, threshold)
      ? candidate
      : drop(candidate, 'below-threshold', `The threshold of the configuration is ${threshold}.`),
  )
}
