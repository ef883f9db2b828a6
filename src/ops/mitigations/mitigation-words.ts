/** A mitigation in a few words, for the journal and for people. */
import { assertNever } from '../../domain/assert-never.ts'
import type { Mitigation } from '../../domain/operations/mitigation.ts'

export function mitigationWords(mitigation: Mitigation): string {
  switch (mitigation.kind) {
    case 'pause-intake':
    case 'resume-intake':
      return 'queue'
    case 'analysers-only-on':
    case 'analysers-only-off':
      return 'language models'
    case 'shed-lanes':
    case 'unshed-lanes':
      return `lane ${mitigation.lanes.join(', ')}`
    case 'pause-installation':
    case 'resume-installation':
      return `installation ${mitigation.app}/${mitigation.installation}`
    case 'pause-repository':
    case 'resume-repository':
      return `repository ${mitigation.app}/${mitigation.repository}`
    case 'set-concurrency':
      return mitigation.jobs === null ? 'workers as configured' : `workers ${mitigation.jobs} jobs at a time`
    case 'set-log-level':
      return mitigation.level === null ? 'log as configured' : `log ${mitigation.level}`
    case 'reset-breaker':
      return `breaker ${mitigation.breaker}`
    case 'page-more':
      return `incident ${mitigation.incident}`
    case 'rollback':
      return mitigation.to === null ? 'release before' : `release ${mitigation.to}`
    case 'scale':
      return `workers ${mitigation.workers}`
    default:
      return assertNever(mitigation)
  }
}
