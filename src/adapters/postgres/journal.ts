/**
 * The chain of journal entries. An entry's hash is made here and needs the end of the chain: it is offered together with
 * the end that we know, and offered anew when somebody else was faster. The server takes one at a time.
 */
import type { AccessRole, Actor } from '../../domain/actor/actor.ts'
import {
  firstPreviousHash,
  hashOfEntry,
  type JournalEntry,
  type NewJournalEntry,
} from '../../domain/journal/journal-entry.ts'
import type { Journal } from '../../ports/store/journal.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import type { Database, Statement } from './database.ts'
import { timeOf } from './times.ts'

export interface ChainHead {
  readonly sequence: number
  readonly hash: string
}

/** What a try to write says: null for the end when nothing had to be compared with it. */
export interface ChainAnswer<Answer> {
  readonly answer: Answer | 'head-moved'
  readonly head: ChainHead | null
}

export interface JournalChain {
  /**
   * Calls `write` with entries that follow the end of the chain, again and again until they do.
   *
   * @param write gets the end, and the entries as JSON for `append_journal`
   */
  link<Answer>(
    entries: readonly NewJournalEntry[],
    write: (after: ChainHead, rows: string) => Promise<ChainAnswer<Answer>>,
  ): Promise<{ readonly answer: Answer; readonly entries: readonly JournalEntry[] }>
}

/** Each time somebody else was faster; that many others there are not. */
const triesMax = 200

export function createJournalChain(): JournalChain {
  let known: ChainHead = { sequence: 0, hash: firstPreviousHash }
  /** Within one process they stand in line instead of racing. */
  let last: Promise<unknown> = Promise.resolve()

  return {
    link(entries, write) {
      const clean = entries.map(cleanEntry)
      const linked = last.then(async () => {
        for (let tries = 0; tries < triesMax; tries += 1) {
          const chained = chain(known, clean)
          const { answer, head } = await write(known, JSON.stringify(chained.map(rowOf)))
          if (answer !== 'head-moved') {
            const end = chained.at(-1)
            if (head !== null && end !== undefined) known = end
            return { answer, entries: chained }
          }
          known = head ?? known
        }
        throw new StoreUnavailable('The journal has no turn for this entry: too many write at once.')
      })
      last = linked.catch(() => {})
      return linked
    },
  }
}

const appendJournal: Statement = {
  name: 'append_journal',
  text: 'select appended, head, head_hash from append_journal($1, $2, $3::jsonb)',
}

/** The condition stands there word by word, because the index has it. */
const ofPeople: Statement = {
  name: 'journal_of_people',
  text: `select * from journal
    where happened_at >= $1 and actor_via <> 'itself' and action not like 'incident.%'
    order by happened_at desc, sequence desc limit $2`,
}

export interface HeadRow {
  readonly head: string
  readonly head_hash: string
}

export function createJournal(database: Database, { link }: JournalChain): Journal {
  const { run, tables } = database
  const columns = tables.selectFrom('journal').selectAll()
  return {
    async append(entry) {
      const { entries } = await link([entry], async ({ sequence, hash }, rows) => {
        const [row] = await run<HeadRow & { appended: boolean }>(appendJournal, [sequence, hash, rows])
        return { answer: row?.appended === true ? 'appended' : 'head-moved', head: headFrom(row) }
      })
      return entries[0] as JournalEntry
    },
    async ofIncident(incident, limit) {
      const rows = await columns
        .where('incident', '=', String(incident))
        .orderBy('sequence')
        .limit(limit)
        .execute()
      return rows.map(entryFrom)
    },
    async list(before, limit) {
      const from = before === null ? columns : columns.where('sequence', '<', String(before))
      return (await from.orderBy('sequence', 'desc').limit(limit).execute()).map(entryFrom)
    },
    async ofPeople(since, limit) {
      return (await run<JournalRow>(ofPeople, [timeOf(since), limit])).map(entryFrom)
    },
    async read(after, limit) {
      const rows = await columns
        .where('sequence', '>', String(after))
        .orderBy('sequence')
        .limit(limit)
        .execute()
      return rows.map(entryFrom)
    },
  }
}

export function headFrom(row: HeadRow | undefined): ChainHead | null {
  return row?.head == null ? null : { sequence: Number(row.head), hash: row.head_hash }
}

/** As the row will hold it, so that what is read has the hash of what was written. */
function cleanEntry(entry: NewJournalEntry): NewJournalEntry {
  const { actor } = entry
  return {
    at: Math.trunc(entry.at),
    actor: { name: storable(actor.name), role: actor.role, via: actor.via },
    action: storable(entry.action),
    subject: storable(entry.subject),
    incident: entry.incident,
    detail: JSON.parse(JSON.stringify(entry.detail)) as JournalEntry['detail'],
  }
}

/** A JSON string may hold what the server's text may not. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{fffd}')
}

function chain({ sequence, hash }: ChainHead, entries: readonly NewJournalEntry[]): readonly JournalEntry[] {
  const chained: JournalEntry[] = []
  for (const entry of entries) {
    const previous = chained.at(-1)
    const linked = {
      ...entry,
      sequence: (previous?.sequence ?? sequence) + 1,
      previousHash: previous?.hash ?? hash,
    }
    chained.push({ ...linked, hash: hashOfEntry(linked) })
  }
  return chained
}

function rowOf({ sequence, previousHash, hash, at, actor, action, subject, incident, detail }: JournalEntry) {
  return {
    sequence,
    previous_hash: previousHash,
    hash,
    happened_at: timeOf(at),
    actor: actor.name,
    actor_role: actor.role,
    actor_via: actor.via,
    action,
    subject,
    incident,
    detail: JSON.stringify(detail),
  }
}

interface JournalRow {
  readonly sequence: string
  readonly previous_hash: string
  readonly hash: string
  readonly happened_at: number
  readonly actor: string
  readonly actor_role: string
  readonly actor_via: string
  readonly action: string
  readonly subject: string
  readonly incident: string | null
  readonly detail: string
}

function entryFrom(row: JournalRow): JournalEntry {
  return {
    sequence: Number(row.sequence),
    previousHash: row.previous_hash,
    hash: row.hash,
    at: row.happened_at,
    actor: { name: row.actor, role: row.actor_role as AccessRole, via: row.actor_via as Actor['via'] },
    action: row.action,
    subject: row.subject,
    incident: row.incident === null ? null : Number(row.incident),
    detail: detailFrom(row.detail),
  }
}

/** Somebody may have written anything there; the hash will not hold. */
function detailFrom(text: string): JournalEntry['detail'] {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as JournalEntry['detail']
  } catch {}
  return { unreadable: text.slice(0, 1_000) }
}
