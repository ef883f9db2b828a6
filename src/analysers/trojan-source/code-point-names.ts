/** Names for characters that a report must not contain: it would be misread as the code was. */

const names: ReadonlyMap<number, string> = new Map([
  [0x00ad, 'SOFT HYPHEN'],
  [0x034f, 'COMBINING GRAPHEME JOINER'],
  [0x061c, 'ARABIC LETTER MARK'],
  [0x115f, 'HANGUL CHOSEONG FILLER'],
  [0x1160, 'HANGUL JUNGSEONG FILLER'],
  [0x180e, 'MONGOLIAN VOWEL SEPARATOR'],
  [0x200b, 'ZERO WIDTH SPACE'],
  [0x200c, 'ZERO WIDTH NON-JOINER'],
  [0x200d, 'ZERO WIDTH JOINER'],
  [0x200e, 'LEFT-TO-RIGHT MARK'],
  [0x200f, 'RIGHT-TO-LEFT MARK'],
  [0x202a, 'LEFT-TO-RIGHT EMBEDDING'],
  [0x202b, 'RIGHT-TO-LEFT EMBEDDING'],
  [0x202c, 'POP DIRECTIONAL FORMATTING'],
  [0x202d, 'LEFT-TO-RIGHT OVERRIDE'],
  [0x202e, 'RIGHT-TO-LEFT OVERRIDE'],
  [0x2060, 'WORD JOINER'],
  [0x2061, 'FUNCTION APPLICATION'],
  [0x2062, 'INVISIBLE TIMES'],
  [0x2063, 'INVISIBLE SEPARATOR'],
  [0x2064, 'INVISIBLE PLUS'],
  [0x2066, 'LEFT-TO-RIGHT ISOLATE'],
  [0x2067, 'RIGHT-TO-LEFT ISOLATE'],
  [0x2068, 'FIRST STRONG ISOLATE'],
  [0x2069, 'POP DIRECTIONAL ISOLATE'],
  [0x3164, 'HANGUL FILLER'],
  [0xfeff, 'ZERO WIDTH NO-BREAK SPACE'],
  [0xffa0, 'HALFWIDTH HANGUL FILLER'],
])

/** `U+202E RIGHT-TO-LEFT OVERRIDE`; the number alone when the name is not known. */
export function nameOf(codePoint: number): string {
  const number = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
  const name = names.get(codePoint) ?? blockName(codePoint)
  return name === null ? number : `${number} ${name}`
}

function blockName(codePoint: number): string | null {
  if (codePoint >= 0xe0000 && codePoint <= 0xe007f) return 'TAG CHARACTER'
  if (isBetween(codePoint, 0xfe00, 0xfe0f) || isBetween(codePoint, 0xe0100, 0xe01ef))
    return 'VARIATION SELECTOR'
  if (isBetween(codePoint, 0x0400, 0x052f)) return '(Cyrillic)'
  if (isBetween(codePoint, 0x0370, 0x03ff)) return '(Greek)'
  if (isBetween(codePoint, 0x0530, 0x058f)) return '(Armenian)'
  if (isBetween(codePoint, 0x13a0, 0x13ff)) return '(Cherokee)'
  if (isBetween(codePoint, 0x1d400, 0x1d7ff)) return '(mathematical letter)'
  if (isBetween(codePoint, 0xff00, 0xff5e)) return '(fullwidth letter)'
  return null
}

function isBetween(codePoint: number, first: number, last: number): boolean {
  return codePoint >= first && codePoint <= last
}
