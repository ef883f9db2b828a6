/** The words that carry a title's meaning: for names of rules, and for telling whether two titles mean the same. */

const idle = new Set(
  'a an and are as at be been but by can could do does for from has have in into is it its may might new not of on or possible possibly potential potentially should so than that the their then there this to used uses using via was when which while will with without would you your'.split(
    ' ',
  ),
)

/** Lower case letters and digits, in order; names of the code (with a sign or a capital inside) are left out. */
export function keyWords(text: string): readonly string[] {
  return text
    .replace(/`[^`]*`/g, ' ')
    .split(/[\s,;:!?()[\]{}"'/]+/)
    .filter((word) => !/[a-z][A-Z]|_|\w\.\w|\$|@|=|</.test(word))
    .flatMap((word) =>
      word
        .normalize('NFKD')
        .toLowerCase()
        .split(/[^a-z0-9]+/),
    )
    .filter((word) => word.length > 1 && !idle.has(word) && !/^[0-9a-f]*\d[0-9a-f]*$/.test(word))
}

/** Of the words of both, how many they share: 0..1. Endings are let pass. */
export function likeness(a: string, b: string): number {
  const first = new Set(keyWords(a).map(stem))
  const second = new Set(keyWords(b).map(stem))
  const shared = [...first].filter((word) => second.has(word)).length
  const all = first.size + second.size - shared
  return all === 0 ? 0 : shared / all
}

export function stem(word: string): string {
  return word.replace(/(?:ations?|ions?|ings?|ed|es|s|e)$/, '') || word
}
