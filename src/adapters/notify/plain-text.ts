/** What a message says, before any notifier's own form: cleaned of what nobody sees, and bounded. */
import type { Notification } from '../../domain/notification/notification.ts'
import { printable } from '../../domain/text/printable.ts'

const titleMax = 250
const ellipsis = '…'

/** One line: what it is to the reader, then what happened. */
export function titleOf({ kind, severity, title }: Notification): string {
  const words = clipped(printable(title.replaceAll(/\s+/g, ' ')), titleMax)
  switch (kind) {
    case 'page':
      return `[${severity}] ${words}`
    case 'acknowledged':
      return `[acknowledged] ${words}`
    case 'ended':
      return `[over] ${words}`
    case 'test':
      return `[test] ${words}`
    default:
      return words
  }
}

/** The text's lines. */
export function linesOf({ text }: Pick<Notification, 'text'>, charactersMax = 8_000): string {
  return clipped(
    text
      .slice(0, charactersMax * 2)
      .split(/\r?\n/)
      .map((line) => printable(line, { keep: 'tab' }))
      .join('\n'),
    charactersMax,
  )
}

/** Links that are addresses of pages; what else may have come in here is left out. */
export function linksOf({ links }: Pick<Notification, 'links'>): Notification['links'] {
  return links
    .filter(({ url }) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
    .slice(0, 10)
    .map(({ title, url }) => ({ title: clipped(printable(title), 80), url: new URL(url).href }))
}

/** A character is never halved. */
export function clipped(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text
  const cut = text.slice(0, charactersMax - ellipsis.length)
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}${ellipsis}`
}
