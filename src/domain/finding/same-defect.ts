/** Whether two tools speak of one defect: by the defect's shared name, or by a weakness they both file it under. */
import type { Observation } from './observation.ts'

export type DefectFacts = Pick<Observation, 'defect' | 'rule' | 'cwe' | 'category'>

export function isSameDefect(a: DefectFacts, b: DefectFacts): boolean {
  if (defectName(a) === defectName(b)) return true
  if (a.category === 'secret' && b.category === 'secret') return true
  return a.cwe.some((weakness) => b.cwe.includes(weakness))
}

/** `noDebugger`, `no-debugger` and `eslint/no-debugger` are one name. */
function defectName(facts: DefectFacts): string {
  const name = facts.defect ?? facts.rule
  return name
    .slice(name.lastIndexOf('/') + 1)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
}
