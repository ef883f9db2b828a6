/**
 * Conflicts as git writes them: seven characters at a line's start, one blank, a label.
 *
 * A row of `=` alone underlines a heading in many formats, so it counts only between the other two.
 */
import { type Observation, observe, type RuleRecord } from '../../domain/finding/observation.ts'
import { commentsAndStrings, type Span } from '../../domain/text/comments-and-strings.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { AnalysedText } from '../analyser.ts'
import { leftover, unresolved } from './catalogue.ts'

type Marker = 'ours' | 'base' | 'divider' | 'theirs'

interface Seen {
  readonly marker: Marker
  readonly line: number
  readonly offset: number
  readonly length: number
}

interface Conflict {
  readonly rule: RuleRecord
  readonly at: Seen
  /** Offset behind the last marker that belongs to it. */
  readonly end: number
}

export function observeConflicts({ head, language, path }: AnalysedText): readonly Observation[] {
  if (head === null || !/^(?:<{7}|>{7}) /m.test(head)) return []
  const isProse = language === 'markdown' || proseFile.test(path)
  const seen = markersIn(head, isProse)
  const conflicts = conflictsOf(seen).filter(({ rule }) => rule === unresolved || !isProse)
  const spans = commentsAndStrings(head, language) ?? []
  return conflicts
    .filter(({ at, end }) => !isWithinOneString(spans, at.offset, end, head.length))
    .map(({ rule, at }) =>
      observe(
        rule,
        { line: at.line, column: 1, endLine: at.line, endColumn: at.length + 1 },
        rule === unresolved
          ? 'A merge conflict was committed unresolved. Keep the lines that are wanted and remove the markers.'
          : 'A marker of a merge conflict was left behind. Remove it, and check that the lines around it are the wanted ones.',
      ),
    )
}

const proseFile = /\.(?:rst|adoc|asciidoc|txt|tex|org|textile|wiki|pod)$/i

function markersIn(text: string, isProse: boolean): readonly Seen[] {
  const lines = indexLines(text)
  const seen: Seen[] = []
  let offset = 0
  let inFence = false
  for (let line = 1; line <= lines.lineCount; line++) {
    const raw = lines.lineText(line)
    if (isProse && /^\s{0,3}(?:```|~~~)/.test(raw)) inFence = !inFence
    const marker = inFence ? null : markerOf(raw.slice(0, 400))
    if (marker !== null) seen.push({ marker, line, offset, length: raw.trimEnd().length })
    offset += raw.length + 1
  }
  return seen
}

function markerOf(line: string): Marker | null {
  if (line.startsWith('<<<<<<< ')) return 'ours'
  if (/^\|{7}(?: |\s*$)/.test(line)) return 'base'
  if (/^={7}\s*$/.test(line)) return 'divider'
  if (line.startsWith('>>>>>>> ')) return 'theirs'
  return null
}

function conflictsOf(seen: readonly Seen[]): readonly Conflict[] {
  const conflicts: Conflict[] = []
  let open: Seen | null = null
  let divided = false
  for (const mark of seen) {
    if (mark.marker === 'ours') {
      if (open !== null) conflicts.push(left(open))
      open = mark
      divided = false
    } else if (mark.marker === 'divider') divided = open !== null
    else if (mark.marker === 'theirs') {
      if (open === null || !divided) conflicts.push(left(open ?? mark))
      else conflicts.push({ rule: unresolved, at: open, end: mark.offset + mark.length })
      open = null
      divided = false
    }
  }
  if (open !== null) conflicts.push(left(open))
  return conflicts
}

function left(mark: Seen): Conflict {
  return { rule: leftover, at: mark, end: mark.offset + mark.length }
}

/** A test's input or a help text that shows a conflict. A string that never ends is a quote that was misread. */
function isWithinOneString(spans: readonly Span[], start: number, end: number, textEnd: number): boolean {
  let low = 0
  let high = spans.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const span = spans[middle] as Span
    if (span.end <= start) low = middle + 1
    else if (span.start > start) high = middle - 1
    else return span.start < start && span.end > end && span.end < textEnd && span.kind === 'string'
  }
  return false
}
