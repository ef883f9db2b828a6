/**
 * Text on its way to a model: as people see it. Nothing can be said to a model behind people's backs, and nothing in a
 * text can be taken for the frame around it.
 */
import { replaceUnprintable } from '../../domain/text/printable.ts'
import { defuseMarkers } from './block-markers.ts'

/** A longer run of hidden characters is a carrier of text: its first one is shown, the others are counted. */
const hiddenRunMax = 4
const plain = /^[\x20-\x7e\t\n]*$/
const returnAtEnd = /\r+(?=\n|$)/g
/** The two selectors between text and emoji have work to do behind a picture or before a keycap alone. */
const idleSelector = /(?<!\p{Extended_Pictographic})[\ufe0e\ufe0f](?!\u20e3)/gu
/** What stands for a hidden character in between; a text that was searched holds no NUL of its own. */
const held = /(?:\0[0-9a-f]{1,6};)+/g

/**
 * For code: what shows nothing or reorders what is read becomes a visible escape. The lines stay the same (they end at
 * LF), the text grows eightfold at most, and cleaning it again changes nothing. Quotes are compared after the same.
 */
export function cleanCode(text: string): string {
  return defuseMarkers(replaceHidden(text, written))
}

/** The text with each run of hidden characters as `write` says; tabs and line feeds are not hidden. */
export function replaceHidden(text: string, write: (codePoints: readonly string[]) => string): string {
  if (plain.test(text)) return text
  return replaceUnprintable(text.replace(returnAtEnd, ''), (character) =>
    character === '\t' || character === '\n' ? character : hold(character),
  )
    .replace(idleSelector, hold)
    .replace(held, (run) => write(run.slice(1, -1).split(';\0')))
}

function hold(character: string): string {
  return `\0${(character.codePointAt(0) ?? 0).toString(16)};`
}

function written(codePoints: readonly string[]): string {
  const isRun = codePoints.length > hiddenRunMax
  const shown = codePoints.slice(0, isRun ? 1 : hiddenRunMax).map((codePoint) => `\\u{${codePoint}}`)
  return isRun ? `${shown.join('')}[+${codePoints.length - 1} hidden]` : shown.join('')
}
