/** Walks the journal's chain and says where it breaks: an entry that was changed, taken out, or put in. */
import { firstPreviousHash, hashOfEntry, type JournalEntry } from '../../domain/journal/journal-entry.ts'
import type { Journal } from '../../ports/store/journal.ts'

/** The last entry that was found good. */
export interface ChainPlace {
  readonly sequence: number
  readonly hash: string
}

export interface ChainBreak {
  /** The first entry that does not fit. */
  readonly sequence: number
  /** A sentence. */
  readonly reason: string
}

export interface ChainVerdict {
  /** Entries that were looked at. */
  readonly checked: number
  /** Up to where it holds. */
  readonly place: ChainPlace
  /** Null: it holds. */
  readonly broken: ChainBreak | null
}

export const chainBeginning: ChainPlace = { sequence: 0, hash: firstPreviousHash }

const batchSize = 500

/**
 * @param from the entry that is known to be good, itself not looked at again
 * @param entriesMax how many are looked at
 */
export async function verifyChain(
  journal: Pick<Journal, 'read'>,
  from: ChainPlace = chainBeginning,
  entriesMax = Number.POSITIVE_INFINITY,
): Promise<ChainVerdict> {
  let place = from
  let checked = 0
  while (checked < entriesMax) {
    const entries = await journal.read(place.sequence, Math.min(batchSize, entriesMax - checked))
    if (entries.length === 0) break
    for (const entry of entries) {
      const reason = misfit(place, entry)
      if (reason !== null) {
        // What is missing is the entry that does not fit, not the one after it.
        return { checked, place, broken: { sequence: place.sequence + 1, reason } }
      }
      place = { sequence: entry.sequence, hash: entry.hash }
      checked += 1
    }
  }
  return { checked, place, broken: null }
}

/** Whether an entry that was good once is still there as it was: what was cut off at the end shows only so. */
export async function verifyPlace(
  journal: Pick<Journal, 'read'>,
  { sequence, hash }: ChainPlace,
): Promise<ChainBreak | null> {
  if (sequence === 0) return null
  const [entry] = await journal.read(sequence - 1, 1)
  if (entry?.sequence !== sequence) {
    return { sequence, reason: `Entry ${sequence} was there, and is there no more.` }
  }
  if (entry.hash !== hash) return { sequence, reason: `Entry ${sequence} is not the one that was there.` }
  return null
}

function misfit(place: ChainPlace, entry: JournalEntry): string | null {
  const expected = place.sequence + 1
  if (entry.sequence !== expected) return `Entry ${expected} is missing; ${entry.sequence} is next.`
  if (entry.previousHash !== place.hash)
    return `Entry ${expected} does not name the hash of the one before it.`
  if (hashOfEntry(entry) !== entry.hash)
    return `Entry ${expected} is not what was written: its hash is another.`
  return null
}
