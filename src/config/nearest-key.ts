/** "Did you mean": the word somebody most likely wanted to write. */
import { closest, distance } from 'fastest-levenshtein'

const lengthMax = 100

/** Null when nothing is near enough to be worth a guess: more than two letters, or a third of them, would change. */
export function nearestKey(written: string, known: readonly string[]): string | null {
  if (known.length === 0 || written.length > lengthMax) return null
  const wanted = written.toLowerCase()
  const sameButCase = known.find((key) => key.toLowerCase() === wanted)
  if (sameButCase !== undefined) return sameButCase
  const lowered = known.map((key) => key.toLowerCase())
  const near = closest(wanted, lowered)
  const letters = Math.max(written.length, near.length)
  const changesMax = letters < 4 ? 1 : Math.max(2, Math.floor(letters / 3))
  return distance(wanted, near) <= changesMax ? (known[lowered.indexOf(near)] ?? null) : null
}
