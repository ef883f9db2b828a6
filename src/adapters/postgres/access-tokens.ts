/** Tokens and sessions, by the hashes of their secrets. */
import type { Selectable } from 'kysely'
import type { AccessScope, AccessToken, AccessTokenId } from '../../domain/actor/access-token.ts'
import type { AccessRole } from '../../domain/actor/actor.ts'
import type { AccessTokens } from '../../ports/store/access-tokens.ts'
import type { Database, Statement } from './database.ts'
import type { AccessTokensTable } from './schema.ts'
import { timeOf } from './times.ts'

const listedMax = 500

const createToken: Statement = {
  name: 'create_access_token',
  text: `insert into access_tokens (id, name, role, scopes, hash, created_by, created_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict do nothing returning id`,
}

const rotateToken: Statement = {
  name: 'rotate_access_token',
  text: `update access_tokens
    set previous_hash = hash, previous_until = $3, hash = $2, expires_at = $4
    where id = $1 and revoked_at is null returning id`,
}

/** One statement: there is no moment in which the token is revoked and a session of it goes on. */
const revokeToken: Statement = {
  name: 'revoke_access_token',
  text: `with revoked as (
      update access_tokens set revoked_at = $2 where id = $1 and revoked_at is null returning id
    ), closed as (
      delete from access_sessions where token in (select id from revoked)
    )
    select id from revoked`,
}

const openSession: Statement = {
  name: 'open_access_session',
  text: `with over as (
      delete from access_sessions where expires_at < $3
    )
    insert into access_sessions (hash, token, opened_at, seen_at, expires_at) values ($1, $2, $3, $4, $5)`,
}

type TokenRow = Selectable<AccessTokensTable>

export function createAccessTokens({ run, tables }: Pick<Database, 'run' | 'tables'>): AccessTokens {
  return {
    async create(token, hash) {
      const { id, name, role, scopes, createdBy, createdAt, expiresAt } = token
      const times = [timeOf(createdAt), timeOf(expiresAt)]
      const values = [id, name, role, JSON.stringify(scopes), hash, createdBy, ...times]
      return (await run(createToken, values)).length > 0
    },
    async find(id) {
      const row = await tables.selectFrom('access_tokens').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined) return null
      const { hash, previous_hash, previous_until } = row
      const previous =
        previous_hash === null || previous_until === null
          ? null
          : { hash: previous_hash, until: previous_until }
      return { token: tokenFrom(row), hashes: { current: hash, previous } }
    },
    async list() {
      const rows = await tables
        .selectFrom('access_tokens')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(listedMax)
        .execute()
      return rows.map(tokenFrom)
    },
    async rotate(id, hash, { previousUntil, expiresAt }) {
      const values = [id, hash, timeOf(previousUntil), timeOf(expiresAt)]
      return (await run(rotateToken, values)).length > 0
    },
    revoke: async (id, at) => (await run(revokeToken, [id, timeOf(at)])).length > 0,
    async used(id, at, from) {
      await tables
        .updateTable('access_tokens')
        .set({ last_used_at: timeOf(at), last_used_from: from })
        .where('id', '=', id)
        .execute()
    },
    async openSession({ hash, token, openedAt, seenAt, expiresAt }) {
      await run(openSession, [hash, token, timeOf(openedAt), timeOf(seenAt), timeOf(expiresAt)])
    },
    async findSession(hash) {
      const row = await tables
        .selectFrom('access_sessions as s')
        .innerJoin('access_tokens as t', 't.id', 's.token')
        .selectAll('t')
        .select(['s.opened_at', 's.seen_at', 's.expires_at as session_expires_at'])
        .where('s.hash', '=', hash)
        .executeTakeFirst()
      if (row === undefined) return null
      const { opened_at: openedAt, seen_at: seenAt, session_expires_at: expiresAt } = row
      const token = tokenFrom(row)
      return { session: { hash, token: token.id, openedAt, seenAt, expiresAt }, token }
    },
    async sessionSeen(hash, at) {
      await tables
        .updateTable('access_sessions')
        .set({ seen_at: timeOf(at) })
        .where('hash', '=', hash)
        .execute()
    },
    async closeSession(hash) {
      await tables.deleteFrom('access_sessions').where('hash', '=', hash).execute()
    },
  }
}

function tokenFrom(row: TokenRow): AccessToken {
  return {
    id: row.id as AccessTokenId,
    name: row.name,
    role: row.role as AccessRole,
    scopes: JSON.parse(row.scopes) as AccessScope[],
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    lastUsedFrom: row.last_used_from,
  }
}
