/**
 * Comments that ask tools to be silent. One that stood before this change is the team's decision and is obeyed; one
 * that the change itself brings is shown with the finding, because nobody has agreed to it yet.
 */

import { addedDirectives } from '../domain/suppression/added-directives.ts'
import type { Directive } from '../domain/suppression/directive.ts'
import { directiveFor } from '../domain/suppression/directive-for.ts'
import { findDirectives } from '../domain/suppression/find-directives.ts'
import { type Candidate, drop, eachCandidate, type Stage } from './candidate.ts'
import type { ReadFile } from './read-change.ts'

interface FileDirectives {
  readonly all: readonly Directive[]
  readonly added: ReadonlySet<Directive>
}

export const obeySuppressions: Stage = (candidates) => {
  const byFile = new Map<ReadFile, FileDirectives>()

  function directivesOf(file: ReadFile): FileDirectives {
    const known = byFile.get(file)
    if (known !== undefined) return known
    const all = file.head === null ? [] : findDirectives(file.head, file.language)
    const added = all.length === 0 ? [] : addedDirectives(all, file.base, file.language, file.addedLines)
    const found = { all, added: new Set(added) }
    byFile.set(file, found)
    return found
  }

  function decide(candidate: Candidate) {
    // A report about such a comment is not silenced by it.
    if (candidate.side === 'LEFT' || candidate.defect === 'suppression') return candidate
    const { all, added } = directivesOf(candidate.file)
    const directive = directiveFor(all, candidate.line, candidate.ruleId)
    if (directive === null) return candidate
    if (!added.has(directive)) {
      return drop(
        candidate,
        'suppressed-before',
        `\`${directive.keyword}\` on line ${directive.line} stood before this change.`,
      )
    }
    return { ...candidate, suppressed: { by: directive.keyword, line: directive.line, addedHere: true } }
  }

  return eachCandidate(decide)(candidates)
}
