/** The issue that a pull request says it closes, read from its description as GitHub does. */

const charactersMax = 65_536
const closing = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?[ \t]{1,10}#([1-9]\d{0,8})\b/i

/** @returns the first number of an issue of the same repository, or null */
export function linkedIssueNumber(description: string): number | null {
  const found = closing.exec(description.slice(0, charactersMax))
  return found === null ? null : Number(found[1])
}
