/** Takes secret values out of everything that a report prints, whoever quoted them. */

/** Shorter values are no secrets, and masking them would blot out ordinary text. */
const charactersMin = 4
/** Looking for one beginning is so much quicker than going through a text that it pays for this many. */
const soughtMax = 40

/**
 * However many values there are, every one is looked for: a text costs its length times the number of different
 * lengths among the values, and the same text is read once.
 *
 * @returns a function that puts as many asterisks in the place of each value, so that columns stay right
 */
export function secretMask(values: Iterable<string>): (text: string) => string {
  const ofLength = new Map<number, Set<string>>()
  const beginnings = new Set<string>()
  // Nearly every place of a text is passed by on this alone.
  const firstTwo = new Uint8Array(65_536)
  for (const value of values) {
    if (value.trim().length < charactersMin) continue
    beginnings.add(value.slice(0, charactersMin))
    firstTwo[placeOfTwo(value, 0)] = 1
    const others = ofLength.get(value.length)
    if (others === undefined) ofLength.set(value.length, new Set([value]))
    else others.add(value)
  }
  if (beginnings.size === 0) return (text) => text
  // The longest first, so that a part never leaves the rest of a whole behind.
  const byLength = [...ofLength].sort(([a], [b]) => b - a)
  const sought = beginnings.size <= soughtMax ? [...beginnings] : null
  const known = new Map<string, string>()

  function maskAnew(text: string): string {
    let masked = ''
    let copiedTo = 0
    let secretTo = 0
    for (let at = 0; at + charactersMin <= text.length; at += 1) {
      if (firstTwo[placeOfTwo(text, at)] === 0) continue
      if (!beginnings.has(text.slice(at, at + charactersMin))) continue
      const found = byLength.find(([length, those]) => those.has(text.slice(at, at + length)))
      if (found === undefined) continue
      // Values may overlap: one that begins inside another hides what is left of it.
      const from = Math.max(at, secretTo)
      secretTo = Math.max(secretTo, at + found[0])
      if (from >= secretTo) continue
      masked += text.slice(copiedTo, from) + '*'.repeat(secretTo - from)
      copiedTo = secretTo
    }
    return masked + text.slice(copiedTo)
  }

  return (text) => {
    if (sought !== null && !sought.some((beginning) => text.includes(beginning))) return text
    const before = known.get(text)
    if (before !== undefined) return before
    const masked = maskAnew(text)
    known.set(text, masked)
    return masked
  }
}

function placeOfTwo(text: string, at: number): number {
  return (text.charCodeAt(at) * 257 + text.charCodeAt(at + 1)) & 0xffff
}
