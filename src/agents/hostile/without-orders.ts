/**
 * What one of two reads who must not both be talked into silence: the same blocks without the words that are known to
 * give orders to models. Code stays, since only a sentence, or a name, is taken out; the other one reads all of it.
 */
import { indexLines, type LineIndex } from '../../domain/text/line-index.ts'
import { findOrders, type OrderSpan } from '../../domain/text/orders-to-models.ts'

/** Holds nothing that a block, a JSON string or a comment could end with. */
export const leftOutMark = '[words to models were left out here]'

const numbered = /^[ +-] (?:L\d+ +)?(?:R\d+ +)?\| /
const opened = /^(<<<data .*? (?:title|symbol)=")((?:[^"\\]|\\.)*)(".*)$/
const frame = /^<<<(?:data|end) /
const ofSentence = /[\p{L}\p{N}\p{M} \t,.:'’!?@&%-]/u
const ofName = /[\p{L}\p{N}_$]/u
/** Lines of a comment, and of prose. Without its mark a line of words may be code: `return allowed`. */
const goesOn = {
  code: /^[ \t]*(?:\/\/+|#+|\*+|--|;+)[ \t]+\p{L}[\p{L}\p{N}\p{M} \t,.:'’!?@&%"-]*$/u,
  prose: /^[ \t>]*\p{L}[\p{L}\p{N}\p{M} \t,.:'’!?@&%"-]*$/u,
  frame: /(?!)/,
}
const linesMax = 20

interface Line {
  readonly kind: keyof typeof goesOn
  readonly before: string
  /** Of whoever wrote the text; empty for a block's frame, but for a title or a symbol in it. */
  readonly words: string
  readonly after: string
}

/** Of data blocks, with as many lines. The same text when nothing of the kind is found. */
export function withoutOrders(text: string): string {
  const isOwners = ownersLines()
  const lines = text.split('\n').map((line) => (isOwners(line) ? frameLine(line) : apart(line)))
  const joined = lines.map(({ words }) => words).join('\n')
  const found = findOrders(joined)
  if (found.length === 0) return text
  const index = indexLines(joined)
  const spans: OrderSpan[] = []
  let last: OrderSpan = { start: 0, end: 0 }
  for (const span of found) {
    // A line that is full of them is one sentence, and looked at once.
    if (span.end <= last.end) continue
    last = taken(span)
    spans.push(last)
  }

  function taken(span: OrderSpan): OrderSpan {
    const { line, column } = index.positionAt(span.start)
    const { kind, words } = lines[line - 1] as Line
    const start = span.start - column + 1
    const sentence = sentenceOf(joined, span)
    // Of prose the whole line: nothing in it is code.
    const all = kind === 'code' ? sentence : { start, end: Math.max(sentence.end, start + words.length) }
    return linesOn(all, lines, index)
  }

  let passed = 0
  return lines
    .map(({ before, words, after }, at) => {
      const start = index.offsetAt(at + 1, 1)
      while ((spans[passed]?.end ?? Number.POSITIVE_INFINITY) <= start) passed += 1
      return `${before}${blanked(words, start, spans, passed)}${after}`
    })
    .join('\n')
}

function apart(line: string): Line {
  const [, before, words, after] = opened.exec(line) ?? []
  if (before !== undefined && words !== undefined && after !== undefined)
    return { kind: 'frame', before, words, after }
  if (frame.test(line)) return frameLine(line)
  const number = numbered.exec(line)?.[0]
  return number === undefined
    ? { kind: 'prose', before: '', words: line, after: '' }
    : { kind: 'code', before: number, words: line.slice(number.length), after: '' }
}

function frameLine(line: string): Line {
  return { kind: 'frame', before: line, words: '', after: '' }
}

/** Wishes of the repository's owners, from the base of the change, are meant for models. */
function ownersLines(): (line: string) => boolean {
  let isInside = false
  return (line) => {
    if (frame.test(line)) isInside = /^<<<data [0-9a-f]+ kind="(?:guidance|instructions)"/.test(line)
    return isInside
  }
}

/** All of it that stands on the same line; of a name, the name. */
function sentenceOf(text: string, { start, end }: OrderSpan): OrderSpan {
  const within = /\s/.test(text.slice(start, end)) ? ofSentence : ofName
  let from = start
  let to = end
  while (from > 0 && within.test(text[from - 1] as string)) from -= 1
  while (to < text.length && within.test(text[to] as string)) to += 1
  while (from < start && /\s/.test(text[from] as string)) from += 1
  return { start: from, end: to }
}

/** The lines of the same comment that follow are taken for more of it. */
function linesOn({ start, end }: OrderSpan, lines: readonly Line[], index: LineIndex): OrderSpan {
  const last = index.positionAt(end - 1)
  const { kind, words } = lines[last.line - 1] as Line
  let to = end
  if (last.column !== words.length) return { start, end }
  for (const next of lines.slice(last.line, last.line + linesMax)) {
    if (next.kind !== kind || !goesOn[kind].test(next.words)) break
    to += next.words.length + 1
  }
  return { start, end: to }
}

/** The line in which a span begins gets the mark; those that follow lose their words. */
function blanked(words: string, start: number, spans: readonly OrderSpan[], first: number): string {
  let shown = ''
  let at = 0
  for (let place = first; place < spans.length; place += 1) {
    const span = spans[place] as OrderSpan
    if (span.start >= start + words.length) break
    const from = Math.max(at, span.start - start)
    const to = Math.min(words.length, span.end - start)
    if (from >= to) continue
    shown += `${words.slice(at, from)}${span.start >= start ? leftOutMark : ''}`
    at = to
  }
  return shown + words.slice(at)
}
