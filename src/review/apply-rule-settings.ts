/** What the repository's owner decided about rules. */
import type { Severity } from '../domain/finding/severity.ts'
import { drop, eachCandidate, type Stage } from './candidate.ts'

/** @param decide null: as the analyser says */
export function applyRuleSettings(decide: (ruleId: string) => Severity | 'off' | null): Stage {
  return eachCandidate((candidate) => {
    const decision = decide(candidate.ruleId)
    if (decision === 'off') return drop(candidate, 'rule-off', '`rules` of the configuration turns it off.')
    return decision === null ? candidate : { ...candidate, severity: decision }
  })
}
