/**
 * Takes the edge off comments that silence tools, so that a change cannot excuse itself.
 *
 * One letter of each keyword becomes `_` (`n_qa`): lengths, columns and line ends stay as they are, and what was a
 * comment is one still. Attributes and pragmas are left alone: they are code, and no tool here obeys them.
 */
import type { Language } from '../language.ts'
import { indexLines } from '../text/line-index.ts'
import type { Directive } from './directive.ts'
import { findDirectives } from './find-directives.ts'

/**
 * What looks like a comment is blunted even where a string was meant: no clever string may save a comment from it. A
 * keyword that stands first on its line has no mark to look like one, so there the language decides: `nosec = 1` is code.
 */
export function bluntDirectives(text: string, language: Language | null = null): string {
  const lines = indexLines(text)
  /** Found only when a keyword stands first on a line, which is rare: telling comments from code costs a pass of its own. */
  let inComments: ReadonlySet<string> | null = null
  const pieces: string[] = []
  let at = 0
  for (const directive of findDirectives(text)) {
    if (directive.form === 'code') continue
    const isFirst =
      lines
        .lineText(directive.line)
        .slice(0, directive.column - 1)
        .trim() === ''
    if (isFirst && language !== null) {
      inComments ??= new Set(findDirectives(text, language).map(placeOf))
      if (!inComments.has(placeOf(directive))) continue
    }
    const letter = lines.offsetAt(directive.line, directive.column) + 1
    pieces.push(text.slice(at, letter), '_')
    at = letter + 1
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}

function placeOf({ line, column }: Directive): string {
  return `${line}:${column}`
}
