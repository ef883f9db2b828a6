/**
 * The way to the server: a pool whose every statement ends in time, and fails as `StoreUnavailable` when it is the
 * server that fails. Each statement is a transaction of its own, so that one round trip is all it takes.
 */
import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolConfig, type QueryResult, type QueryResultRow, types } from 'pg'
import type { Log } from '../../ports/log/log.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import type { Schema } from './schema.ts'
import { troubleOf } from './unavailability.ts'

export interface DatabaseRequest {
  readonly connection: PoolConfig
  readonly poolMax: number
  /** Also the longest wait for a connection of the pool. */
  readonly connectTimeoutMs: number
  readonly statementTimeoutMs: number
  readonly log: Log
}

/** Prepared once per connection, under its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

export type Value = string | number | boolean | null | Buffer | readonly (string | number)[]

export interface Database {
  run<Row extends QueryResultRow>(statement: Statement, values: readonly Value[]): Promise<readonly Row[]>
  readonly tables: Kysely<Schema>
  close(): Promise<void>
}

const lostRacesMax = 5
/** For the answer to come back, after the server itself has given up. */
const graceMs = 1_000
const closeMsMax = 3_000

export function openDatabase(request: DatabaseRequest): Database {
  const pool = openPool(request)
  let isClosed = false

  async function query<Row extends QueryResultRow>(
    text: string,
    values: readonly unknown[],
    name: string | null,
  ): Promise<QueryResult<Row>> {
    const config = { text, values: values.map(storable), ...(name === null ? {} : { name }) }
    for (let lostRaces = 0; ; lostRaces += 1) {
      try {
        return await pool.query<Row>(config)
      } catch (error) {
        const trouble = isClosed ? 'unavailable' : troubleOf(error)
        if (trouble === 'lost-race' && lostRaces < lostRacesMax) continue
        if (trouble === 'bug') throw error
        throw new StoreUnavailable(`The database cannot be used: ${wordsOf(error)}.`, { cause: error })
      }
    }
  }

  return {
    run: async <Row extends QueryResultRow>({ name, text }: Statement, values: readonly Value[]) =>
      (await query<Row>(text, values, name)).rows,
    tables: new Kysely<Schema>({ dialect: dialectOver(query) }),
    async close() {
      if (isClosed) return
      isClosed = true
      // A server that hangs does not answer the farewell either.
      await Promise.race([pool.end(), afterMs(closeMsMax)])
    },
  }
}

function openPool({ connection, poolMax, connectTimeoutMs, statementTimeoutMs, log }: DatabaseRequest): Pool {
  const pool = new Pool({
    application_name: 'autogen-bot',
    ...connection,
    max: poolMax,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + graceMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    types: { getTypeParser: parserOf },
  })
  pool.on('error', (error) => log.warn({ error: error.message }, 'idle database connection lost'))
  // Between two statements nobody listens, and an error that nobody hears ends the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const timestamptz = 1184

function parserOf(oid: number, format?: 'text' | 'binary') {
  const parse = types.getTypeParser(oid, format ?? 'text')
  if (oid !== timestamptz) return parse
  return (text: string) => Number(parse(text))
}

/** U+0000 is refused by the server, and hostile text may hold it. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\u{fffd}') : value
}

function dialectOver(
  query: (text: string, values: readonly unknown[], name: null) => Promise<QueryResult<QueryResultRow>>,
): PostgresDialect {
  const client = {
    query: (text: unknown, values?: readonly unknown[]) => query(String(text), values ?? [], null),
    release: () => {},
  }
  return new PostgresDialect({ pool: { connect: async () => client, end: async () => {} } as never })
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join(', ')
  return error instanceof Error ? error.message : 'no connection'
}

function afterMs(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
