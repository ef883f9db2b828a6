/**
 * Text of a change is hostile: a name or a line of code may hold terminal commands, characters that reorder what is
 * read, or characters nobody sees. Whatever is printed for people or logs goes through here first.
 */

/**
 * Controls, line and paragraph separators, format characters (bidi, zero-width, tags), lone surrogates, private and
 * unassigned code points (no terminal agrees on their width), and everything else that is drawn as nothing, except
 * the two selectors that choose between text and emoji; and combining marks from the ninth on one character.
 */
const unprintable =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}|(?<=\p{M}{8})\p{M}/gu
const plainAscii = /^[\x20-\x7e]*$/

/** The text with every unprintable character as a visible escape such as `\u{1b}`; a tab too, unless it is kept. */
export function printable(text: string, options: { readonly keep?: 'tab' } = {}): string {
  return replaceUnprintable(text, (character) =>
    character === '\t' && options.keep === 'tab'
      ? character
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

/** For formats that have an escape of their own: `write` gets one code point (or lone surrogate) at a time. */
export function replaceUnprintable(text: string, write: (character: string) => string): string {
  return plainAscii.test(text) ? text : text.replace(unprintable, write)
}
