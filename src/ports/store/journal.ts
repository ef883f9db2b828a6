/**
 * The journal's rows. Promise: an entry that was appended has committed, cannot be changed or deleted through this
 * store, and follows the one before it in the chain; appends of several processes stand one after the other.
 */
import type { JournalEntry, NewJournalEntry } from '../../domain/journal/journal-entry.ts'

export interface Journal {
  append(entry: NewJournalEntry): Promise<JournalEntry>
  /** Oldest first. */
  ofIncident(incident: number, limit: number): Promise<readonly JournalEntry[]>
  /** Newest first; `before` is a sequence number, null for the end. */
  list(before: number | null, limit: number): Promise<readonly JournalEntry[]>
  /** What people did to the service since then, beside their work on incidents; newest first. */
  ofPeople(since: number, limit: number): Promise<readonly JournalEntry[]>
  /** In the order of the chain, for whoever checks it. */
  read(after: number, limit: number): Promise<readonly JournalEntry[]>
}
