/** Hostile text inside Markdown that GitHub shows: no markup, no HTML, no link, nobody is called, nothing is referred to. */
import { printable } from '../../domain/text/printable.ts'

/** An empty entity: breaks up what would be recognised as a mention, a reference or an address, and is not seen. */
const breaker = '&#8203;'

/** For running text and table cells. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[&<>|$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\\`*_~[\]]/g, '\\$&')
    .replace(/@|(?<!&)#|:(?=\/\/)|\bwww(?=\.)|\bGH-/gi, `$&${breaker}`)
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d{1,9})(?=[.)])/, '$1\\')
    .replace(/\b[0-9a-f](?=[0-9a-f]{6,63}\b)/g, `$&${breaker}`)
}

/** For names: shown as they are, in code. Also safe in a table cell, where a bar would end the cell even inside code. */
export function codeSpan(text: string): string {
  const shown = printable(text)
  if (shown === '') return '(empty)'
  if (shown.includes('|') || shown.trim() === '') return escapeMarkdown(text)
  const fence = '`'.repeat(longestRun(shown) + 1)
  const padding =
    shown.startsWith('`') || shown.endsWith('`') || (shown.startsWith(' ') && shown.endsWith(' ')) ? ' ' : ''
  return `${fence}${padding}${shown}${padding}${fence}`
}

/** @param lines each one line of code, hostile or not */
export function codeFence(lines: readonly string[], language = ''): readonly string[] {
  const shown = lines.map((line) => printable(line.replace(/\r$/, ''), { keep: 'tab' }))
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1))
  return [`${fence}${language}`, ...shown, fence]
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
}
