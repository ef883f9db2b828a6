/**
 * C and C++: words that are nothing to a parser which does not know what they stand for, `class SHOP_API Cart : Base {`,
 * `SHOP_EXPORT int total(void);`. They stand where no word of the language may, so they are left out.
 */
export function withoutDeclarationMacros(text: string): string {
  return text.replace(beforeClass, blankLast).replace(beforeDeclaration, (word) => ' '.repeat(word.length))
}

/** Between `class` and its name, when a body or a base follows. */
const beforeClass =
  /\b(?:class|struct)[ \t]{1,20}([A-Z][A-Z0-9_]{2,80}(?:\([^()\n]{0,80}\))?)(?=[ \t]{1,20}[A-Za-z_][\w:]{0,200}\s{0,20}(?:final\s{0,20})?[:{])/g

/** By what such words end in, before another word: two words beside each other are no expression. */
const beforeDeclaration =
  /(?<!define[ \t]{1,20})\b[A-Z][A-Z0-9_]{0,60}_(?:API|ABI|EXPORT|EXPORTS|EXPORTED|EXTERN|INLINE|FORCEINLINE|NOINLINE|PUBLIC|HIDDEN|VISIBLE|NODISCARD|NORETURN|UNUSED|WARN_UNUSED_RESULT)(?=[ \t]{1,20}[A-Za-z_])/g

function blankLast(words: string, last: string): string {
  return words.slice(0, -last.length) + ' '.repeat(last.length)
}
