/**
 * The pool that BullMQ gets. BullMQ waits and tries again only after an ECONNREFUSED; for any other way in which a
 * PostgreSQL is away (its socket is gone, it starts up, it was killed amid a query) its workers would try again at once
 * and for ever, or count the job as failed. So all of them are made to look like that one.
 */
import type { PgPool } from 'bullmq'
import { Pool, type PoolConfig } from 'pg'

export interface SteadyPool extends PgPool {
  readonly options: { readonly keepAlive: boolean }
}

/** Where BullMQ keeps its tables; it knows no other name for a pool that it did not make. */
export const schema = 'bullmq'

const connectTimeMs = 3_000
const queryTimeMs = 15_000

export class PostgresAway extends Error {
  readonly code = 'ECONNREFUSED'
}

export function createSteadyPool(config: PoolConfig, connectionsMax: number): SteadyPool {
  const pool = new Pool({
    ...withSessionOptions(config),
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeMs,
    query_timeout: queryTimeMs,
    keepAlive: true,
    allowExitOnIdle: true,
  })
  // BullMQ describes the part of pg that it uses with types of its own, of which pg's are not quite a subtype.
  const inner = pool as unknown as PgPool
  const steady: SteadyPool = {
    options: { keepAlive: true },
    connect: () => translated(() => inner.connect()),
    query: (text, params) => translated(() => inner.query(text, params)),
    end: () => inner.end(),
    on: (event: 'error' | 'connect', listener: (...args: never[]) => void) => {
      pool.on(event as 'error', listener as (error: Error) => void)
      return steady
    },
    removeAllListeners: (event) => {
      inner.removeAllListeners(event)
      return steady
    },
  }
  return steady
}

/**
 * Commits need not be on disk before they are answered: what a crash of the server takes from the queue (the last
 * fraction of a second) the reconciler brings back, and without the wait it is several times faster.
 *
 * An `options` in the URL would silently win over ours, so the two are joined.
 */
function withSessionOptions(config: PoolConfig): PoolConfig {
  const ours = `-c search_path=${schema} -c synchronous_commit=off`
  if (config.connectionString === undefined || !config.connectionString.includes('options=')) {
    return { ...config, options: [config.options, ours].filter(Boolean).join(' ') }
  }
  const url = new URL(config.connectionString)
  url.searchParams.set('options', [url.searchParams.get('options'), ours].filter(Boolean).join(' '))
  return { ...config, connectionString: url.href }
}

async function translated<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (isAway(error)) throw new PostgresAway((error as Error).message, { cause: error })
    throw error
  }
}

/** Connection exceptions (08), a server that shuts down or starts up (57P), none left (53300), or no answer at all. */
function isAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(?:08...|57P0[1-5]|53300|ECONN.*|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/.test(
      code,
    ) ||
    /^Connection terminated|timeout exceeded when trying to connect|^Query read timeout|connection error/i.test(
      error.message,
    )
  )
}
