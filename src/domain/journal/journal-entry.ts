/**
 * The journal: everything that people and the service itself did or found, in one chain. Each entry holds the hash of
 * the one before, so that nobody can take one out or change one without the rest showing it. An incident's timeline is
 * its entries in here.
 */
import { createHash } from 'node:crypto'
import type { Actor } from '../actor/actor.ts'

/** A thing to be written down. */
export interface NewJournalEntry {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly actor: Actor
  /** A verb phrase from a closed list of the use case that writes, e.g. `incident.acknowledged`. */
  readonly action: string
  /** What it was done to, e.g. `queue`, `repository main/21`. */
  readonly subject: string
  /** The incident that it belongs to. */
  readonly incident: number | null
  /** Facts, JSON, bounded, without secrets. */
  readonly detail: Readonly<Record<string, unknown>>
}

export interface JournalEntry extends NewJournalEntry {
  /** Without gaps, from 1. */
  readonly sequence: number
  /** Hex; of the first entry 64 zeros. */
  readonly previousHash: string
  readonly hash: string
}

export const firstPreviousHash = '0'.repeat(64)

/** SHA-256 over every field, written the same way whatever the order of keys. */
export function hashOfEntry(entry: Omit<JournalEntry, 'hash'>): string {
  const { sequence, previousHash, at, actor, action, subject, incident, detail } = entry
  const fields = [
    sequence,
    previousHash,
    at,
    actor.name,
    actor.role,
    actor.via,
    action,
    subject,
    incident,
    detail,
  ]
  return createHash('sha256').update(canonical(fields)).digest('hex')
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}
