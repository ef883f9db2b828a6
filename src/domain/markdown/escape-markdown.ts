/**
 * Hostile text inside Markdown that GitHub shows: no markup, no HTML, no link, nobody is called, nothing is referred to.
 * Entities and backslashes do not stop mentions and references, because GitHub looks for them after Markdown was read;
 * code does. So a word that would come alive is shown as code, and nothing invisible is put between its letters.
 */
import { printable } from '../text/printable.ts'

/** For running text in one line. What stands between single backticks stays code, as its writer meant it. */
export function escapeMarkdown(text: string): string {
  const written = joined(segmentsOf(printable(text))).map(({ isCode, text: part }) =>
    isCode ? codeSpan(part) : escapeProse(part),
  )
  return escapeLineStart(written.join(''))
}

/** For names: shown as they are, in code. Not for table cells, where a bar ends the cell even inside code. */
export function codeSpan(text: string): string {
  const shown = printable(text)
  if (shown.trim() === '') return shown === '' ? '(empty)' : '(blank)'
  const fence = '`'.repeat(shortestUnusedRun(shown))
  const padding =
    shown.startsWith('`') || shown.endsWith('`') || (shown.startsWith(' ') && shown.endsWith(' ')) ? ' ' : ''
  return `${fence}${padding}${shown}${padding}${fence}`
}

/** @param lines each one line of code, hostile or not */
export function codeFence(lines: readonly string[], language = ''): string {
  const shown = lines.map((line) => printable(line.replace(/\r$/, ''), { keep: 'tab' }))
  const longest = runsOf(shown.join('\n')).reduce((most, length) => Math.max(most, length), 0)
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return [`${fence}${language}`, ...shown, fence].join('\n')
}

interface Segment {
  readonly isCode: boolean
  readonly text: string
}

function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = []
  let from = 0
  while (from < text.length) {
    const open = text.indexOf('`', from)
    const close = open === -1 ? -1 : text.indexOf('`', open + 1)
    if (close === -1) break
    if (close === open + 1) {
      segments.push(...wordsOf(text.slice(from, close + 1)))
    } else {
      segments.push(...wordsOf(text.slice(from, open)), { isCode: true, text: text.slice(open + 1, close) })
    }
    from = close + 1
  }
  segments.push(...wordsOf(text.slice(from)))
  return segments
}

function wordsOf(text: string): readonly Segment[] {
  return text.split(/(\s+)/).flatMap((word): Segment[] => {
    if (!isAlive(word)) return [{ isCode: false, text: word }]
    const before = /^["'(<[{]{1,8}/.exec(word)?.[0] ?? ''
    const after = /["')>\]},.:;!?]{1,8}$/.exec(word.slice(before.length))?.[0] ?? ''
    const core = word.slice(before.length, word.length - after.length)
    // Without its ends it must still be what made it alive, or the ends are part of that.
    if (!isAlive(core) || isAlive(before) || isAlive(after)) return [{ isCode: true, text: word }]
    return [
      { isCode: false, text: before },
      { isCode: true, text: core },
      { isCode: false, text: after },
    ]
  })
}

const alive: readonly RegExp[] = [
  /@/,
  /#\d/,
  /:\/\//,
  /(?<![a-z0-9])www\./i,
  /(?<![a-z0-9])(?:GH|GHSA|CVE)-\w/i,
  /(?<![0-9a-z])[0-9a-f]{7,64}(?![0-9a-z])/i,
  /:[\w+-]{1,60}:/,
  /(?<![a-z0-9])(?:mailto|xmpp):/i,
]

function isAlive(word: string): boolean {
  return alive.some((pattern) => pattern.test(word))
}

/** Neighbouring pieces of code become one: two spans side by side would be read as something else. */
function joined(segments: readonly Segment[]): readonly Segment[] {
  const result: Segment[] = []
  for (const segment of segments) {
    const last = result.at(-1)
    if (segment.text === '') continue
    if (last !== undefined && last.isCode === segment.isCode) {
      result[result.length - 1] = { isCode: last.isCode, text: last.text + segment.text }
    } else {
      result.push(segment)
    }
  }
  return result
}

function escapeProse(text: string): string {
  return text
    .replace(/[&<>|$`]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\\*_~[\]]/g, '\\$&')
}

/** No heading, list, quotation or rule begins here. */
function escapeLineStart(text: string): string {
  return text
    .replace(/^(\s*)([-+=#])/, (_, blanks: string, sign: string) => `${blanks}&#${sign.charCodeAt(0)};`)
    .replace(/^(\s*\d{1,9})(?=[.)])/, '$1\\')
    .replace(/^\s+/, ' ')
}

function runsOf(text: string): readonly number[] {
  return (text.match(/`+/g) ?? []).map((run) => run.length)
}

function shortestUnusedRun(text: string): number {
  const used = new Set(runsOf(text))
  let length = 1
  while (used.has(length)) length += 1
  return length
}
