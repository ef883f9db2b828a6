/** Which of a text's directives its change brought: those of which the base has fewer with the same words. */
import type { Language } from '../language.ts'
import type { Directive } from './directive.ts'
import { findDirectives } from './find-directives.ts'

/** A directive that only moved to another line was there before. */
export function addedDirectives(
  directives: readonly Directive[],
  base: string | null,
  language: Language | null,
): readonly Directive[] {
  const left = new Map<string, number>()
  for (const directive of base === null ? [] : findDirectives(base, language)) {
    left.set(wordsOf(directive), (left.get(wordsOf(directive)) ?? 0) + 1)
  }
  return directives.filter((directive) => {
    const count = left.get(wordsOf(directive)) ?? 0
    left.set(wordsOf(directive), count - 1)
    return count <= 0
  })
}

function wordsOf(directive: Directive): string {
  return [directive.keyword, ...directive.codes].join(' ')
}
