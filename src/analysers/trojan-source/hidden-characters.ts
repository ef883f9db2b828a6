/** Characters that show nothing: harmless in some scripts and in emoji, out of place in names and strings of code. */
import { kindAt, type Span } from '../../domain/text/comments-and-strings.ts'
import type { OddCharacter } from './bidi-controls.ts'

const zeroWidth = /\u034f|[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0]/g
const joiner = /[\u200c-\u200f\u061c]/

/** Scripts that join letters, and pictures: there a joiner or a mark has work to do. */
const joiningScripts =
  'Arabic Hebrew Syriac Thaana Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Thai Lao'
const joins = new RegExp(
  `[${joiningScripts
    .split(' ')
    .map((script) => `\\p{Script=${script}}`)
    .join('')}\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f]`,
  'u',
)

/** Zero-width characters and fillers in code and in its strings; comments are left alone. */
export function oddInvisibles(text: string, spans: readonly Span[]): readonly OddCharacter[] {
  const odd: OddCharacter[] = []
  for (const match of text.matchAll(zeroWidth)) {
    const offset = match.index
    const codePoint = text.charCodeAt(offset)
    if (codePoint === 0xfeff && offset === 0) continue
    const kind = kindAt(spans, offset)
    if (kind === 'comment') continue
    if (kind === 'string' && (isHangulFiller(codePoint) || codePoint === 0x00ad)) continue
    if (joiner.test(match[0]) && joins.test(text.slice(Math.max(0, offset - 2), offset + 3))) continue
    odd.push({ offset, codePoint })
  }
  return odd
}

function isHangulFiller(codePoint: number): boolean {
  return codePoint === 0x3164 || codePoint === 0xffa0 || codePoint === 0x115f || codePoint === 0x1160
}

/** Each is a character of its own, so a run is followed by hand and a text full of them costs one pass. */
const tagOrSelector = /[\u{e0001}-\u{e007f}]|\p{Variation_Selector}/gu
const selectorsMax = 3

/** Runs of tag characters (not those of flags) and of variation selectors: one for each run, at its start. */
export function hiddenRuns(text: string): readonly OddCharacter[] {
  const odd: OddCharacter[] = []
  let run: OddCharacter | null = null
  let length = 0
  let end = -1
  const flush = (): void => {
    if (run === null) return
    const isTag = run.codePoint >= 0xe0000 && run.codePoint <= 0xe007f
    const isFlag = isTag && text.slice(Math.max(0, run.offset - 2), run.offset) === '\u{1f3f4}'
    if (isTag ? !isFlag || length > 8 : length > selectorsMax) odd.push(run)
    run = null
  }
  for (const match of text.matchAll(tagOrSelector)) {
    if (match.index !== end) {
      flush()
      run = { offset: match.index, codePoint: match[0].codePointAt(0) as number }
      length = 0
    }
    length++
    end = match.index + match[0].length
  }
  flush()
  return odd
}
