/**
 * Who leads, as a lease in a row that is counted by the server's clock.
 *
 * Not a session's advisory lock: that belongs to a connection, and the connection of a process that hangs (SIGSTOP, a
 * frozen machine, a partition) stays open, answered by its kernel, and leads for hours. It also may be gone at the
 * server seconds before its holder learns of it, while another leads already. A lease has neither fault: the holder
 * counts its time from before it asked, and stops being sure a good while before the server gives the lease to another.
 * Connections may come and go meanwhile. The price: after a kill -9 the others wait for the rest of the lease.
 */
import type { PoolConfig } from 'pg'
import type { Log } from '../../ports/log/log.ts'
import type { Leadership, Term } from '../../ports/store/leadership.ts'
import { type Database, openDatabase, type Statement } from './database.ts'

export interface LeadershipRequest {
  readonly connection: PoolConfig
  readonly log: Log
  readonly leaseMs: number
}

const lease = 'make_interval(secs => $2::double precision / 1000)'

const takeTerm: Statement = {
  name: 'take_term',
  text: `update leadership set holder = $1, term = term + 1, lease_until = clock_timestamp() + ${lease}
    where lease_until <= clock_timestamp() returning term`,
}

const renewTerm: Statement = {
  name: 'renew_term',
  text: `update leadership set lease_until = clock_timestamp() + ${lease} where term = $1 returning term`,
}

const resignTerm: Statement = {
  name: 'resign_term',
  text: 'update leadership set lease_until = clock_timestamp() where term = $1 and lease_until > clock_timestamp()',
}

const readHolder: Statement = {
  name: 'read_holder',
  text: 'select holder from leadership where lease_until > clock_timestamp()',
}

export function createLeadership({ connection, log, leaseMs }: LeadershipRequest) {
  // Its own connection: a busy pool must not cost the lease.
  const boundMs = leaseMs / 4
  const database = openDatabase({
    connection,
    poolMax: 1,
    connectTimeoutMs: boundMs,
    statementTimeoutMs: boundMs,
    log,
  })
  const terms = new Set<Term>()

  const leadership: Leadership = {
    async take(holder) {
      const askedAt = performance.now()
      const [row] = await database.run<{ term: string }>(takeTerm, [holder, leaseMs])
      if (row === undefined) return null
      const term = holdTerm({ database, log, leaseMs, number: Number(row.term), askedAt })
      terms.add(term)
      term.signal.addEventListener('abort', () => terms.delete(term))
      return term
    },
    async holder() {
      const [row] = await database.run<{ holder: string }>(readHolder, [])
      return row?.holder ?? null
    },
  }

  return {
    leadership,
    async close(): Promise<void> {
      await Promise.allSettled([...terms].map((term) => term.resign()))
      await database.close()
    },
  }
}

interface TermParts {
  readonly database: Database
  readonly log: Log
  readonly leaseMs: number
  readonly number: number
  readonly askedAt: number
}

function holdTerm({ database, log, leaseMs, number, askedAt }: TermParts): Term {
  const controller = new AbortController()
  // Clocks may differ in speed, and what was begun in time has to end in time.
  const sureMs = leaseMs * 0.7
  let sureUntil = askedAt + sureMs
  let isRenewing = false
  const renewal = setInterval(() => void renew(), leaseMs / 6)
  let expiry = setTimeout(expire, sureUntil - performance.now())

  async function renew(): Promise<void> {
    if (isRenewing) return
    isRenewing = true
    const renewedAt = performance.now()
    try {
      const rows = await database.run(renewTerm, [number, leaseMs])
      if (rows.length === 0) end('another process leads')
      else prolong(renewedAt + sureMs)
    } catch (error) {
      log.warn({ error: String(error), term: number }, 'leadership could not be renewed')
    } finally {
      isRenewing = false
    }
  }

  /** An answer that comes too late does not bring a term back. */
  function prolong(until: number): void {
    if (!holds()) return
    sureUntil = until
    clearTimeout(expiry)
    expiry = setTimeout(expire, sureUntil - performance.now())
  }

  function expire(): void {
    end('the lease could not be renewed in time')
  }

  function end(why: string): void {
    clearInterval(renewal)
    clearTimeout(expiry)
    controller.abort(new Error(`No longer the leader: ${why}.`))
  }

  function holds(): boolean {
    // After a process was stopped for a while its timers come late; this does not.
    if (!controller.signal.aborted && performance.now() >= sureUntil) expire()
    return !controller.signal.aborted
  }

  return {
    number,
    signal: controller.signal,
    holds,
    async resign() {
      if (controller.signal.aborted) return
      end('it resigned')
      await database.run(resignTerm, [number])
    },
  }
}
