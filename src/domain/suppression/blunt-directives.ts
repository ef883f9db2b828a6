/**
 * Takes the edge off comments that silence tools, so that a change cannot excuse itself.
 *
 * One letter of each keyword becomes `_` (`n_qa`): lengths, columns and line ends stay as they are, and what was a
 * comment is one still. Attributes and pragmas are left alone: they are code, and no tool here obeys them.
 */
import { indexLines } from '../text/line-index.ts'
import { findDirectives } from './find-directives.ts'

export function bluntDirectives(text: string): string {
  const lines = indexLines(text)
  const pieces: string[] = []
  let at = 0
  for (const directive of findDirectives(text)) {
    if (directive.form === 'code') continue
    const letter = lines.offsetAt(directive.line, directive.column) + 1
    pieces.push(text.slice(at, letter), '_')
    at = letter + 1
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}
