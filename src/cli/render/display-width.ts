/**
 * Cells that a text takes in a terminal.
 *
 * What knows the width of every character costs more to load than a small review takes, and most reports are ASCII:
 * so it is loaded when the first other character comes by, at once and not with a promise, to keep renderers plain functions.
 */
import { createRequire } from 'node:module'

const ascii = /^[\x20-\x7e]*$/
const asciiOrTab = /^[\t\x20-\x7e]*$/
const load = createRequire(import.meta.url)

/** @param text printable */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  const { default: stringWidth } = load('string-width') as typeof import('string-width')
  return stringWidth(text)
}

/** The units in which a text is drawn and may be cut, each with its offset. */
export function graphemes(text: string): Iterable<{ readonly segment: string; readonly index: number }> {
  if (asciiOrTab.test(text)) return Array.from(text, (segment, index) => ({ segment, index }))
  return new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)
}
