/** Messages to people: rows with a lease for whoever sends them. */
import type { Notification } from '../../domain/notification/notification.ts'
import type {
  ClaimedOutgoing,
  NewOutgoing,
  Notifications,
  NotifierHealth,
  Outgoing,
  OutgoingResult,
  OutgoingState,
} from '../../ports/store/notifications.ts'
import type { Database, Statement } from './database.ts'
import { timeOf } from './times.ts'

/** A page under the key of news that still wait takes their place. */
const add: Statement = {
  name: 'add_notifications',
  text: `insert into notifications (notifier, dedupe_key, thread, rank, message, created_at, not_before)
    select n.notifier, n.dedupe_key, n.thread, n.rank, n.message, $6::timestamptz, $6::timestamptz
    from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[])
      as n (notifier, dedupe_key, thread, rank, message)
    on conflict (notifier, dedupe_key) do update set rank = excluded.rank, message = excluded.message
      where notifications.state = 'waiting' and notifications.rank > excluded.rank
        and (notifications.lease_until is null or notifications.lease_until <= clock_timestamp())
    returning id`,
}

/** A row that waits under the same key was sent in the meantime too. */
const recordSent: Statement = {
  name: 'record_sent_notifications',
  text: `insert into notifications
      (notifier, dedupe_key, thread, rank, message, created_at, not_before, attempts, state, finished_at, reference)
    select n.notifier, n.dedupe_key, n.thread, n.rank, n.message, $6::timestamptz, $6::timestamptz, 1, 'sent', $6::timestamptz, n.reference
    from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[], $7::text[])
      as n (notifier, dedupe_key, thread, rank, message, reference)
    on conflict (notifier, dedupe_key) do update
      set state = 'sent', finished_at = excluded.finished_at, lease_until = null
      where notifications.state = 'waiting'`,
}

const claim: Statement = {
  name: 'claim_notifications',
  text: `select * from claim_notifications($1, $2, make_interval(secs => $3::double precision / 1000), $4)
    order by rank, id`,
}

const settle: Statement = {
  name: 'settle_notification',
  text: `update notifications set
      state = $3::notification_state,
      attempts = attempts + $4,
      not_before = coalesce($5::timestamptz, not_before),
      finished_at = case when $3 = 'waiting' then null else $6::timestamptz end,
      reference = coalesce($7, reference),
      failure = coalesce($8, failure),
      lease_until = null
    where id = $1 and lease_token = $2 and state = 'waiting' returning id`,
}

const find: Statement = { name: 'find_notification', text: 'select * from notifications where id = $1' }

const list: Statement = {
  name: 'list_notifications',
  text: `select * from notifications where state = any ($1::notification_state[]) order by id desc limit $2`,
}

/** The condition stands there word by word, because the index has it. */
const firstSent: Statement = {
  name: 'first_sent_of_threads',
  text: `select thread, min(finished_at) as at from notifications
    where thread = any ($1) and notifier = any ($2) and state in ('sent', 'folded') group by thread`,
}

const retryDead: Statement = {
  name: 'retry_dead_notifications',
  text: `update notifications set state = 'waiting', attempts = 0, not_before = $2, finished_at = null, lease_until = null
    where state = 'dead' and ($1::bigint[] is null or id = any ($1::bigint[])) returning id`,
}

const waiting: Statement = {
  name: 'count_waiting_notifications',
  text: `select notifier, count(*) as count from notifications where state = 'waiting' group by notifier`,
}

const noteTry: Statement = {
  name: 'note_notifier_try',
  text: `insert into notifier_health as h (notifier, succeeded_at, failed_at, failure) values ($1, $2, $3, $4)
    on conflict (notifier) do update set
      succeeded_at = coalesce(excluded.succeeded_at, h.succeeded_at),
      failed_at = coalesce(excluded.failed_at, h.failed_at),
      failure = excluded.failure`,
}

const useLink: Statement = {
  name: 'use_ack_link',
  text: `insert into used_ack_links (token_hash, used_by, used_at, expires_at) values ($1, $2, $3, $4)
    on conflict do nothing returning token_hash`,
}

const forget: Statement = {
  name: 'forget_notifications',
  text: `with old as (
      delete from notifications
      where (state in ('sent', 'folded') and finished_at < $1) or (state = 'dead' and finished_at < $2) returning id
    ), used as (delete from used_ack_links where expires_at < $3 returning token_hash)
    select (select count(*) from old) + (select count(*) from used) as count`,
}

interface Row {
  readonly id: string
  readonly notifier: string
  readonly message: string
  readonly state: OutgoingState
  readonly created_at: number
  readonly not_before: number
  readonly attempts: number
  readonly lease_token: string
  readonly finished_at: number | null
  readonly reference: string | null
  readonly failure: string | null
}

export function createNotifications({ run, tables }: Database): Notifications {
  return {
    async add(rows, at) {
      return rows.length === 0 ? 0 : (await run(add, [...columnsOf(rows), timeOf(at)])).length
    },
    async recordSent(rows, at) {
      if (rows.length === 0) return
      const references = rows.map(({ reference }) => reference ?? '')
      await run(recordSent, [...columnsOf(rows), timeOf(at), references])
    },
    async claim(notifier, { at, leaseMs, limit }) {
      const rows = await run<Row>(claim, [notifier, timeOf(at), leaseMs, limit])
      return rows.map((row): ClaimedOutgoing => ({ ...outgoingFrom(row), token: Number(row.lease_token) }))
    },
    async settle({ id, token }, result, at) {
      const values = [id, token, ...settlement(result), timeOf(at), ...wordsOf(result)]
      return (await run(settle, values)).length > 0
    },
    async find(id) {
      const [row] = await run<Row>(find, [id])
      return row === undefined ? null : outgoingFrom(row)
    },
    async firstSent(threads, notifiers) {
      if (threads.length === 0 || notifiers.length === 0) return new Map()
      const rows = await run<{ thread: string; at: number }>(firstSent, [[...threads], [...notifiers]])
      return new Map(rows.map(({ thread, at }) => [thread, at]))
    },
    async list(states, limit) {
      return (await run<Row>(list, [[...states], limit])).map(outgoingFrom)
    },
    async retryDead(ids, at) {
      return (await run(retryDead, [ids, timeOf(at)])).length
    },
    async waiting() {
      const rows = await run<{ notifier: string; count: string }>(waiting, [])
      return Object.fromEntries(rows.map(({ notifier, count }) => [notifier, Number(count)]))
    },
    async noteTry(notifier, at, failure) {
      const time = timeOf(at)
      await run(noteTry, failure === null ? [notifier, time, null, null] : [notifier, null, time, failure])
    },
    async health() {
      const rows = await tables.selectFrom('notifier_health').selectAll().orderBy('notifier').execute()
      return rows.map(
        ({ notifier, succeeded_at, failed_at, failure }): NotifierHealth => ({
          notifier,
          succeededAt: succeeded_at,
          failedAt: failed_at,
          failure,
          isUp: failure === null,
        }),
      )
    },
    async useLink(hash, { by, at, expiresAt }) {
      if ((await run(useLink, [hash, by, timeOf(at), timeOf(expiresAt)])).length > 0) return null
      const used = await tables
        .selectFrom('used_ack_links')
        .select(['used_by', 'used_at'])
        .where('token_hash', '=', hash)
        .executeTakeFirst()
      return used === undefined ? { by: 'somebody', at } : { by: used.used_by, at: used.used_at }
    },
    async releaseLink(hash) {
      await tables.deleteFrom('used_ack_links').where('token_hash', '=', hash).execute()
    },
    async forget({ finished, dead, links }) {
      const [row] = await run<{ count: string }>(forget, [timeOf(finished), timeOf(dead), timeOf(links)])
      return Number(row?.count ?? 0)
    },
  }
}

function columnsOf(rows: readonly NewOutgoing[]) {
  return [
    rows.map(({ notifier }) => notifier),
    rows.map(({ notification }) => notification.dedupeKey),
    rows.map(({ notification }) => notification.thread),
    rows.map(({ notification }) => rankOf(notification)),
    rows.map(({ notification }) => JSON.stringify(notification)),
  ] as const
}

function rankOf({ kind }: Notification): number {
  switch (kind) {
    case 'page':
    case 'acknowledged':
    case 'ended':
    case 'test':
      return 0
    case 'status':
      return 1
    case 'report':
      return 2
  }
}

function settlement(result: OutgoingResult): readonly [string, number, string | null] {
  switch (result.kind) {
    case 'sent':
      return ['sent', 1, null]
    case 'folded':
      return ['folded', 0, null]
    case 'retry':
      return ['waiting', 1, timeOf(result.notBefore)]
    case 'put-off':
      return ['waiting', 0, timeOf(result.notBefore)]
    case 'dead':
      return ['dead', 1, null]
  }
}

/** @returns reference and failure */
function wordsOf(result: OutgoingResult): readonly [string | null, string | null] {
  switch (result.kind) {
    case 'sent':
      return [result.reference, null]
    case 'folded':
      return [result.into, null]
    case 'put-off':
      return [null, null]
    default:
      return [null, result.failure]
  }
}

function outgoingFrom(row: Row): Outgoing {
  return {
    id: Number(row.id),
    notifier: row.notifier,
    notification: JSON.parse(row.message) as Notification,
    state: row.state,
    createdAt: row.created_at,
    notBefore: row.not_before,
    attempts: row.attempts,
    finishedAt: row.finished_at,
    reference: row.reference === '' ? null : row.reference,
    failure: row.failure,
  }
}
