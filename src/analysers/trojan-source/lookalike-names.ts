/** Names in code that read as one thing and are another. */
import type { Language } from '../../domain/language.ts'
import type { OddCharacter } from './bidi-controls.ts'
import { isLookalike, readAsLatin } from './lookalikes.ts'

const names = /[\p{L}\p{Nl}_$][\p{L}\p{N}\p{M}_$]*/gu

/** @param code the text with comments and strings blanked out */
export function oddNames(code: string, language: Language | null): readonly OddCharacter[] {
  if (!/[^\x00-\x7f]/.test(code)) return []
  const odd: OddCharacter[] = []
  const disguised: { readonly name: string; readonly offset: number }[] = []
  const plain = new Set<string>()
  for (const match of code.matchAll(names)) {
    const name = match[0]
    if (/^[\x00-\x7f]*$/.test(name)) {
      plain.add(name)
      continue
    }
    const normalised = language === 'python' ? oddlyNormalised(name) : -1
    const at = normalised >= 0 ? normalised : lookalikeIn(name)
    if (at >= 0) odd.push(characterAt(code, match.index + at))
    else if ([...name].every((letter) => isLookalike(letter) || /[\d_$]/.test(letter))) {
      disguised.push({ name, offset: match.index })
    }
  }
  // A name of lookalikes alone may be an honest word; it is not when its Latin double is in the same file.
  for (const { name, offset } of disguised) {
    if (plain.has(readAsLatin(name))) odd.push(characterAt(code, offset))
  }
  return odd
}

/**
 * The first lookalike among Latin letters; -1 when there is none. A name that also has letters of that script which no
 * Latin one looks like is honest transliteration or mathematics.
 */
export function lookalikeIn(name: string): number {
  let first = -1
  let hasLatin = false
  let offset = 0
  for (const letter of name) {
    if (/[A-Za-z]/.test(letter)) hasLatin = true
    else if (isLookalike(letter)) {
      if (first === -1) first = offset
    } else if (/\p{L}/u.test(letter) && !/\p{Script=Latin}/u.test(letter)) return -1
    offset += letter.length
  }
  return hasLatin ? first : -1
}

/** Python reads a mathematical or fullwidth letter as the plain one: what looks like decoration is the builtin itself. */
function oddlyNormalised(name: string): number {
  const at = name.search(/[\u{1d400}-\u{1d7ff}\uff21-\uff5a]/u)
  return at !== -1 && /^[\x00-\x7f]+$/.test(name.normalize('NFKC')) ? at : -1
}

function characterAt(text: string, offset: number): OddCharacter {
  return { offset, codePoint: text.codePointAt(offset) as number }
}
