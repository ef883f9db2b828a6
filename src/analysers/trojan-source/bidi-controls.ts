/** Direction controls that are still in force where a string, a comment or a line ends, and overrides wherever they are. */
import { type commentsAndStrings, kindAt, type Span } from '../../domain/text/comments-and-strings.ts'

export interface OddCharacter {
  readonly offset: number
  readonly codePoint: number
}

const controls = /[\u202a-\u202e\u2066-\u2069]/g
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * @param spans null when comments and strings cannot be told: then a line is the unit
 * @param isProse text for people, where controls belong to lines that have right-to-left letters
 */
export function oddBidiControls(
  text: string,
  spans: ReturnType<typeof commentsAndStrings>,
  isProse: boolean,
): readonly OddCharacter[] {
  const odd: OddCharacter[] = []
  let open: OddCharacter[] = []
  let unit = ''
  let lineStart = 0
  let lineEnd = -1
  let lineIsRightToLeft = false
  const flush = (): void => {
    if (!(isProse && lineIsRightToLeft)) odd.push(...open)
    open = []
  }
  for (const match of text.matchAll(controls)) {
    const offset = match.index
    if (offset > lineEnd) {
      flush()
      lineStart = text.lastIndexOf('\n', offset) + 1
      const next = text.indexOf('\n', offset)
      lineEnd = next === -1 ? text.length : next
      lineIsRightToLeft =
        isProse && rightToLeft.test(text.slice(lineStart, Math.min(lineEnd, lineStart + 5_000)))
      unit = ''
    }
    const here = unitAt(spans, offset)
    if (here !== unit) flush()
    unit = here
    const codePoint = text.charCodeAt(offset)
    const isPop = codePoint === 0x202c || codePoint === 0x2069
    if (codePoint === 0x202d || codePoint === 0x202e) {
      if (!(isProse && lineIsRightToLeft)) odd.push({ offset, codePoint })
    } else if (isPop) closeOne(open, codePoint)
    else open.push({ offset, codePoint })
  }
  flush()
  return odd.sort((a, b) => a.offset - b.offset)
}

/** A pop without anything open is harmless: it changes nothing. */
function closeOne(open: OddCharacter[], pop: number): void {
  const isIsolate = pop === 0x2069
  const last = open.at(-1)
  if (last === undefined) return
  if (last.codePoint >= 0x2066 === isIsolate) open.pop()
}

/** Names the comment, string or stretch of code that an offset is in. */
function unitAt(spans: readonly Span[] | null, offset: number): string {
  if (spans === null) return 'line'
  if (kindAt(spans, offset) === 'code') return 'code'
  return `span ${startOfSpan(spans, offset)}`
}

function startOfSpan(spans: readonly Span[], offset: number): number {
  let low = 0
  let high = spans.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((spans[middle] as Span).start <= offset) low = middle
    else high = middle - 1
  }
  return spans[low]?.start ?? 0
}
