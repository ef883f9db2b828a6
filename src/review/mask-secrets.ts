/** Takes secret values out of everything that a report prints, whoever quoted them. */

/** Shorter values are no secrets, and masking them would blot out ordinary text. */
const charactersMin = 4
const valuesMax = 2_000

/** @returns a function that puts as many asterisks in the place of each value, so that columns stay right */
export function secretMask(values: Iterable<string>): (text: string) => string {
  const distinct = [...new Set(values)]
    .filter((value) => value.trim().length >= charactersMin)
    // The longest first, so that a part never leaves the rest of a whole behind.
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .slice(0, valuesMax)
  if (distinct.length === 0) return (text) => text
  return (text) => {
    let masked = text
    for (const value of distinct) {
      if (masked.includes(value)) masked = masked.replaceAll(value, '*'.repeat(value.length))
    }
    return masked
  }
}
