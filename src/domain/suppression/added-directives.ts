/** Tells directives that a change brings from those that it only moves. */
import type { Language } from '../language.ts'
import type { Directive } from './directive.ts'
import { findDirectives } from './find-directives.ts'

/**
 * The directives of the head that the base does not have as often. Where several are alike, those on added lines
 * count as the new ones, the lowest first.
 *
 * @param directives of the head
 * @param base null when the file is new
 */
export function addedDirectives(
  directives: readonly Directive[],
  base: string | null,
  language: Language | null,
  addedLines: ReadonlySet<number> | null = null,
): readonly Directive[] {
  const surplus = new Map<string, number>()
  for (const directive of directives) add(surplus, directive, 1)
  for (const directive of base === null ? [] : findDirectives(base, language)) add(surplus, directive, -1)
  const isOld = (directive: Directive): boolean => addedLines !== null && !addedLines.has(directive.line)
  const newestFirst = directives.toReversed().sort((a, b) => Number(isOld(a)) - Number(isOld(b)))
  const added = new Set<Directive>()
  for (const directive of newestFirst) {
    const left = surplus.get(keyOf(directive)) ?? 0
    if (left <= 0) continue
    add(surplus, directive, -1)
    added.add(directive)
  }
  return directives.filter((directive) => added.has(directive))
}

function add(counts: Map<string, number>, directive: Directive, by: number): void {
  const key = keyOf(directive)
  counts.set(key, (counts.get(key) ?? 0) + by)
}

function keyOf(directive: Directive): string {
  return `${directive.keyword.replace(/\s/g, '').toLowerCase()} ${directive.codes.toSorted().join(',')}`
}
